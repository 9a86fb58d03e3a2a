package io.colonnade.engine.operator.join;

import io.colonnade.engine.memory.MemoryReservation;
import io.colonnade.engine.operator.ReadyReader;
import io.colonnade.engine.pipeline.SourceReader;
import io.colonnade.engine.spill.SpillPartitions;
import io.colonnade.storage.vector.Batch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Joins a spilled build side and probe side partition by partition; workers share the partitions.
 *
 * <pre>
 * partition: index the build rows; no room -> deal both sides out by the next level, go on with those
 *            probe with the probe rows; then what the marks of the build rows say
 * if that does not help (one key is most of the rows): build rows a piece at a time, all probe rows for each;
 *            which of them found a partner is remembered, the rest comes with the last piece
 * </pre>
 */
final class SpilledJoin {
    private static final int ALL_DONE = -1;

    private final HashJoinBuild whole;
    private final AtomicInteger nextPartition = new AtomicInteger();

    /**
     * Rows of both sides, as a spilled build has dealt them out.
     *
     * @param number {@link #ALL_DONE} behind all others: nobody reads them any more
     * @param pieces whether dealing them out once more makes nothing smaller
     */
    private record Partition(JoinSpill spill, int number, boolean pieces) {}

    SpilledJoin(HashJoinBuild whole) {
        this.whole = whole;
    }

    SourceReader open() {
        return new Reader();
    }

    private Partition next() {
        int number = nextPartition.getAndIncrement();
        return number < SpillPartitions.COUNT ? new Partition(whole.spill(), number, false) : null;
    }

    /** One worker's. */
    private final class Reader extends ReadyReader {
        private final ArrayDeque<Partition> smaller = new ArrayDeque<>();
        private Partition partition;

        /**
         * Build rows not taken yet; only at the last level there are some after the first piece.
         */
        private SpillPartitions.Reader rest;

        private Batch restBatch;
        private HashJoinBuild build;
        private SpillPartitions.Reader probe;
        private HashJoinProbeStage stage;
        private SourceReader marked;
        private Partners partners;

        @Override
        public Batch next() {
            while (true) {
                whole.context().cancel().check();
                Batch output = stage != null ? probed() : marked != null ? marked() : null;
                if (output != null) {
                    return output;
                }
                if (stage == null && marked == null && !openNext()) {
                    return null;
                }
            }
        }

        /** The stage's next batch; null when it has ended or has none of this input. */
        private Batch probed() {
            Batch output = stage.next();
            if (output != null) {
                return output;
            }
            Batch input = probe.next();
            if (input == null) {
                stage.close();
                stage = null;
                marked = whole.spec().marksBuild() ? new MarkedRowsSource(build).open() : null;
            } else if (partners == null) {
                stage.input(input);
            } else {
                stage.input(input, partners.next(input.size()), restBatch == null);
            }
            return null;
        }

        private Batch marked() {
            Batch output = marked.next();
            if (output == null) {
                marked = null;
            }
            return output;
        }

        /** Goes on to the next piece or partition that can be probed; false at the end. */
        private boolean openNext() {
            if (build != null) {
                build.close();
                build = null;
            }
            while (restBatch == null) {
                if (partners != null) {
                    partners.close();
                    partners = null;
                }
                partition = smaller.isEmpty() ? SpilledJoin.this.next() : smaller.pop();
                if (partition == null) {
                    return false;
                }
                if (partition.number() == ALL_DONE) {
                    partition.spill().close();
                } else if (!partition.spill().isIdle(partition.number()) && openPartition()) {
                    return true;
                }
            }
            openPiece();
            return true;
        }

        /** False if it was dealt out instead. */
        private boolean openPartition() {
            rest = partition.spill().buildReader(partition.number());
            restBatch = rest.next();
            if (partition.pieces()) {
                partners = new Partners();
                openPiece();
                return true;
            }
            build = new HashJoinBuild(whole, partition.spill().level() + 1);
            try (BuildRows.Writer writer = build.open()) {
                for (; restBatch != null; restBatch = rest.next()) {
                    whole.context().cancel().check();
                    writer.write(restBatch);
                }
            }
            build.finish();
            if (!build.isSpilled()) {
                startProbe();
                return true;
            }
            dealProbe(build.spill());
            build.close();
            build = null;
            return false;
        }

        private void dealProbe(JoinSpill dealt) {
            try (SpillPartitions.Writer writer = dealt.probeWriter()) {
                SpillPartitions.Reader rows = partition.spill().probeReader(partition.number());
                Batch batch;
                while ((batch = rows.next()) != null) {
                    whole.context().cancel().check();
                    writer.add(batch);
                }
                writer.finish();
            }
            smaller.push(new Partition(dealt, ALL_DONE, false));
            boolean deepest = dealt.level() + 1 == SpillPartitions.MAX_LEVEL;
            for (int p = 0; p < SpillPartitions.COUNT; p++) {
                smaller.push(new Partition(dealt, p, deepest || dealt.hasMost(p)));
            }
        }

        /** As many build rows as there is room for, at least a batch of them. */
        private void openPiece() {
            build = new HashJoinBuild(whole, SpillPartitions.MAX_LEVEL);
            try (BuildRows.Writer writer = build.open()) {
                boolean first = true;
                while (restBatch != null && (first || writer.hasRoom(restBatch))) {
                    whole.context().cancel().check();
                    writer.write(restBatch);
                    restBatch = rest.next();
                    first = false;
                }
            }
            build.finish();
            partners.restart();
            startProbe();
        }

        private void startProbe() {
            probe = partition.spill().probeReader(partition.number());
            stage = new HashJoinProbeStage(build);
        }
    }

    /** By probe batch: which rows have found a partner in the pieces so far. One worker's. */
    private final class Partners {
        private final MemoryReservation memory = whole.memory().part();
        private final List<byte[]> found = new ArrayList<>();
        private int next;

        void restart() {
            next = 0;
        }

        /** The next batch's, by position; kept up to date by who gets it. */
        byte[] next(int size) {
            if (next == found.size()) {
                memory.grow(size);
                found.add(new byte[size]);
            }
            return found.get(next++);
        }

        void close() {
            memory.close();
        }
    }
}
