package io.colonnade.compute.slice;

import io.colonnade.engine.spill.QuerySpill;
import io.colonnade.engine.spill.SpillFile;
import io.colonnade.engine.spill.SpilledRows;
import io.colonnade.storage.vector.Batch;

/** Sorted rows that were put on local disk to make room. */
final class SpilledRun implements SortedRows {
    private final SpillFile file;
    private final SpilledRows.Reader rows;

    private SpilledRun(SpillFile file, SpilledRows.Reader rows) {
        this.file = file;
        this.rows = rows;
    }

    /** Writes all rows of a source, which is closed by the caller. */
    static SpilledRun write(QuerySpill spill, SortedRows source) {
        SpillFile file = spill.create();
        try {
            SpilledRows rows = new SpilledRows(file);
            for (Batch batch = source.next(); batch != null; batch = source.next()) {
                rows.append(batch);
            }
            return new SpilledRun(file, rows.reader());
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    @Override
    public Batch next() {
        return rows.next();
    }

    @Override
    public void close() {
        file.close();
    }
}
