package io.colonnade.leader.query;

import io.colonnade.leader.session.CommandTag;
import io.colonnade.leader.session.ResultStream;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.BytesVector;
import io.colonnade.type.SqlType;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Lines of text as rows of one column. */
final class TextLines implements ResultStream {
    private final List<String> lines;
    private final CommandTag tag;
    private final Batch batch = Batch.create(List.of(SqlType.VARCHAR));
    private int next;

    TextLines(List<String> lines, CommandTag tag) {
        this.lines = lines;
        this.tag = tag;
    }

    @Override
    public Batch next() {
        int count = Math.min(Batch.CAPACITY, lines.size() - next);
        if (count <= 0) {
            return null;
        }
        BytesVector column = (BytesVector) batch.column(0);
        column.reset();
        for (int i = 0; i < count; i++) {
            byte[] bytes = lines.get(next++).getBytes(StandardCharsets.UTF_8);
            column.append(i, bytes, 0, bytes.length);
        }
        batch.setSize(count);
        return batch;
    }

    @Override
    public CommandTag tag() {
        return tag;
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
