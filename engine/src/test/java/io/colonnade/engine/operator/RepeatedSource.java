package io.colonnade.engine.operator;

import io.colonnade.engine.pipeline.Source;
import io.colonnade.engine.pipeline.SourceReader;
import io.colonnade.storage.vector.Batch;
import io.colonnade.type.SqlType;

import java.util.List;

/** The same rows again and again, without an end. */
final class RepeatedSource {
    private RepeatedSource() {}

    static Source of(List<SqlType> types, List<Object[]> rows) {
        return new Source() {
            @Override
            public SourceReader open() {
                return new ReadyReader() {
                    private SourceReader once = TestRows.source(types, rows, 2048, 1).open();

                    @Override
                    public Batch next() {
                        Batch batch = once.next();
                        if (batch == null) {
                            once = TestRows.source(types, rows, 2048, 1).open();
                            batch = once.next();
                        }
                        return batch;
                    }
                };
            }

            @Override
            public int maxParallelism() {
                return Integer.MAX_VALUE;
            }
        };
    }
}
