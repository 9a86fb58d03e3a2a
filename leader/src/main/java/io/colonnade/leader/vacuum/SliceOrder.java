package io.colonnade.leader.vacuum;

import io.colonnade.log.SegmentDescriptor;
import io.colonnade.log.SortStyle;
import io.colonnade.log.TableDefinition;
import io.colonnade.storage.inline.InlineSegments;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The sorted and the unsorted region of one slice of a table. Immutable.
 *
 * <pre>
 * compound      the chain of segments with most rows that follow each other by the first sort
 *               column without an overlap; segments of one run may touch, and those of a
 *               one-column key
 * interleaved   the run with most rows: each run has ranks of its own
 * no sort key   everything is sorted
 * </pre>
 */
public final class SliceOrder {
    private final List<Part> sorted;
    private final List<Part> unsorted;
    private long inlineRows;

    /**
     * @param segments of one slice; those whose rows live in the log belong to no region yet
     */
    public SliceOrder(TableDefinition table, List<SegmentDescriptor> segments) {
        int column = table.getSortColumnsCount() == 0 ? 0 : table.getSortColumns(0);
        List<Part> parts = new ArrayList<>();
        for (SegmentDescriptor segment : segments) {
            if (InlineSegments.isInline(segment)) {
                inlineRows += Part.of(segment, column).liveRows();
            } else {
                parts.add(Part.of(segment, column));
            }
        }
        sorted =
                switch (table.getSort()) {
                    case COMPOUND -> chain(parts, table.getSortColumnsCount() == 1);
                    case INTERLEAVED -> largestRun(parts);
                    case NONE, UNRECOGNIZED -> parts;
                };
        Set<Part> inOrder = Collections.newSetFromMap(new java.util.IdentityHashMap<>());
        inOrder.addAll(sorted);
        unsorted = parts.stream().filter(part -> !inOrder.contains(part)).toList();
    }

    private static List<Part> largestRun(List<Part> parts) {
        Map<Long, Long> rows = new HashMap<>();
        parts.forEach(
                part -> rows.merge(part.segment().getSortedRun(), part.liveRows(), Long::sum));
        rows.remove(0L);
        long best =
                rows.entrySet().stream()
                        .max(Map.Entry.<Long, Long>comparingByValue())
                        .map(Map.Entry::getKey)
                        .orElse(-1L);
        return parts.stream().filter(part -> part.segment().getSortedRun() == best).toList();
    }

    /** Heaviest chain of intervals, by dynamic programming over their upper ends. */
    private static List<Part> chain(List<Part> parts, boolean oneColumn) {
        List<Part> ordered = new ArrayList<>(parts);
        ordered.sort(
                Comparator.comparingLong(Part::max)
                        .thenComparingLong(Part::min)
                        .thenComparingLong(part -> part.segment().getOrdinal()));
        int count = ordered.size();
        long[] ends = ordered.stream().mapToLong(Part::max).toArray();
        long[] weight = new long[count];
        int[] before = new int[count];
        // best[i]: where the heaviest chain among the first i ends; -1 for none.
        int[] best = new int[count + 1];
        best[0] = -1;
        Map<Long, Integer> lastOfRun = new HashMap<>();
        for (int i = 0; i < count; i++) {
            Part part = ordered.get(i);
            int previous = best[Math.min(i, endingBefore(ends, part.min(), oneColumn))];
            long run = part.segment().getSortedRun();
            Integer sameRun = run == 0 ? null : lastOfRun.put(run, i);
            if (sameRun != null
                    && ordered.get(sameRun).max() <= part.min()
                    && ordered.get(sameRun).segment().getOrdinal() < part.segment().getOrdinal()
                    && (previous < 0 || weight[sameRun] > weight[previous])) {
                previous = sameRun;
            }
            before[i] = previous;
            weight[i] = part.liveRows() + (previous < 0 ? 0 : weight[previous]);
            best[i + 1] = best[i] < 0 || weight[i] > weight[best[i]] ? i : best[i];
        }
        List<Part> chain = new ArrayList<>();
        for (int i = best[count]; i >= 0; i = before[i]) {
            chain.add(ordered.get(i));
        }
        return chain.reversed();
    }

    /** How many of the ascending ends lie before a value, or at it if that is allowed. */
    private static int endingBefore(long[] ends, long value, boolean orAtIt) {
        if (orAtIt && value == Long.MAX_VALUE) {
            return ends.length;
        }
        int found = Arrays.binarySearch(ends, orAtIt ? value + 1 : value);
        int index = found < 0 ? -found - 1 : found;
        while (index > 0 && ends[index - 1] == (orAtIt ? value + 1 : value)) {
            index--;
        }
        return index;
    }

    /** In the order of the key. */
    List<Part> sorted() {
        return sorted;
    }

    List<Part> unsorted() {
        return unsorted;
    }

    public long sortedRows() {
        return sorted.stream().mapToLong(Part::liveRows).sum();
    }

    public long unsortedRows() {
        return unsorted.stream().mapToLong(Part::liveRows).sum() + inlineRows;
    }

    /** Runs of the unsorted region, each with its segments; a segment without run is one. */
    List<List<Part>> unsortedRuns() {
        Map<Long, List<Part>> runs = new HashMap<>();
        List<List<Part>> all = new ArrayList<>();
        Set<Long> known = new HashSet<>();
        for (Part part : unsorted) {
            long run = part.segment().getSortedRun();
            List<Part> members =
                    run == 0
                            ? new ArrayList<>()
                            : runs.computeIfAbsent(run, key -> new ArrayList<>());
            members.add(part);
            if (run == 0 || known.add(run)) {
                all.add(members);
            }
        }
        return all;
    }

    /** The table's segments by slice: by the first bucket that they may have rows of. */
    public static Map<Integer, List<SegmentDescriptor>> bySlice(List<SegmentDescriptor> segments) {
        Map<Integer, List<SegmentDescriptor>> slices = new java.util.TreeMap<>();
        for (SegmentDescriptor segment : segments) {
            slices.computeIfAbsent(segment.getFirstBucket(), key -> new ArrayList<>()).add(segment);
        }
        return slices;
    }

    /** Share of a table's rows that are not in the order of its key; empty without a key. */
    public static java.util.OptionalDouble unsortedShare(
            TableDefinition table, List<SegmentDescriptor> segments) {
        if (table.getSort() == SortStyle.NONE) {
            return java.util.OptionalDouble.empty();
        }
        long sorted = 0;
        long unsorted = 0;
        for (List<SegmentDescriptor> slice : bySlice(segments).values()) {
            SliceOrder order = new SliceOrder(table, slice);
            sorted += order.sortedRows();
            unsorted += order.unsortedRows();
        }
        long all = sorted + unsorted;
        return java.util.OptionalDouble.of(all == 0 ? 0 : (double) unsorted / all);
    }
}
