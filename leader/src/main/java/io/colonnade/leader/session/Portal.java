package io.colonnade.leader.session;

import io.colonnade.storage.vector.Batch;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A statement with its parameter values, before, during or after its execution; also what DECLARE
 * makes. Owned by the session's thread; only the cancellation is touched by others.
 */
public final class Portal {
    private static final Logger LOG = LoggerFactory.getLogger(Portal.class);

    private final String name;
    private final Prepared prepared;
    private final ParameterValues parameters;
    private final short[] resultFormats;
    private final Cancellation cancellation;
    private ResultStream stream;
    private Batch batch;
    private int nextRow;
    private boolean finished;
    private CommandTag tag;

    Portal(
            String name,
            Prepared prepared,
            ParameterValues parameters,
            short[] resultFormats,
            Cancellation cancellation) {
        this.name = name;
        this.prepared = prepared;
        this.parameters = parameters;
        this.resultFormats = resultFormats;
        this.cancellation = cancellation;
    }

    public String name() {
        return name;
    }

    /** Null when the text held no statement. */
    public Prepared prepared() {
        return prepared;
    }

    ParameterValues parameters() {
        return parameters;
    }

    /** As the client asked for: 0 text, 1 binary; none = all text, one = for all columns. */
    public short[] resultFormats() {
        return resultFormats;
    }

    public Cancellation cancellation() {
        return cancellation;
    }

    boolean isStarted() {
        return stream != null;
    }

    void start(ResultStream running) {
        stream = running;
    }

    /** Whether all rows were taken. */
    public boolean isFinished() {
        return finished;
    }

    /** The next rows, at most `max` of them (0 = any number); null at the end. */
    public RowSlice next(long max) {
        cancellation.check();
        while (!finished && (batch == null || nextRow >= batch.rowCount())) {
            batch = stream.next();
            nextRow = 0;
            finished = batch == null;
        }
        if (finished && tag == null) {
            tag = stream.tag();
            closeStream();
        }
        if (finished) {
            return null;
        }
        int rows = batch.rowCount() - nextRow;
        int taken = max > 0 && max < rows ? (int) max : rows;
        RowSlice slice = new RowSlice(batch, nextRow, nextRow + taken);
        nextRow += taken;
        return slice;
    }

    /** The tag, once {@link #next} returned null. */
    public CommandTag tag() {
        return tag;
    }

    void close() {
        finished = true;
        batch = null;
        if (stream != null) {
            closeStream();
        }
    }

    private void closeStream() {
        try {
            stream.close();
        } catch (RuntimeException e) {
            LOG.warn("closing a statement failed", e);
        }
    }
}
