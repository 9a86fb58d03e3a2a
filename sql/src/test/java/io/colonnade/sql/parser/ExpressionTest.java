package io.colonnade.sql.parser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.junit.jupiter.api.Test;

/** What Babel cannot check: PostgreSQL's precedence, constants, names, casts, date parts. */
class ExpressionTest {
    private static SqlSelect select(String sql) {
        return (SqlSelect) ((QueryStatement.Query) SqlParser.parseStatement(sql)).node();
    }

    private static SqlNode expression(String text) {
        return select("select " + text).getSelectList().get(0);
    }

    private static void check(String text, String expected) {
        assertEquals(expected, expression(text).toString().replace("`", "").replace("\n", " "));
    }

    @Test
    void otherOperatorsBindLooserThanArithmetic() {
        check("a + b || c * d", "(a + b) || (c * d)");
        check("a || b + c = d", "a || (b + c) = d");
        check("a ~ b || c", "(a ~ b) || c");
        check("2 ^ 3 ^ 2", "POWER(POWER(2, 3), 2)");
        check("-2 ^ 2", "POWER(-2, 2)");
        check("-a ^ 2", "POWER(- a, 2)");
        check("2 * 3 ^ 2", "2 * POWER(3, 2)");
        check("|/ 4 + 5", "SQRT(4 + 5)");
        check("@ a - b", "ABS(a - b)");
        check("5 # 3 | 1", "BITOR(BITXOR(5, 3), 1)");
        check("a OPERATOR(pg_catalog.+) b * c", "a + b * c");
        check("a * b OPERATOR(pg_catalog.+) c", "a * b + c");
    }

    @Test
    void comparisonIsTighterThanIsAndNot() {
        check("not a = b is null", "NOT a = b IS NULL");
        check("a < b is true and c", "a < b IS TRUE AND c");
        check("not a in (1, 2) or b", "NOT a IN (1, 2) OR b");
        check("a = b like c", "a = b LIKE c");
        check("a between 1 and 2 = true", "a BETWEEN ASYMMETRIC 1 AND 2 = TRUE");
    }

    @Test
    void castsAndZonesBindTight() {
        check("-1::smallint", "- CAST(1 AS SMALLINT)");
        check("a + b::int", "a + CAST(b AS INTEGER)");
        check("a at time zone 'x' + b", "timezone('x', a) + b");
        check("a::date at time zone 'x'", "timezone('x', CAST(a AS DATE))");
        check("'a' collate \"C\" || b", "'a' || b");
        check("a[1]::int", "CAST(a[1] AS INTEGER)");
    }

    @Test
    void typesHaveTheirAliases() {
        check("a::int2", "CAST(a AS SMALLINT)");
        check("a::int8", "CAST(a AS BIGINT)");
        check("a::float", "CAST(a AS DOUBLE)");
        check("a::float(24)", "CAST(a AS REAL)");
        check("a::text", "CAST(a AS VARCHAR)");
        check("a::varchar(max)", "CAST(a AS VARCHAR(65535))");
        check("a::bpchar(3)", "CAST(a AS CHAR(3))");
        check("a::pg_catalog.int4", "CAST(a AS INTEGER)");
        check("a::timestamptz", "CAST(a AS TIMESTAMP WITH LOCAL TIME ZONE)");
        check("a::timestamp(3) with time zone", "CAST(a AS TIMESTAMP(3) WITH LOCAL TIME ZONE)");
        check("a::timestamp without time zone", "CAST(a AS TIMESTAMP)");
        check("a::int[]", "CAST(a AS INTEGER ARRAY)");
        check("a::regclass", "CAST(a AS regclass)");
        check("convert(decimal(10,2), a)", "CAST(a AS DECIMAL(10, 2))");
        check("try_cast(a as bigint)", "TRY_CAST(a AS BIGINT)");
    }

    @Test
    void stringsAreUnescaped() {
        check("$$it's$$", "'it''s'");
        check("$a$x $$ y$a$", "'x $$ y'");
        check("e'a\\tb\\\\c\\'d\\x41\\101\\u00e9\\U0001F600'", "'a\tb\\c''dAAé😀'");
        check("U&'d\\0061t\\+000061'", "'data'");
        check("u&'d!0061t!!' uescape '!'", "'dat!'");
        check("'a'\n  'b'", "'ab'");
        check("'a\\n'", "'a\\n'");
        check("N'x'", "'x'");
    }

    @Test
    void numbersKeepTheirKind() {
        check("9223372036854775807", "9223372036854775807");
        check("9223372036854775808", "CAST('9223372036854775808' AS DECIMAL(19, 0))");
        check("1.50", "1.50");
        check("1e3", "1E3");
        check("+5", "5");
    }

    @Test
    void intervalsAreReadAsPostgresDoes() {
        check("interval '1 day'", "INTERVAL '1' DAY");
        check("interval '3 months'", "INTERVAL '3' MONTH");
        check("interval '1 year 6 mons'", "INTERVAL '18' MONTH");
        check("interval '2 weeks'", "INTERVAL '14' DAY");
        check("interval '1 day 02:30:15.5'", "INTERVAL '1 02:30:15.500000' DAY TO SECOND");
        check("interval '90 minutes'", "INTERVAL '90' MINUTE");
        check("interval '100 days'", "INTERVAL '100' DAY(3)");
        check("interval '250' day", "INTERVAL '250' DAY(3)");
        check("interval '-5 hours'", "INTERVAL -'5' HOUR");
        check("interval '1 day ago'", "INTERVAL -'1' DAY");
        check("interval '1.5 days'", "INTERVAL '1 12:00:00.000000' DAY TO SECOND");
        check("interval '0.5 year'", "INTERVAL '6' MONTH");
        check("interval 'P1Y2M'", "INTERVAL '14' MONTH");
        check("interval 'P3DT4H5M6S'", "INTERVAL '3 04:05:06.000000' DAY TO SECOND");
        check("interval '1-2'", "INTERVAL '14' MONTH");
        check("interval '1-2' year to month", "INTERVAL '1-2' YEAR TO MONTH");
        check("interval '5'", "INTERVAL '5' SECOND");
        check("interval '1' quarter", "INTERVAL '3' MONTH");
        check("interval '3' days", "INTERVAL '3' DAY");
        check("'1 day'::interval", "INTERVAL '1' DAY");
        check("a - interval '1 day' * 2", "a - INTERVAL '1' DAY * 2");
    }

    @Test
    void typedStringsAreLiteralsInIsoFormAndCastsOtherwise() {
        check("date '1998-12-01'", "DATE '1998-12-01'");
        check("date '19981201'", "CAST('19981201' AS DATE)");
        check("date '1998-02-30'", "CAST('1998-02-30' AS DATE)");
        check("timestamp '1998-12-01'", "TIMESTAMP '1998-12-01 00:00:00'");
        check("timestamp '1998-12-01 1:02'", "TIMESTAMP '1998-12-01 1:02:00'");
        check("timestamp '1998-12-01T01:02:03.5'", "TIMESTAMP '1998-12-01 01:02:03.5'");
        check("timestamp 'now'", "CAST('now' AS TIMESTAMP)");
        check("time '12:34'", "TIME '12:34:00'");
        check("timestamptz '2020-01-01'", "CAST('2020-01-01' AS TIMESTAMP WITH LOCAL TIME ZONE)");
        check("numeric(10,2) '1.5'", "CAST('1.5' AS DECIMAL(10, 2))");
        check("bool 't'", "CAST('t' AS BOOLEAN)");
    }

    @Test
    void datePartsHaveTheirAliases() {
        check("datediff(hrs, a, b)", "DATEDIFF(HOUR, a, b)");
        check("dateadd('mon', 1, a)", "DATEADD(MONTH, 1, a)");
        check("date_part('qtr', a)", "DATE_PART(QUARTER, a)");
        check("pg_catalog.date_part('epoch', a)", "DATE_PART(EPOCH, a)");
        check("extract('yr' from a)", "EXTRACT(YEAR FROM a)");
        check("date_part(a, b)", "DATE_PART(a, b)");
    }

    @Test
    void callsKeepTheirClauses() {
        check("approximate count(distinct a)", "APPROX_COUNT_DISTINCT(a)");
        check("pg_catalog.version()", "version()");
        check("trim(a, 'x')", "TRIM(BOTH 'x' FROM a)");
        check("substring(a for 3)", "SUBSTRING(a, 1, 3)");
        check("lag(a ignore nulls) over (order by b)", "LAG(a) IGNORE NULLS OVER (ORDER BY b)");
        check("f(x => 1)", "f(x => 1)");
        check("a ~~* 'x'", "a ILIKE 'x'");
        check("a = any (array[1, 2])", "a = SOME (ARRAY[1, 2])");
        check("current_timestamp(3)", "CURRENT_TIMESTAMP(3)");
    }

    @Test
    void parametersCanRepeat() {
        SqlCall call = (SqlCall) expression("f($2, $1, $2)");
        assertEquals(1, ((SqlDynamicParam) call.operand(0)).getIndex());
        assertEquals(0, ((SqlDynamicParam) call.operand(1)).getIndex());
        assertEquals(1, ((SqlDynamicParam) call.operand(2)).getIndex());
    }

    @Test
    void identifiersFoldByTheOption() {
        assertEquals("ab", ((SqlIdentifier) expression("\"AB\"")).getSimple());
        QueryStatement.Query kept =
                (QueryStatement.Query)
                        SqlParser.parseStatement(
                                "select \"AB\", CD, \"a\"\"b\"", new ParserOptions(true));
        SqlSelect select = (SqlSelect) kept.node();
        assertEquals("AB", ((SqlIdentifier) select.getSelectList().get(0)).getSimple());
        assertEquals("cd", ((SqlIdentifier) select.getSelectList().get(1)).getSimple());
        assertEquals("a\"b", ((SqlIdentifier) select.getSelectList().get(2)).getSimple());
        assertTrue(((SqlIdentifier) select.getSelectList().get(0)).isComponentQuoted(0));
    }

    @Test
    void longIdentifiersAreCut() {
        SqlIdentifier name = (SqlIdentifier) expression("x" + "é".repeat(100));
        assertEquals("x" + "é".repeat(63), name.getSimple());
    }

    @Test
    void longChainsOfOrAreBalanced() {
        SqlNode node = expression("a = 0" + " or a = 1".repeat(1000));
        assertTrue(depth(node) < 20, "depth " + depth(node));
        assertTrue(depth(expression("a = 0" + " or a = 1".repeat(10))) > 10);
    }

    private static int depth(SqlNode node) {
        int deepest = 0;
        if (node instanceof SqlCall call) {
            for (SqlNode operand : call.getOperandList()) {
                deepest = Math.max(deepest, depth(operand));
            }
        }
        return deepest + 1;
    }

    @Test
    void positionsLeadBackToTheText() {
        String sql = "select a,\n  bé + cd\nfrom t";
        SqlSelect select = select(sql);
        SqlNode sum = select.getSelectList().get(1);
        assertEquals(sql.indexOf("bé"), Positions.offset(sql, sum.getParserPosition()));
        SqlNode right = ((SqlCall) sum).operand(1);
        assertEquals(sql.indexOf("cd"), Positions.offset(sql, right.getParserPosition()));
        assertEquals(
                sql.indexOf("cd") + 1, Positions.characterPosition(sql, right.getParserPosition()));
        assertEquals(2, sum.getParserPosition().getEndLineNum());
        assertEquals(9, sum.getParserPosition().getEndColumnNum());
    }
}
