package io.colonnade.leader.query;

import io.colonnade.log.SegmentDescriptor;
import io.colonnade.storage.inline.InlineSegments;
import io.colonnade.storage.snapshot.Snapshot;
import io.colonnade.storage.snapshot.TableSnapshot;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which inline segments are to become objects. One thread's.
 *
 * <pre>
 * complete    another one of its buckets follows it, or it has no room
 * old         there for a minute with a few thousand rows
 * too much    all inline rows together take more than the budget: the largest tables first
 * </pre>
 */
public final class FoldingRule {
    /** Of all inline rows, encoded: what a checkpoint may hold beside descriptors. */
    private static final long BUDGET_BYTES = 32L << 20;

    /** Fewer rows are not worth an object; their scan costs less than a request. */
    private static final int MIN_ROWS = 4_096;

    private static final long MAX_AGE_NANOS = 60_000_000_000L;

    /** When one segment of a table is complete, others of it go along from so many rows on. */
    private static final int COMPANION_ROWS = InlineSegments.MAX_ROWS / 4;

    private final long budgetBytes;
    private final int minRows;
    private final long maxAgeNanos;
    private final Map<Key, Long> firstSeen = new HashMap<>();

    /** An inline segment. */
    private record Key(long tableId, long ordinal) {}

    /** Segments of one table to fold together. */
    public record Fold(long tableId, List<Long> ordinals) {}

    FoldingRule() {
        this(BUDGET_BYTES, MIN_ROWS, MAX_AGE_NANOS);
    }

    /**
     * @param minRows a segment with fewer waits until it is complete
     */
    public FoldingRule(long budgetBytes, int minRows, long maxAgeNanos) {
        this.budgetBytes = budgetBytes;
        this.minRows = minRows;
        this.maxAgeNanos = maxAgeNanos;
    }

    /** What is to be folded now; an object of this rule notes when it first saw a segment. */
    public List<Fold> due(Snapshot snapshot, long nowNanos) {
        List<Fold> folds = new ArrayList<>();
        List<TableSnapshot> rest = new ArrayList<>();
        Set<Key> present = new HashSet<>();
        long bytes = 0;
        for (TableSnapshot table : snapshot.tables().values()) {
            List<SegmentDescriptor> inline = inline(table);
            for (SegmentDescriptor segment : inline) {
                Key key = new Key(table.id(), segment.getOrdinal());
                firstSeen.putIfAbsent(key, nowNanos);
                present.add(key);
                bytes += segment.getBytes();
            }
            List<Long> due = due(table.id(), inline, nowNanos);
            if (!due.isEmpty()) {
                folds.add(new Fold(table.id(), due));
            } else if (!inline.isEmpty()) {
                rest.add(table);
            }
        }
        firstSeen.keySet().retainAll(present);
        if (bytes > budgetBytes) {
            addLargest(rest, bytes - budgetBytes / 2, folds);
        }
        return folds;
    }

    private static List<SegmentDescriptor> inline(TableSnapshot table) {
        return table.segments().stream().filter(InlineSegments::isInline).toList();
    }

    private List<Long> due(long tableId, List<SegmentDescriptor> inline, long nowNanos) {
        Set<Integer> newer = new HashSet<>();
        List<Long> due = new ArrayList<>();
        List<Long> companions = new ArrayList<>();
        for (SegmentDescriptor segment : inline.reversed()) {
            boolean follows = !newer.add(segment.getFirstBucket());
            long age = nowNanos - firstSeen.get(new Key(tableId, segment.getOrdinal()));
            boolean old = age >= maxAgeNanos && segment.getRows() >= minRows;
            if (follows || old || InlineSegments.isFull(segment)) {
                due.add(segment.getOrdinal());
            } else if (segment.getRows() >= COMPANION_ROWS) {
                companions.add(segment.getOrdinal());
            }
        }
        if (!due.isEmpty()) {
            due.addAll(companions);
        }
        return due.stream().sorted().toList();
    }

    private static void addLargest(List<TableSnapshot> tables, long bytes, List<Fold> folds) {
        List<TableSnapshot> largest = new ArrayList<>(tables);
        largest.sort(Comparator.comparingLong(FoldingRule::inlineBytes).reversed());
        long left = bytes;
        for (TableSnapshot table : largest) {
            if (left <= 0) {
                return;
            }
            left -= inlineBytes(table);
            folds.add(
                    new Fold(
                            table.id(),
                            inline(table).stream().map(SegmentDescriptor::getOrdinal).toList()));
        }
    }

    private static long inlineBytes(TableSnapshot table) {
        return inline(table).stream().mapToLong(SegmentDescriptor::getBytes).sum();
    }
}
