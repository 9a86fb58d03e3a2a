package io.colonnade.sql.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.colonnade.sql.bind.TestCatalog;
import io.colonnade.sql.bind.TestQueries;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

/** Which plans fetch wide columns at the end. */
class LateColumnsTest {
    private static final TestCatalog CATALOG = TestCatalog.tpch();
    private static final List<String> QUERIES =
            TestQueries.resource("/io/colonnade/sql/parser/tpch.sql");

    private static int scans(String plan, String table) {
        return plan.split("table=\\[\\[.*\\b" + table + "\\]\\]", -1).length - 1;
    }

    private static String customers(String join, String columns, String end) {
        return TestQueries.plan(
                CATALOG,
                "select "
                        + columns
                        + ", sum(o_totalprice) s from orders "
                        + join
                        + " customer on c_custkey = o_custkey group by "
                        + columns
                        + " order by "
                        + end);
    }

    @ParameterizedTest
    @CsvSource({"10,customer,2", "3,customer,1", "18,customer,1"})
    void firstGroupsWithWideTextReadItsTableTwice(int query, String table, int scans) {
        String plan = TestQueries.plan(CATALOG, QUERIES.get(query - 1));
        assertEquals(scans, scans(plan, table), plan);
    }

    @Test
    void theGroupsDoNotCarryWhatIsFetchedAtTheEnd() {
        String plan = customers("join", "c_custkey, c_name, c_comment", "s desc limit 10");
        assertEquals(2, scans(plan, "customer"), plan);
        assertFalse(plan.contains("ANY_VALUE"), plan);
    }

    @Test
    void whatRowsAreSortedByIsThereFromTheStart() {
        String plan = customers("join", "c_custkey, c_name, c_comment", "s, c_name limit 10");
        assertEquals(2, scans(plan, "customer"), plan);
        assertEquals(1, plan.split("ANY_VALUE", -1).length - 1, plan);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "join; c_custkey, c_name, c_comment; s",
                "join; c_custkey, c_name, c_comment; s limit 2000",
                "join; c_custkey, c_name; s limit 10",
                "join; c_name, c_comment; s limit 10",
                "left join; c_custkey, c_name, c_comment; s limit 10",
                "full join; c_custkey, c_name, c_comment; s limit 10"
            })
    void otherQueriesReadTheTableOnce(String join, String columns, String end) {
        String plan = customers(join, columns, end);
        assertEquals(1, scans(plan, "customer"), plan);
    }

    @Test
    void theOffsetIsAppliedOnce() {
        String plan = customers("join", "c_custkey, c_name, c_comment", "s limit 10 offset 5");
        assertEquals(2, scans(plan, "customer"), plan);
        assertEquals(1, plan.split("offset=\\[5\\]", -1).length - 1, plan);
        assertTrue(plan.indexOf("offset=[5]") > plan.indexOf("Join("), plan);
    }
}
