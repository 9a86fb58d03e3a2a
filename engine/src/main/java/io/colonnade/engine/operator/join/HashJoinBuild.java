package io.colonnade.engine.operator.join;

import io.colonnade.engine.hash.DenseJoinIndex;
import io.colonnade.engine.hash.HashJoinIndex;
import io.colonnade.engine.hash.JoinIndex;
import io.colonnade.engine.hash.KeyRange;
import io.colonnade.engine.hash.RankJoinIndex;
import io.colonnade.engine.memory.MemoryReservation;
import io.colonnade.engine.memory.RowColumn;
import io.colonnade.engine.pipeline.ExecutionContext;
import io.colonnade.engine.pipeline.Sink;
import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.plan.PlanNode;
import io.colonnade.type.PhysicalType;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Build side of a hash join, shared by the node's workers: takes the right input's rows, then
 * indexes them and publishes runtime filters. Read-only after that, but for the marks.
 */
public final class HashJoinBuild implements Sink {
    /** Rows hashed at a time by one thread. */
    private static final int HASH_CHUNK = 1 << 17;

    /** What a test may ask for although it does not pay. */
    private static final long MAX_FORCED_DOMAIN = 1 << 22;

    private final ExecutionContext context;
    private final PlanNode node;
    private final JoinSpec spec;
    private final BuildRows rows;
    private final MemoryReservation memory;

    /** Streams that read the build side and have not ended. */
    private final AtomicInteger users = new AtomicInteger();

    private JoinIndex index;
    private final JoinSpill spill;

    /** The join that this is a partition of, or null. */
    private final HashJoinBuild whole;

    /** What was made of the rows; given back when they are spilled after all. */
    private MemoryReservation indexing;

    private int[] nullKeyRows = {};
    private byte[] marks;

    public HashJoinBuild(ExecutionContext context, PlanNode node) {
        this.context = context;
        this.node = node;
        spec = JoinSpec.hash(node, context.zone());
        memory = context.reservation(spec.label());
        whole = null;
        spill = new JoinSpill(context, spec, memory, 0);
        rows = new BuildRows(context, memory, spec, spill);
        if (spill.isPossible()) {
            context.environment().memory().addSpillable();
        }
    }

    /** For a partition of a join that was spilled. */
    HashJoinBuild(HashJoinBuild whole, int level) {
        this.whole = whole;
        context = whole.context;
        node = whole.node;
        spec = whole.spec;
        memory = whole.memory.part();
        spill = new JoinSpill(context, spec, memory, level);
        rows = new BuildRows(context, memory, spec, spill);
    }

    @Override
    public BuildRows.Writer open() {
        return rows.writer();
    }

    @Override
    public void finish() {
        context.counters(spec.nodeId()).memoryBytes.add(whole == null ? memory.totalBytes() : 0);
        boolean forced =
                context.spillsAlways()
                        && spill.isPossible()
                        && (whole == null || context.equalHashes());
        if (!spill.isActive() && !forced && finishInMemory()) {
            return;
        }
        spill.start();
        rows.spillAll();
        spill.finishBuild();
    }

    /** False if there is no room for that, and the rows can be spilled. */
    private boolean finishInMemory() {
        indexing = memory.part();
        try {
            rows.finish();
            makeIndex();
            return true;
        } catch (ColonnadeException e) {
            if (e.code() != ErrorCode.OUT_OF_MEMORY || !spill.isPossible()) {
                throw e;
            }
            index = null;
            marks = null;
            indexing.close();
            return false;
        }
    }

    private void makeIndex() {
        if (spec.marksBuild()) {
            indexing.part().grow(rows.count());
            marks = new byte[rows.count()];
        }
        KeyRange range = singleIntegerKey() ? KeyRange.of(firstKey(), rows.count()) : null;
        nullKeyRows = findNullKeys();
        index = takesIntegerIndex(range) ? integerIndex(range) : null;
        if (index == null) {
            index = hashIndex();
        }
        if (whole == null) {
            new RuntimeFilterPublisher(context, spec, rows)
                    .publish(node.getHashJoin().getRuntimeFiltersList());
        }
    }

    private boolean singleIntegerKey() {
        if (spec.rightKeys().length != 1) {
            return false;
        }
        PhysicalType type = firstKey().type();
        return type == PhysicalType.INT || type == PhysicalType.LONG;
    }

    private RowColumn firstKey() {
        return rows.column(spec.rightKeys()[0]);
    }

    /** Arrays and bitmaps have no place for a NULL that must be found. */
    private boolean takesIntegerIndex(KeyRange range) {
        return range != null
                && !range.isEmpty()
                && !(spec.nullSafe()[0] && range.nulls() > 0)
                && !context.equalHashes();
    }

    /** The smaller of array and bitmap, or null when the keys are too sparse for both. */
    private JoinIndex integerIndex(KeyRange range) {
        boolean duplicates = !spec.existenceOnly();
        int count = rows.count();
        long min = range.min();
        long max = range.max();
        boolean small = max - min >= 0 && max - min < MAX_FORCED_DOMAIN;
        boolean array = DenseJoinIndex.suits(min, max, count);
        boolean rank = RankJoinIndex.suits(min, max, count);
        switch (context.joinAlgorithm()) {
            case "hash" -> {
                return null;
            }
            case "array" -> array |= small;
            case "rank" -> {
                rank |= small;
                array &= !rank;
            }
            default -> {}
        }
        if (array) {
            return DenseJoinIndex.build(firstKey(), count, range, duplicates, indexing.part());
        }
        return rank
                ? RankJoinIndex.build(firstKey(), count, range, duplicates, indexing.part())
                : null;
    }

    private JoinIndex hashIndex() {
        int[] keys = Arrays.stream(spec.rightKeys()).map(rows::slot).toArray();
        HashJoinIndex hashed =
                new HashJoinIndex(rows.rows(), keys, context.equalHashes(), indexing.part());
        int count = rows.count();
        context.parallel(
                chunk ->
                        hashed.hash(
                                chunk * HASH_CHUNK,
                                (int) Math.min(count, (chunk + 1L) * HASH_CHUNK)),
                (int) ((count + (long) HASH_CHUNK - 1) / HASH_CHUNK));
        int[] skipped = nullKeyRows;
        int parts = hashed.insertParts(context.workers());
        context.parallel(part -> hashed.insert(part, parts, skipped, context.cancelCheck()), parts);
        return hashed;
    }

    /** Rows with a NULL in a key that NULL cannot match. */
    private int[] findNullKeys() {
        int[] found = new int[16];
        int count = 0;
        for (int k = 0; k < spec.rightKeys().length; k++) {
            RowColumn column = rows.column(spec.rightKeys()[k]);
            if (!column.mayHaveNulls() || spec.nullSafe()[k]) {
                continue;
            }
            for (int row = 0; row < rows.count(); row++) {
                if (column.isNull(row)) {
                    found = count == found.length ? Arrays.copyOf(found, count * 2) : found;
                    found[count++] = row;
                }
            }
        }
        return Arrays.stream(found, 0, count).sorted().distinct().toArray();
    }

    /** Called while compiling: that many more streams read the build side. */
    public void use(int streams) {
        users.addAndGet(streams);
    }

    /** One of them has ended; with the last one the rows go. */
    void release() {
        if (users.decrementAndGet() == 0) {
            close();
            spill.close();
        }
    }

    /** The memory goes; what a spilled partition has dealt out stays until the join ends. */
    void close() {
        index = null;
        marks = null;
        rows.drop();
        memory.close();
    }

    /** Whether all rows are on disk, and the probe's must go there too. */
    boolean isSpilled() {
        return spill.isActive();
    }

    JoinSpill spill() {
        return spill;
    }

    MemoryReservation memory() {
        return memory;
    }

    /** Whether the build side has a row, in any partition. */
    boolean anyRow() {
        return whole != null ? whole.anyRow() : isSpilled() ? spill.anyRow() : rows.count() > 0;
    }

    /** Whether some row's key is NULL, in any partition. */
    boolean anyNullKey() {
        return whole != null
                ? whole.anyNullKey()
                : isSpilled() ? spill.anyNullKey() : nullKeyRows.length > 0;
    }

    ExecutionContext context() {
        return context;
    }

    JoinSpec spec() {
        return spec;
    }

    BuildRows rows() {
        return rows;
    }

    JoinIndex index() {
        return index;
    }

    /** Ascending: rows that the index cannot find because a key is NULL. */
    int[] nullKeyRows() {
        return nullKeyRows;
    }

    /**
     * 1 for every build row that found a partner. Workers set them without order: all write the
     * same value, and readers come after the probe has ended.
     */
    byte[] marks() {
        return marks;
    }

    /** Whether positions where the probe's key is NULL cannot match. */
    boolean skipsNullProbe(int key) {
        return !spec.nullSafe()[key] || !(index instanceof HashJoinIndex);
    }
}
