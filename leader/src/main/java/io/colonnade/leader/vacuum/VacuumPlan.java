package io.colonnade.leader.vacuum;

import io.colonnade.log.SegmentDescriptor;
import io.colonnade.log.SortStyle;
import io.colonnade.storage.inline.InlineSegments;
import io.colonnade.storage.snapshot.TableSnapshot;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;

/**
 * Chooses what a VACUUM writes again next. Each piece brings the slice nearer to the goal, so that
 * asking again and again ends.
 *
 * <pre>
 * reindex   every segment once, a slice's together
 * reclaim   neighbours with too many deleted rows
 * sort      small unsorted runs, together with the sorted segments that they overlap;
 *           runs among each other while there are too many rows for that
 * compact   small neighbours
 * </pre>
 */
public final class VacuumPlan {
    /** Rows of a piece: its row map takes 32 MB on the leader. */
    static final long PIECE_ROWS = 8L << 20;

    /** A piece that cannot be smaller may have this many; beyond, the region stays unsorted. */
    private static final long LONGEST_PIECE_ROWS = 64L << 20;

    /** A quarter of a full segment. */
    private static final long SMALL_ROWS = 1L << 18;

    private static final long SMALL_BYTES = 16L << 20;

    private final TableSnapshot table;
    private final VacuumGoal goal;
    private final boolean sort;

    public VacuumPlan(TableSnapshot table, VacuumGoal goal) {
        this.table = table;
        this.goal = goal;
        OptionalDouble unsorted =
                SliceOrder.unsortedShare(table.definition(), objects(table.segments()));
        this.sort =
                goal.sorts()
                        && unsorted.isPresent()
                        && unsorted.getAsDouble() * 100 > 100 - goal.thresholdPercent();
    }

    private static List<SegmentDescriptor> objects(List<SegmentDescriptor> segments) {
        return segments.stream().filter(s -> !InlineSegments.isInline(s)).toList();
    }

    /**
     * The next piece, if there is anything left to do.
     *
     * @param wanted segments that take part
     */
    public Optional<VacuumPiece> next(Predicate<SegmentDescriptor> wanted) {
        for (List<SegmentDescriptor> slice :
                SliceOrder.bySlice(objects(table.segments())).values()) {
            List<SegmentDescriptor> candidates = slice.stream().filter(wanted).toList();
            Optional<VacuumPiece> piece =
                    goal.everything()
                            ? reindex(candidates)
                            : next(new SliceOrder(table.definition(), candidates));
            if (piece.isPresent()) {
                return piece;
            }
        }
        return Optional.empty();
    }

    private Optional<VacuumPiece> reindex(List<SegmentDescriptor> segments) {
        List<SegmentDescriptor> some = new ArrayList<>();
        long rows = 0;
        for (SegmentDescriptor segment : segments) {
            if (!some.isEmpty() && rows + segment.getRows() > LONGEST_PIECE_ROWS) {
                break;
            }
            some.add(segment);
            rows += segment.getRows();
        }
        return some.isEmpty() ? Optional.empty() : Optional.of(new VacuumPiece(some, "reindex"));
    }

    private Optional<VacuumPiece> next(SliceOrder order) {
        List<Part> piece = List.of();
        if (goal.deletes()) {
            double least = goal.thresholdPercent() / 100.0;
            Predicate<Part> sparse = part -> part.liveShare() < least;
            piece = firstGroup(order.sorted(), sparse, 1);
            if (piece.isEmpty()) {
                piece = firstGroup(order.unsorted(), sparse, 1);
            }
            if (!piece.isEmpty()) {
                return Optional.of(VacuumPiece.of(piece, "reclaim"));
            }
        }
        if (sort) {
            piece = unsortedPiece(order);
            if (!piece.isEmpty()) {
                return Optional.of(VacuumPiece.of(piece, "sort"));
            }
        }
        if (goal.sorts() && table.definition().getSort() != SortStyle.INTERLEAVED) {
            piece = firstGroup(order.sorted(), VacuumPlan::isSmall, 2);
        }
        return piece.isEmpty() ? Optional.empty() : Optional.of(VacuumPiece.of(piece, "compact"));
    }

    static boolean isSmall(Part part) {
        return part.rows() < SMALL_ROWS && part.segment().getBytes() < SMALL_BYTES;
    }

    /** The first neighbours that all pass, at least some and not too many rows. */
    private static List<Part> firstGroup(List<Part> parts, Predicate<Part> test, int least) {
        List<Part> group = new ArrayList<>();
        long rows = 0;
        for (Part part : parts) {
            boolean fits = test.test(part) && (group.isEmpty() || rows + part.rows() <= PIECE_ROWS);
            if (!fits && group.size() >= least) {
                return group;
            }
            if (!fits) {
                group.clear();
                rows = 0;
            }
            if (test.test(part)) {
                group.add(part);
                rows += part.rows();
            }
        }
        return group.size() >= least ? group : List.of();
    }

    private List<Part> unsortedPiece(SliceOrder order) {
        List<List<Part>> runs = order.unsortedRuns();
        runs.sort(Comparator.comparingLong(VacuumPlan::rows));
        List<Part> taken = new ArrayList<>();
        int count = 0;
        for (List<Part> run : runs) {
            if (count > 0 && rows(taken) + rows(run) > PIECE_ROWS / 2) {
                break;
            }
            taken.addAll(run);
            count++;
        }
        if (count == 0) {
            return List.of();
        }
        boolean alone =
                goal.keepsSortedRegion() || table.definition().getSort() == SortStyle.INTERLEAVED;
        List<Part> all = alone ? taken : withOverlapped(taken, order);
        if (table.definition().getSort() == SortStyle.INTERLEAVED && !goal.keepsSortedRegion()) {
            all = new ArrayList<>(taken);
            all.addAll(order.sorted());
        }
        if (rows(all) <= PIECE_ROWS && (all.size() > taken.size() || count > 1)) {
            return all;
        }
        if (count > 1) {
            return taken;
        }
        if (alone) {
            return List.of();
        }
        List<Part> least = withOverlapped(List.of(taken.getFirst()), order);
        return least.size() > 1 && rows(least) <= LONGEST_PIECE_ROWS ? least : List.of();
    }

    private static List<Part> withOverlapped(List<Part> taken, SliceOrder order) {
        long low = taken.stream().mapToLong(Part::min).min().orElseThrow();
        long high = taken.stream().mapToLong(Part::max).max().orElseThrow();
        List<Part> all = new ArrayList<>(taken);
        order.sorted().stream().filter(part -> part.meets(low, high)).forEach(all::add);
        return all;
    }

    private static long rows(List<Part> parts) {
        return parts.stream().mapToLong(Part::rows).sum();
    }
}
