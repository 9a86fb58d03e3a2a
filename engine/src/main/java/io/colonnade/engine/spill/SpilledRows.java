package io.colonnade.engine.spill;

import io.colonnade.storage.vector.Batch;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows in a spill file, in the order in which their pages were added. Any number of workers write;
 * once complete, any number of readers read, each from the start.
 */
public final class SpilledRows {
    private final SpillFile file;

    /** Guarded by itself while rows are written. */
    private final List<SpillFile.Page> pages = new ArrayList<>();

    private long rows;
    private long bytes;

    public SpilledRows(SpillFile file) {
        this.file = file;
    }

    /** Writes the selected rows of a batch, if there are any; returns the bytes that they took. */
    public long append(Batch batch) {
        if (batch.rowCount() == 0) {
            return 0;
        }
        SpillFile.Page page = file.append(batch);
        synchronized (pages) {
            pages.add(page);
            rows += page.rows();
            bytes += page.bytes();
        }
        return page.bytes();
    }

    public long rows() {
        synchronized (pages) {
            return rows;
        }
    }

    public long bytes() {
        synchronized (pages) {
            return bytes;
        }
    }

    /** Reads them once. */
    public Reader reader() {
        return new Reader();
    }

    /** A place in the rows. One thread at a time. */
    public final class Reader {
        private int next;
        private Batch current;

        private Reader() {}

        /** The next batch, valid until the next call; null at the end. */
        public Batch next() {
            if (next == pages.size()) {
                return null;
            }
            current = file.read(pages.get(next++), current);
            return current;
        }
    }
}
