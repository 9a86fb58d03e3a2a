package io.colonnade.sql.fragment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is run once though a statement has it twice, and what is not. */
class SharedSubplanTest {
    private static final TpchCatalog CATALOG = new TpchCatalog();

    private static String explained(String sql, int nodes, boolean share) {
        PlanOptions options = PlanOptions.of(nodes, nodes * 2).withSharedSubplans(share);
        PlannedQuery plan = QueryPlanner.plan(Plans.bound(sql, CATALOG), options);
        return String.join("\n", Explain.lines(plan, false));
    }

    private static int count(String text, String part) {
        return text.split(part, -1).length - 1;
    }

    private static final String TWO_AGGREGATES =
            "select ps_partkey, sum(ps_availqty) from partsupp, supplier"
                    + " where ps_suppkey = s_suppkey and s_nationkey = 7 group by ps_partkey"
                    + " having sum(ps_availqty) > (select avg(ps_availqty) from partsupp, supplier"
                    + " where ps_suppkey = s_suppkey and s_nationkey = 7)";

    @Test
    void oneJoinFeedsTwoAggregates() {
        String plan = explained(TWO_AGGREGATES, 1, true);
        assertEquals(2, count(plan, "Shared Subplan #1"), plan);
        assertEquals(1, count(plan, "Seq Scan on partsupp"), plan);
    }

    @Test
    void nothingIsSharedWhenThatIsOff() {
        String plan = explained(TWO_AGGREGATES, 1, false);
        assertFalse(plan.contains("Shared"), plan);
        assertEquals(2, count(plan, "Seq Scan on partsupp"), plan);
    }

    @Test
    void aQueryWithANameIsRunOnce() {
        String plan =
                explained(
                        "with t as (select s_nationkey n, count(*) c from supplier group by 1)"
                                + " select a.n, b.c from t a, t b where a.c = b.c + 1",
                        1,
                        true);
        assertEquals(2, count(plan, "Shared Subplan #1"), plan);
        assertEquals(1, count(plan, "Seq Scan on supplier"), plan);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // each would be another row
                "with t as (select s_nationkey n, sum(random()) c from supplier group by 1)"
                        + " select * from t a, t b where a.c = b.c",
                // other rows
                "with t as (select s_nationkey n, count(*) c from supplier group by 1)"
                        + " select * from t a, t b where a.c = b.c and a.n = 1 and b.n = 2",
                // a scan alone
                "select * from supplier a, supplier b where a.s_acctbal = b.s_acctbal",
                // a filter on the group key makes few groups of one of them
                "with t as (select l_suppkey k, sum(l_quantity) q from lineitem group by 1)"
                        + " select * from t, nation, (select max(q) m from t) x"
                        + " where k = n_nationkey and n_name = 'KENYA'"
            })
    void theseAreNot(String sql) {
        String plan = explained(sql, 1, true);
        assertFalse(plan.contains("Shared"), plan);
    }

    /** Where exchanges part the places, each fragment makes its own rows. */
    @Test
    void severalNodesShareWithinAFragment() {
        String plan = explained(TWO_AGGREGATES, 3, true);
        int shared = count(plan, "Shared Subplan #1");
        assertTrue(shared != 1, plan);
        assertEquals(shared == 0 ? 2 : 1, count(plan, "Seq Scan on partsupp"), plan);
    }
}
