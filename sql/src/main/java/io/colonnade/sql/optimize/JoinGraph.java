package io.colonnade.sql.optimize;

import io.colonnade.plan.JoinKind;

import org.apache.calcite.util.ImmutableBitSet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A query graph: relations that are joined freely, the columns that are equal, and conditions over
 * several relations. Semi and anti joins are vertices too, that only join a set which holds what
 * they refer to. Columns have one numbering over all relations. Immutable; at most 64 relations.
 */
public final class JoinGraph {
    /** Most relations of one graph: sets of them are bits of a long. */
    public static final int MAX_RELATIONS = 62;

    /**
     * A vertex.
     *
     * @param baseRows rows before its own filters, for key lookups
     * @param bytes width of a row
     * @param kind INNER; LEFT_SEMI or LEFT_ANTI for the right side of such a join
     * @param required for semi and anti: the relations that the join refers to
     * @param kept for semi and anti: share of left rows that stay
     * @param keys for semi and anti: pairs, left column first
     * @param uniqueKeys column sets without duplicates
     */
    public record Relation(
            double rows,
            double baseRows,
            double bytes,
            Distribution distribution,
            JoinKind kind,
            long required,
            double kept,
            JoinKeys keys,
            List<ImmutableBitSet> uniqueKeys) {

        public static Relation inner(
                double rows,
                double baseRows,
                double bytes,
                Distribution distribution,
                List<ImmutableBitSet> uniqueKeys) {
            return new Relation(
                    rows,
                    baseRows,
                    bytes,
                    distribution,
                    JoinKind.INNER,
                    0,
                    1,
                    JoinKeys.NONE,
                    uniqueKeys);
        }

        boolean isInner() {
            return kind == JoinKind.INNER;
        }
    }

    /** A column of an inner relation that takes part in an equality. */
    public record Member(int relation, int column, double domain) {}

    /**
     * Columns that are all equal.
     *
     * @param nullSafe NULL equals NULL; such classes have two members
     */
    public record EqualityClass(List<Member> members, boolean nullSafe) {
        /** A member in the set, the first; null if there is none. */
        Member in(long set) {
            for (Member member : members) {
                if ((set >>> member.relation() & 1) != 0) {
                    return member;
                }
            }
            return null;
        }
    }

    /** Any other condition over two or more inner relations. */
    public record Condition(long relations, double selectivity) {}

    private final List<Relation> relations;
    private final List<EqualityClass> classes;
    private final List<Condition> conditions;
    private final long[] neighbours;

    public JoinGraph(
            List<Relation> relations, List<EqualityClass> classes, List<Condition> conditions) {
        if (relations.size() > MAX_RELATIONS) {
            throw new IllegalArgumentException("too many relations: " + relations.size());
        }
        this.relations = List.copyOf(relations);
        this.classes = List.copyOf(classes);
        this.conditions = List.copyOf(conditions);
        this.neighbours = new long[relations.size()];
        connect();
    }

    private void connect() {
        for (EqualityClass equal : classes) {
            long all = 0;
            for (Member member : equal.members()) {
                all |= 1L << member.relation();
            }
            link(all);
        }
        connectByConditions();
        connectRest();
        for (int i = 0; i < neighbours.length; i++) {
            for (long rest = relations.get(i).required(); rest != 0; rest &= rest - 1) {
                link(1L << i | Long.lowestOneBit(rest));
            }
        }
    }

    private void link(long clique) {
        for (long rest = clique; rest != 0; rest &= rest - 1) {
            int relation = Long.numberOfTrailingZeros(rest);
            neighbours[relation] |= clique & ~(1L << relation);
        }
    }

    /** Conditions without equality are edges only where nothing better connects two parts. */
    private void connectByConditions() {
        for (Condition condition : conditions) {
            if (Long.bitCount(condition.relations()) == 2) {
                long first = Long.lowestOneBit(condition.relations());
                if ((component(first) & condition.relations()) == first) {
                    link(condition.relations());
                }
            }
        }
    }

    /**
     * Parts that nothing connects meet in a cross product, each by its smallest relation. Semi and
     * anti vertices connect nothing: they need what they refer to joined before.
     */
    private void connectRest() {
        long all = 0;
        for (int i = 0; i < neighbours.length; i++) {
            all |= relations.get(i).isInner() ? 1L << i : 0;
        }
        long start = Long.lowestOneBit(all);
        long first = smallest(component(start));
        for (long rest = all & ~component(start); rest != 0; rest = all & ~component(start)) {
            long part = component(Long.lowestOneBit(rest));
            link(first | smallest(part));
        }
    }

    private long smallest(long set) {
        long best = 0;
        for (long rest = set; rest != 0; rest &= rest - 1) {
            long bit = Long.lowestOneBit(rest);
            Relation relation = relations.get(Long.numberOfTrailingZeros(bit));
            if (best == 0 || relation.rows() < relation(best).rows()) {
                best = bit;
            }
        }
        return best;
    }

    private Relation relation(long bit) {
        return relations.get(Long.numberOfTrailingZeros(bit));
    }

    private long component(long start) {
        long reached = start;
        while (true) {
            long grown = reached | neighbours(reached);
            if (grown == reached) {
                return reached;
            }
            reached = grown;
        }
    }

    public int size() {
        return relations.size();
    }

    long all() {
        return (1L << relations.size()) - 1;
    }

    public Relation relation(int index) {
        return relations.get(index);
    }

    List<EqualityClass> classes() {
        return classes;
    }

    public List<Condition> conditions() {
        return conditions;
    }

    /** Relations outside the set with an edge into it. */
    long neighbours(long set) {
        long reached = 0;
        for (long rest = set; rest != 0; rest &= rest - 1) {
            reached |= neighbours[Long.numberOfTrailingZeros(rest)];
        }
        return reached & ~set;
    }

    boolean isConnected(long set) {
        long reached = Long.lowestOneBit(set);
        while (true) {
            long grown = reached | neighbours(reached) & set;
            if (grown == reached) {
                return reached == set;
            }
            reached = grown;
        }
    }

    /** The relation of a set of exactly one semi or anti vertex; null for all other sets. */
    Relation semi(long set) {
        if (Long.bitCount(set) != 1) {
            return null;
        }
        Relation relation = relation(set);
        return relation.isInner() ? null : relation;
    }

    /** Key pairs that join two disjoint sets of inner joins. */
    public JoinKeys keys(long left, long right) {
        Relation semi = semi(right);
        if (semi != null) {
            return semi.keys();
        }
        semi = semi(left);
        if (semi != null) {
            return semi.keys().swapped();
        }
        int[] leftColumns = new int[classes.size()];
        int[] rightColumns = new int[classes.size()];
        boolean[] nullSafe = new boolean[classes.size()];
        int count = 0;
        for (EqualityClass equal : classes) {
            Member leftMember = equal.in(left);
            Member rightMember = leftMember == null ? null : equal.in(right);
            if (rightMember != null) {
                leftColumns[count] = leftMember.column();
                rightColumns[count] = rightMember.column();
                nullSafe[count++] = equal.nullSafe();
            }
        }
        return new JoinKeys(
                Arrays.copyOf(leftColumns, count),
                Arrays.copyOf(rightColumns, count),
                Arrays.copyOf(nullSafe, count));
    }

    /** Numbers of the conditions that two sets together hold and neither alone. */
    public List<Integer> conditionsOf(long left, long right) {
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < conditions.size(); i++) {
            long needed = conditions.get(i).relations();
            if (contains(left | right, needed)
                    && !contains(left, needed)
                    && !contains(right, needed)) {
                found.add(i);
            }
        }
        return found;
    }

    static boolean contains(long set, long part) {
        return (part & ~set) == 0;
    }
}
