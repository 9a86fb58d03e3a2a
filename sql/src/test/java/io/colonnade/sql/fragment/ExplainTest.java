package io.colonnade.sql.fragment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.colonnade.rpc.OperatorCounters;

import org.junit.jupiter.api.Test;

import java.util.List;

/** The text of EXPLAIN in its forms. */
class ExplainTest {
    private static final TpchCatalog CATALOG = new TpchCatalog();

    private static List<String> explain(String sql, int nodes, boolean verbose) {
        return Explain.lines(Plans.plan(sql, CATALOG, nodes), verbose);
    }

    @Test
    void linesHaveCostsRowsAndWidth() {
        assertEquals(
                List.of(
                        "XN Seq Scan on region (cost=0.00..0.05 rows=1 width=17)",
                        "  Filter: (r_name = 'ASIA')"),
                explain("select r_regionkey from region where r_name = 'ASIA'", 1, false));
    }

    @Test
    void conditionsReadLikePostgres() {
        List<String> lines =
                explain(
                        "select 1 from nation where n_name like 'A%' or n_nationkey + 1 < 3 or"
                                + " lower(n_comment) = 'c'",
                        1, false);
        assertEquals(
                "  Filter: ((n_name ~~ 'A%') OR ((n_nationkey + 1) < 3) OR"
                        + " (lower(n_comment) = 'c'))",
                lines.get(1));
    }

    @Test
    void verboseShowsColumnsAndFragments() {
        List<String> lines =
                explain("select l_suppkey, count(*) from lineitem group by 1", 3, true);
        assertTrue(lines.stream().anyMatch(l -> l.strip().equals("Columns: l_suppkey")));
        assertTrue(lines.contains("Fragment 1: all nodes, HASH to exchange 2, root node 4"));
        assertTrue(lines.contains("Fragment 3: one node, RESULT, root node 1"));
    }

    @Test
    void footersWarn() {
        String product = "select 1 from nation a, nation b where a.n_name < b.n_name";
        assertTrue(explain(product, 1, false).getLast().contains("Cartesian"));
        PlannedQuery unknown = Plans.plan("select 1 from region", new TpchCatalog(false), 1);
        assertTrue(
                Explain.lines(unknown, false)
                        .contains("----- Tables missing statistics: region -----"));
        assertFalse(explain("select 1 from region", 1, false).toString().contains("-----"));
    }

    @Test
    void analyzeAddsWhatWasCounted() {
        PlannedQuery plan =
                Plans.plan("select 1 from lineitem where l_shipdate < '1992-03-01'", CATALOG, 1);
        int scan = plan.explain().inputs().get(0).id();
        OperatorCounters node =
                OperatorCounters.newBuilder()
                        .setPlanNodeId(scan)
                        .setRowsOut(50)
                        .setNanos(1_500_000)
                        .setBlocksRead(2)
                        .setBlocksSkipped(8)
                        .setRowGroupsRead(1)
                        .setRowGroupsSkipped(4)
                        .build();
        List<String> lines =
                Explain.analyzed(
                        plan,
                        false,
                        List.of(node, node),
                        new Explain.Totals(1_000_000, 2_000_000, 3 << 20));
        assertTrue(lines.get(0).endsWith("(actual rows=100 time=3.000 ms)"), lines.get(0));
        assertEquals(
                "  Blocks: read=4 skipped=16 of 20 (80.0% skipped)"
                        + "  Row groups: read=2 skipped=8",
                lines.get(2));
        assertEquals(
                "Blocks: read=4 skipped=16 of 20 (80.0% skipped)  From: memory=4 disk=0 store=0",
                lines.get(3));
        assertEquals("Peak memory: 3072 kB", lines.get(4));
        assertEquals("Planning time: 1.000 ms", lines.get(5));
        assertEquals("Execution time: 2.000 ms", lines.get(6));
    }
}
