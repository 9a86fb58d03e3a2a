package io.colonnade.sql.parser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.junit.jupiter.api.Test;

/** Queries that Babel does not read, by the text that Calcite prints for their trees. */
class QueryTest {
    private static SqlNode node(String sql) {
        return ((QueryStatement.Query) SqlParser.parseStatement(sql)).node();
    }

    private static void check(String sql, String expected) {
        assertEquals(expected, node(sql).toString().replace("`", "").replaceAll("\\s+", " "), sql);
    }

    @Test
    void selectWithoutFromMayHaveWhere() {
        check("select 1 where 1 = 0", "SELECT 1 WHERE 1 = 0");
    }

    @Test
    void topIsALimit() {
        check("select top 3 a from t", "SELECT a FROM t FETCH NEXT 3 ROWS ONLY");
        check(
                "select top 3 a from t order by b",
                "SELECT a FROM t ORDER BY b FETCH NEXT 3 ROWS ONLY");
        check("select top from t", "SELECT top FROM t");
    }

    @Test
    void distinctOnIsAWindow() {
        check(
                "select distinct on (a) a, b as c from t order by a, c desc",
                "SELECT a, b AS c FROM t QUALIFY (ROW_NUMBER() OVER (PARTITION BY a ORDER BY a, b"
                        + " DESC)) = 1 ORDER BY a, c DESC");
        check(
                "select distinct on (1) a, b from t",
                "SELECT a, b FROM t QUALIFY (ROW_NUMBER() OVER (PARTITION BY a)) = 1");
    }

    @Test
    void aCommaBindsLooserThanJoin() {
        check(
                "select * from a, b left join c on b.x = c.x, d",
                "SELECT * FROM a, b LEFT JOIN c ON b.x = c.x, d");
        SqlJoin join =
                (SqlJoin)
                        ((SqlSelect) node("select * from a, b full join c on b.x = c.x")).getFrom();
        assertEquals("a", join.getLeft().toString().replace("`", ""));
    }

    @Test
    void joinsNestToTheRight() {
        check(
                "select * from a join b join c on b.x = c.x on a.x = b.x",
                "SELECT * FROM a INNER JOIN (b INNER JOIN c ON b.x = c.x) ON a.x = b.x");
    }

    @Test
    void seriesAreNamedLikeTheirAlias() {
        check(
                "select g from generate_series(1, 3) g",
                "SELECT g FROM TABLE(generate_series(1, 3)) AS g (g)");
        check(
                "select * from generate_series(1, 3)",
                "SELECT * FROM TABLE(generate_series(1, 3)) AS generate_series (generate_series)");
        check("select * from t, f(t.a) x", "SELECT * FROM t, LATERAL TABLE(f(t.a)) AS x");
    }

    @Test
    void limitsComeInAnyOrderAndForm() {
        String both = "SELECT a FROM t OFFSET 2 ROWS FETCH NEXT 5 ROWS ONLY";
        check("select a from t limit 5 offset 2", both);
        check("select a from t offset 2 limit 5", both);
        check("select a from t offset 2 rows fetch first 5 rows only", both);
        check("select a from t limit '5'::bigint offset (2)", both);
        check("select a from t limit all", "SELECT a FROM t");
        check("select a from t fetch first row only", "SELECT a FROM t FETCH NEXT 1 ROWS ONLY");
    }

    @Test
    void reservedWordsAreFreeWherePostgresAllowsThem() {
        check("select a as select, b as from from t", "SELECT a AS select, b AS from FROM t");
        check("select t.order, t.user from t", "SELECT t.order, t.user FROM t");
        check(
                "select year month, date day, value type from name",
                "SELECT year AS month, date AS day, value AS type FROM name");
    }

    @Test
    void temporaryTablesMayBeginWithAHash() {
        check("select * from #t join #u on true", "SELECT * FROM #t INNER JOIN #u ON TRUE");
    }

    @Test
    void setOperationsKnowTheirPrecedence() {
        check(
                "select 1 union select 2 intersect select 3",
                "SELECT 1 UNION SELECT 2 INTERSECT SELECT 3");
        check(
                "(select 1 union select 2) intersect select 3",
                "(SELECT 1 UNION SELECT 2) INTERSECT SELECT 3");
        check("select 1 minus select 2", "SELECT 1 EXCEPT SELECT 2");
    }
}
