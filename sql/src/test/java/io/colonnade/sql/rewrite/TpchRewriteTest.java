package io.colonnade.sql.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.colonnade.sql.bind.TestCatalog;
import io.colonnade.sql.bind.TestQueries;

import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.util.ImmutableBitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The 22 queries of TPC-H lose their sub-queries, and no join without a condition is left. */
class TpchRewriteTest {
    private static final TestCatalog CATALOG = TestCatalog.tpch();
    private static final List<String> QUERIES =
            TestQueries.resource("/io/colonnade/sql/parser/tpch.sql");

    private static RelNode plan(int number) {
        return TestQueries.query(CATALOG, QUERIES.get(number - 1)).plan();
    }

    @ParameterizedTest
    @ValueSource(
            ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22})
    void hasNeitherSubQueriesNorCorrelationsNorProducts(int number) {
        check(plan(number), null);
    }

    private static void check(RelNode node, RelNode parent) {
        assertFalse(node instanceof Correlate, "a correlation is left");
        assertFalse(RexUtil.SubQueryFinder.find(conditions(node)) != null, "a sub-query is left");
        boolean inRegion = parent instanceof Join above && above.getJoinType() == JoinRelType.INNER;
        if (!inRegion && node instanceof Join join && join.getJoinType() == JoinRelType.INNER) {
            checkConnected(join);
        }
        node.getInputs().forEach(input -> check(input, node));
    }

    private static RexNode conditions(RelNode node) {
        List<RexNode> all = new ArrayList<>();
        if (node instanceof org.apache.calcite.rel.core.Filter filter) {
            all.add(filter.getCondition());
        }
        if (node instanceof Join join) {
            all.add(join.getCondition());
        }
        return RexUtil.composeConjunction(node.getCluster().getRexBuilder(), all);
    }

    /** The leaves of a tree of inner joins hang together by conditions, or give one row. */
    private static void checkConnected(Join root) {
        List<ImmutableBitSet> groups = new ArrayList<>();
        List<ImmutableBitSet> conditions = new ArrayList<>();
        collect(root, 0, groups, conditions);
        for (ImmutableBitSet condition : conditions) {
            ImmutableBitSet merged = ImmutableBitSet.of();
            for (ImmutableBitSet group : List.copyOf(groups)) {
                if (group.intersects(condition)) {
                    merged = merged.union(group);
                    groups.remove(group);
                }
            }
            groups.add(merged);
        }
        assertEquals(1, groups.size(), () -> "a product is left in\n" + RelOptUtil.toString(root));
    }

    private static void collect(
            RelNode node, int offset, List<ImmutableBitSet> leaves, List<ImmutableBitSet> used) {
        if (node instanceof Join join && join.getJoinType() == JoinRelType.INNER) {
            for (RexNode term : RelOptUtil.conjunctions(join.getCondition())) {
                used.add(RelOptUtil.InputFinder.bits(term).shift(offset));
            }
            collect(join.getLeft(), offset, leaves, used);
            int left = join.getLeft().getRowType().getFieldCount();
            collect(join.getRight(), offset + left, leaves, used);
        } else if (!isOneRow(node)) {
            leaves.add(ImmutableBitSet.range(offset, offset + node.getRowType().getFieldCount()));
        }
    }

    private static boolean isOneRow(RelNode node) {
        return switch (node) {
            case Project project -> isOneRow(project.getInput());
            case Aggregate aggregate -> aggregate.getGroupCount() == 0;
            case Values values -> values.getTuples().size() == 1;
            default -> false;
        };
    }

    @ParameterizedTest
    @CsvSource({"4,1,0", "16,0,1", "18,1,0", "20,2,0", "21,1,1", "22,0,1", "2,0,0", "17,0,0"})
    void existsAndInAreSemiAndAntiJoins(int number, int semis, int antis) {
        RelNode plan = plan(number);
        assertEquals(semis, count(plan, JoinRelType.SEMI));
        assertEquals(antis, count(plan, JoinRelType.ANTI));
        assertEquals(0, count(plan, JoinRelType.LEFT_MARK));
    }

    private static int count(RelNode node, JoinRelType type) {
        int own = node instanceof Join join && join.getJoinType() == type ? 1 : 0;
        return own + node.getInputs().stream().mapToInt(input -> count(input, type)).sum();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 11, 15, 17, 20, 22})
    void scalarSubQueriesAreInnerJoinsBecauseAComparisonDropsNulls(int number) {
        assertEquals(0, count(plan(number), JoinRelType.LEFT));
    }

    @Test
    void outerJoinStaysWhereItMatters() {
        assertEquals(1, count(plan(13), JoinRelType.LEFT));
    }

    @Test
    void averagesShareTheirSumsAndCounts() {
        String text = TestQueries.text(plan(1));
        assertFalse(text.contains("AVG"), text);
        assertEquals(1, text.split("COUNT\\(", -1).length - 1, text);
        assertEquals(5, text.split("SUM\\(", -1).length - 1, text);
    }

    @Test
    void dateArithmeticIsFoldedIntoTheColumnsType() {
        String text = TestQueries.text(plan(6));
        assertTrue(text.contains("Sarg[[1994-01-01..1995-01-01)]"), text);
        assertFalse(text.contains("CAST"), text);
    }

    @Test
    void disjunctionsAreFactoredAndImplyFiltersOnEachTable() {
        String text = TestQueries.text(plan(19));
        assertTrue(text.contains("Join(condition=[AND(=($6, $0), OR("), text);
        Set<String> filters = new HashSet<>(List.of(text.split("\n")));
        assertEquals(2, filters.stream().filter(line -> line.contains("Filter(")).count(), text);
    }

    @Test
    void nationPairsImplyOneFilterPerNation() {
        String text = TestQueries.text(plan(7));
        assertEquals(2, text.split("Sarg\\['FRANCE', 'GERMANY'\\]", -1).length - 1, text);
    }

    @Test
    void readsOnlyTheColumnsThatAreUsed() {
        String text = TestQueries.text(plan(6));
        assertTrue(
                text.contains(
                        "Project(l_quantity=[$4], l_extendedprice=[$5], l_discount=[$6],"
                                + " l_shipdate=[$10])"),
                text);
    }

    @ParameterizedTest
    @CsvSource({"3,1", "10,1", "18,1", "1,2", "16,3"})
    void groupKeysThatOthersDetermineAreCarriedAlong(int number, int keys) {
        assertEquals(keys, topAggregate(plan(number)).getGroupCount());
    }

    private static Aggregate topAggregate(RelNode node) {
        return node instanceof Aggregate aggregate ? aggregate : topAggregate(node.getInput(0));
    }
}
