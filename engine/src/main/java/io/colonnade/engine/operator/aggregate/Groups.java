package io.colonnade.engine.operator.aggregate;

import io.colonnade.engine.hash.CodeGroupIndex;
import io.colonnade.engine.hash.GroupIndex;
import io.colonnade.engine.hash.HashGroupIndex;
import io.colonnade.engine.hash.KeyBlocks;
import io.colonnade.engine.hash.LongGroupIndex;
import io.colonnade.engine.memory.MemoryReservation;
import io.colonnade.engine.memory.RowBuffer;
import io.colonnade.engine.operator.FlatColumns;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.PhysicalType;

import java.util.ArrayList;
import java.util.List;

/**
 * Groups with their accumulators: one worker's, or one partition's when workers are merged. One
 * thread at a time until sealed.
 */
final class Groups {
    private static final int INITIAL_CAPACITY = 64;

    /** What small groups grow by with one batch; large ones double. */
    private static final long BATCH_BYTES = 256 << 10;

    private final AggregateSpec spec;
    private final GroupIndex index;
    private final FlatColumns keyColumns;
    private final List<GroupedCall> calls = new ArrayList<>();
    private final MemoryReservation all;
    private final MemoryReservation memory;
    private final int groupBytes;
    private final int[] groupOf = new int[Batch.CAPACITY];
    private int capacity;

    /** Made by the first update: what only merges needs none. */
    private FewGroups few;

    /** The parent reservation pays. */
    Groups(
            AggregateSpec spec,
            double expectedGroups,
            MemoryReservation parent,
            boolean equalHashes) {
        this(spec, expectedGroups, null, parent, equalHashes);
    }

    /**
     * @param blocks not null for the keys of one partition only
     */
    Groups(
            AggregateSpec spec,
            double expectedGroups,
            KeyBlocks blocks,
            MemoryReservation parent,
            boolean equalHashes) {
        this.spec = spec;
        all = parent.part();
        memory = all.part();
        index = spec.keys().length == 0 ? null : index(equalHashes, expectedGroups, blocks);
        keyColumns = new FlatColumns(spec.keys());
        int bytes = 0;
        for (var call : spec.calls()) {
            GroupedCall grouped = new GroupedCall(call, spec.inputTypes(), all);
            bytes += grouped.accumulator().groupBytes();
            calls.add(grouped);
        }
        groupBytes = bytes;
        if (index == null) {
            ensure(1);
            calls.forEach(call -> call.accumulator().trackSeen(0));
        }
    }

    private GroupIndex index(boolean equalHashes, double expectedGroups, KeyBlocks blocks) {
        List<PhysicalType> types = spec.keyTypes();
        MemoryReservation keys = all.part();
        boolean integer =
                types.getFirst() == PhysicalType.INT || types.getFirst() == PhysicalType.LONG;
        if (types.size() == 1 && integer && !equalHashes) {
            return new LongGroupIndex(types.getFirst(), expectedGroups, blocks, keys);
        }
        HashGroupIndex hashed = new HashGroupIndex(types, equalHashes, keys);
        boolean mayHaveCodes =
                types.stream()
                        .allMatch(
                                t ->
                                        t == PhysicalType.BYTES
                                                || t == PhysicalType.BOOLEAN
                                                || t == PhysicalType.INT);
        return mayHaveCodes ? new CodeGroupIndex(hashed, types.size()) : hashed;
    }

    int size() {
        return index == null ? 1 : index.size();
    }

    RowBuffer keys() {
        return index.keys();
    }

    /** Whether there is room for another batch of new groups; false: better spill. */
    boolean prepare() {
        long held = all.totalBytes();
        return all.isAmple(3 * held + BATCH_BYTES) || all.prepay(2 * held + BATCH_BYTES);
    }

    /** The same when all input is there, and what was kept for that may be used. */
    boolean prepareLate() {
        long held = all.totalBytes();
        return all.isAmple(3 * held + BATCH_BYTES) || all.prepayLate(2 * held + BATCH_BYTES);
    }

    /** Gives back what was prepared in vain. */
    void settle() {
        all.settle();
    }

    void update(Batch batch) {
        int known = size();
        if (index != null) {
            index.map(keyColumns.of(batch), batch.selection(), batch.rowCount(), groupOf);
            ensure(index.size());
        }
        if (few == null) {
            few = new FewGroups();
        }
        FewGroups open = few.open(batch, groupOf, size()) ? few : null;
        for (GroupedCall call : calls) {
            call.update(batch, groupOf, index == null ? 0 : known, open);
        }
    }

    private void ensure(int groups) {
        if (groups <= capacity) {
            return;
        }
        int next = Math.max(groups, Math.max(INITIAL_CAPACITY, capacity * 2));
        next = index == null ? groups : next;
        memory.grow((long) next * groupBytes);
        for (GroupedCall call : calls) {
            call.accumulator().resize(next);
        }
        memory.resize((long) next * groupBytes);
        capacity = next;
    }

    /** Takes groups of another; `from` lists them (null: first, first + 1, ...). */
    void merge(Groups other, int[] from, int first, int count, Vector[] keyVectors) {
        int[] source = new int[Math.min(count, Batch.CAPACITY)];
        for (int done = 0; done < count; done += source.length) {
            int n = Math.min(source.length, count - done);
            for (int i = 0; i < n; i++) {
                source[i] = from == null ? first + done + i : from[first + done + i];
            }
            mergeChunk(other, source, n, keyVectors);
        }
    }

    private void mergeChunk(Groups other, int[] source, int count, Vector[] keyVectors) {
        int known = size();
        if (index != null) {
            for (int k = 0; k < keyVectors.length; k++) {
                other.keys().column(k).gather(source, count, keyVectors[k]);
            }
            index.map(keyVectors, null, count, groupOf);
            ensure(index.size());
        }
        for (int c = 0; c < calls.size(); c++) {
            Accumulator target = calls.get(c).accumulator();
            Accumulator state = other.calls.get(c).accumulator();
            target.mergeSeen(state, source, groupOf, count, index == null ? 0 : known);
            target.merge(state, source, groupOf, count);
        }
    }

    /** Gives the memory back; what was merged elsewhere. */
    void drop() {
        all.close();
    }

    /** No more updates: results can be read. */
    void seal() {
        calls.forEach(call -> call.accumulator().seal());
    }

    /** Writes keys and results of groups first, first + 1, ... */
    void result(int first, int count, Batch target) {
        int keys = spec.keys().length;
        for (int k = 0; k < keys; k++) {
            keys().column(k).copy(first, count, target.column(k));
        }
        for (int c = 0; c < calls.size(); c++) {
            Vector vector = target.column(keys + c);
            vector.reset();
            calls.get(c).accumulator().result(first, count, vector);
        }
        target.setSize(count);
    }
}
