package io.colonnade.leader.system;

import io.colonnade.leader.vacuum.SliceOrder;
import io.colonnade.leader.vacuum.VacuumPiece;
import io.colonnade.storage.snapshot.TableSnapshot;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The newest VACUUMs of this leader, by hand and by itself. Bounded; thread-safe. */
public final class VacuumHistory {
    private static final int MOST = 1_000;

    private final InstantSource clock;
    private final AtomicLong numbers = new AtomicLong();

    // Guarded by this, oldest first.
    private final ArrayDeque<Progress> newest = new ArrayDeque<>();

    public VacuumHistory(InstantSource clock) {
        this.clock = clock;
    }

    /** State of a table. */
    record State(long micros, long rows, long sortedRows, long bytes, long deletedRows) {}

    /** One VACUUM of one table. Written by the thread that runs it. */
    public final class Progress {
        final long number = numbers.incrementAndGet();
        final long tableId;
        final String table;
        final String kind;
        final String statement;
        final State before;
        final AtomicLong rowsWritten = new AtomicLong();
        final AtomicInteger pieces = new AtomicInteger();
        volatile String phase = "starting";
        volatile State after;
        volatile String outcome;

        Progress(TableSnapshot table, String kind, String statement) {
            this.tableId = table.id();
            this.table = table.definition().getName();
            this.kind = kind;
            this.statement = statement;
            this.before = state(table);
        }

        /** A piece is committed. */
        public void wrote(VacuumPiece piece) {
            rowsWritten.addAndGet(piece.rows());
            pieces.incrementAndGet();
            phase = piece.reason();
        }

        public void end(Optional<TableSnapshot> table, String how) {
            after = table.map(VacuumHistory.this::state).orElse(before);
            outcome = how;
        }
    }

    private State state(TableSnapshot table) {
        long sorted = 0;
        long unsorted = 0;
        for (var slice : SliceOrder.bySlice(table.segments()).values()) {
            SliceOrder order = new SliceOrder(table.definition(), slice);
            sorted += order.sortedRows();
            unsorted += order.unsortedRows();
        }
        long bytes = table.segments().stream().mapToLong(s -> s.getBytes()).sum();
        var now = clock.instant();
        return new State(
                now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000,
                sorted + unsorted,
                sorted,
                bytes,
                table.storedRows() - sorted - unsorted);
    }

    /**
     * @param statement as the user wrote it, secrets redacted
     */
    public Progress begin(TableSnapshot table, String kind, String statement) {
        Progress progress = new Progress(table, kind, statement);
        synchronized (this) {
            newest.add(progress);
            if (newest.size() > MOST) {
                newest.removeFirst();
            }
        }
        return progress;
    }

    synchronized List<Progress> all() {
        return new ArrayList<>(newest);
    }
}
