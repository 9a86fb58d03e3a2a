package io.colonnade.sql.fragment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.colonnade.plan.JoinKind;
import io.colonnade.sql.physical.JoinNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The plans of the 22 TPC-H queries with the statistics of scale 1. */
class TpchPlanTest {
    private static final TpchCatalog CATALOG = new TpchCatalog();

    private static String query(int number) {
        String file = "/io/colonnade/sql/parser/tpch.sql";
        try (InputStream in = TpchPlanTest.class.getResourceAsStream(file)) {
            String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return all.split("\n---\n")[number];
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void checkJoins(ExplainNode node, String where) {
        if (node.node() instanceof JoinNode.Hash join && join.kind() == JoinKind.INNER) {
            double probe = join.left().shape().rows();
            double build = join.right().shape().rows();
            assertTrue(build <= 2 * probe, where + " builds " + build + ", probes " + probe);
        }
        node.inputs().forEach(input -> checkJoins(input, where));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void everyQueryHasASanePlan(int nodes) {
        for (int number = 1; number <= 22; number++) {
            PlannedQuery plan = Plans.plan(query(number), CATALOG, nodes);
            String text = String.join("\n", Explain.lines(plan, false));
            assertFalse(text.contains("Nested Loop Join in the query plan"), number + ": " + text);
            checkJoins(plan.explain(), "query " + number);
            if (nodes == 1) {
                assertEquals(1, plan.fragments().size(), "query " + number);
            }
        }
    }

    @Test
    void bushyTreeOfSmallBuildSides() {
        assertEquals(
                """
                XN Sort
                  Sort Key: sum DESC
                  ->  XN HashAggregate
                        Group Key: n_name
                        ->  XN Hash Join DS_DIST_NONE
                              Hash Cond: (("outer".l_suppkey = "inner".s_suppkey) AND ("outer".c_nationkey = "inner".s_nationkey))
                              ->  XN Hash Join DS_DIST_NONE
                                    Hash Cond: ("outer".l_orderkey = "inner".o_orderkey)
                                    ->  XN Seq Scan on lineitem
                                          Runtime Filters: l_orderkey (#1)
                                    ->  XN Hash
                                          ->  XN Hash Join DS_DIST_NONE
                                                Hash Cond: ("outer".o_custkey = "inner".c_custkey)
                                                ->  XN Seq Scan on orders
                                                      Filter: ((o_orderdate >= '1994-01-01'::date) AND (o_orderdate < '1995-01-01'::date))
                                                      Runtime Filters: o_custkey (#2)
                                                ->  XN Hash
                                                      ->  XN Hash Join DS_DIST_NONE
                                                            Hash Cond: ("outer".c_nationkey = "inner".n_nationkey)
                                                            ->  XN Seq Scan on customer
                                                                  Runtime Filters: c_nationkey (#3)
                                                            ->  XN Hash
                                                                  ->  XN Hash Join DS_DIST_NONE
                                                                        Hash Cond: ("outer".n_regionkey = "inner".r_regionkey)
                                                                        ->  XN Seq Scan on nation
                                                                              Runtime Filters: n_regionkey (#4)
                                                                        ->  XN Hash
                                                                              ->  XN Seq Scan on region
                                                                                    Filter: (r_name = 'ASIA')
                              ->  XN Hash
                                    ->  XN Seq Scan on supplier\
                """,
                Plans.shape(query(5), CATALOG, 1));
    }

    @Test
    void existsBuildsTheSmallSide() {
        assertEquals(
                """
                XN Sort
                  Sort Key: o_orderpriority
                  ->  XN HashAggregate
                        Group Key: o_orderpriority
                        ->  XN Hash Right Semi Join DS_DIST_NONE
                              Hash Cond: ("outer".l_orderkey = "inner".o_orderkey)
                              ->  XN Seq Scan on lineitem
                                    Filter: (l_commitdate < l_receiptdate)
                                    Runtime Filters: l_orderkey (#1)
                              ->  XN Hash
                                    ->  XN Seq Scan on orders
                                          Filter: ((o_orderdate >= '1993-07-01'::date) AND (o_orderdate < '1993-10-01'::date))\
                """,
                Plans.shape(query(4), CATALOG, 1));
    }

    @Test
    void runtimeFiltersReachBelowAggregates() {
        String plan = Plans.shape(query(17), CATALOG, 1);
        List<String> lines = plan.lines().map(String::strip).toList();
        assertEquals(
                2,
                lines.stream()
                        .filter(line -> line.startsWith("Runtime Filters: l_partkey"))
                        .count());
    }

    @Test
    void semiJoinsRunWhereTheyRemoveMost() {
        String plan = Plans.shape(query(18), CATALOG, 1);
        assertTrue(plan.indexOf("Semi Join") > plan.indexOf("Seq Scan on customer"), plan);
    }

    @Test
    void collocatedJoinsAndCopiesMoveNothing() {
        String plan = Plans.shape(query(3), CATALOG, 3);
        assertTrue(plan.contains("Hash Join DS_DIST_NONE"), plan);
        assertTrue(plan.contains("Hash Join DS_DIST_ALL_NONE"), plan);
        assertFalse(plan.contains("Broadcast"), plan);
        assertFalse(plan.contains("Distribute"), plan);
    }

    @Test
    void aggregatesAreSplitWhereGroupsAreApart() {
        assertEquals(
                """
                XN Merge
                  Merge Key: l_returnflag, l_linestatus
                  Send to leader
                  ->  XN Sort
                        Sort Key: l_returnflag, l_linestatus
                        ->  XN HashAggregate
                              Group Key: l_returnflag, l_linestatus
                              ->  XN Network
                                    Distribute by l_returnflag, l_linestatus
                                    ->  XN HashAggregate
                                          Group Key: l_returnflag, l_linestatus
                                          ->  XN Seq Scan on lineitem
                                                Filter: (l_shipdate <= '1998-09-02'::date)\
                """,
                Plans.shape(query(1), CATALOG, 3));
    }
}
