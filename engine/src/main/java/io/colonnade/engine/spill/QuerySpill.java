package io.colonnade.engine.spill;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** One query's spill files on one node, all of them gone when it is closed. Thread-safe. */
public final class QuerySpill implements AutoCloseable {
    /** For queries that may take all that the node has. */
    public static final long NO_LIMIT = Long.MAX_VALUE;

    private static final long KILO = 1024;

    private final SpillFiles node;
    private final String query;
    private final long limitBytes;
    private final AtomicLong used = new AtomicLong();

    /** Guarded by itself. */
    private final Set<SpillFile> open = new HashSet<>();

    /** Guarded by open. */
    private boolean closed;

    QuerySpill(SpillFiles node, String query, long limitBytes) {
        this.node = node;
        this.query = query;
        this.limitBytes = limitBytes;
    }

    /** An empty file. Closed by who asked for it, at the latest with this. */
    public SpillFile create() {
        synchronized (open) {
            if (closed) {
                throw new ColonnadeException(
                        ErrorCode.QUERY_CANCELED, "query " + query + " has ended");
            }
            try {
                SpillFile file = new SpillFile(this, node.open());
                open.add(file);
                return file;
            } catch (IOException e) {
                throw SpillFile.failure("create", e);
            }
        }
    }

    /** Bytes in files that are open now. */
    public long used() {
        return used.get();
    }

    /** Counts bytes to be written, or fails with 53100. */
    void take(long bytes) {
        if (used.addAndGet(bytes) > limitBytes) {
            used.addAndGet(-bytes);
            throw full("temp_file_limit", limitBytes)
                    .hint("Raise temp_file_limit, or give the query more memory.");
        }
        if (!node.take(bytes)) {
            used.addAndGet(-bytes);
            throw full("the node's quota", node.quota())
                    .hint("Free space for the local folder, or give the query more memory.");
        }
    }

    private ColonnadeException full(String what, long limit) {
        return new ColonnadeException(
                ErrorCode.DISK_FULL,
                "temporary files of query "
                        + query
                        + " exceed "
                        + what
                        + " ("
                        + limit / KILO
                        + "kB)");
    }

    void closed(SpillFile file, long bytes) {
        used.addAndGet(-bytes);
        node.give(bytes);
        synchronized (open) {
            open.remove(file);
        }
    }

    @Override
    public void close() {
        List<SpillFile> rest;
        synchronized (open) {
            closed = true;
            rest = List.copyOf(open);
        }
        rest.forEach(SpillFile::close);
    }
}
