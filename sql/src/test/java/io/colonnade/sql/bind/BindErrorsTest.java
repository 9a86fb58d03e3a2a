package io.colonnade.sql.bind;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Code, text, position and hint of what is wrong with names and types. */
class BindErrorsTest {
    private static final TestCatalog CATALOG =
            new TestCatalog()
                    .table(
                            1,
                            "lineitem: l_orderkey bigint!, l_shipdate date, l_comment varchar(44)")
                    .table(1, "orders: o_orderkey bigint!, o_comment varchar(79), id integer")
                    .table(1, "other: id integer, n bigint identity, v varchar(3)");

    private static ColonnadeException error(String sql) {
        return assertThrows(
                ColonnadeException.class,
                () -> {
                    if (sql.startsWith("select")) {
                        TestQueries.query(CATALOG, sql);
                    } else {
                        TestQueries.dml(CATALOG, sql);
                    }
                },
                sql);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "-",
            value = {
                "select * from lineitm | UNDEFINED_TABLE | 15 | relation \"lineitm\" does not exist"
                        + " | Perhaps you meant \"lineitem\".",
                "select * from nowhere.t | UNDEFINED_TABLE | 15 | relation \"nowhere.t\" does not"
                        + " exist | -",
                "select l_shipdat from lineitem | UNDEFINED_COLUMN | 8 | column \"l_shipdat\" does"
                        + " not exist | Perhaps you meant \"l_shipdate\".",
                "select 1 from lineitem where l_x9 = 1 | UNDEFINED_COLUMN | 30 | column \"l_x9\""
                        + " does not exist | -",
                "select x.a from lineitem l | UNDEFINED_TABLE | 8 | missing FROM-clause entry for"
                        + " table \"x\" | -",
                "select id from orders, other | AMBIGUOUS_COLUMN | 8 | column reference \"id\" is"
                        + " ambiguous | -",
                "select o_comment, count(*) from orders group by o_orderkey | GROUPING_ERROR | 8 |"
                    + " column \"o_comment\" must appear in the GROUP BY clause or be used in an"
                    + " aggregate function | -",
                "select uper(o_comment) from orders | UNDEFINED_FUNCTION | 8 | function"
                        + " uper(character varying) does not exist | Perhaps you meant the function"
                        + " \"upper\".",
                "select upper(1, 'x') | UNDEFINED_FUNCTION | 8 | function upper(integer, unknown)"
                        + " does not exist | No function matches the given name and argument types."
                        + " You might need to add explicit type casts.",
                "select l_shipdate + l_shipdate from lineitem | UNDEFINED_FUNCTION | 8 | operator"
                        + " does not exist: date + date | No operator matches the given name and"
                        + " argument types. You might need to add explicit type casts.",
                "select count(count(*)) from orders | GROUPING_ERROR | 8 | aggregate function calls"
                        + " cannot be nested | -",
                "select 1 from orders where count(*) > 1 | GROUPING_ERROR | 28 | aggregate"
                        + " functions are not allowed in WHERE | -",
                "select 1 union select 1, 2 | SYNTAX_ERROR | 23 | each UNION query must have the"
                        + " same number of columns | -",
                "select 'abc'::integer | INVALID_TEXT_REPRESENTATION | 0 | invalid input syntax for"
                        + " type integer: \"abc\" | -",
                "select l_orderkey from lineitem where l_shipdate > '2020-13-01' |"
                        + " DATETIME_OVERFLOW | 0 | date/time field value out of range:"
                        + " \"2020-13-01\" | -",
                "select case when id = 1 then date_part('foo', date '2020-01-01') end from other |"
                    + " INVALID_ARGUMENT | 0 | date part \"foo\" not recognized | Parts are year,"
                    + " quarter, month, week, day, hour, minute, second, ...",
                "select 1 order by 2 | INVALID_COLUMN_REFERENCE | 19 | ORDER BY or GROUP BY"
                        + " position is not in select list | -",
            })
    void queries(String sql, ErrorCode code, int position, String message, String hint) {
        check(sql, code, position, message, hint);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "-",
            value = {
                "insert into nothing values (1) | UNDEFINED_TABLE | 13 | relation \"nothing\" does"
                        + " not exist | -",
                "insert into other (idd) values (1) | UNDEFINED_COLUMN | 20 | column \"idd\" of"
                        + " relation \"other\" does not exist | Perhaps you meant \"id\".",
                "insert into other (id, id) values (1, 2) | DUPLICATE_COLUMN | 24 | column \"id\""
                        + " specified more than once | -",
                "insert into other (id) values (1, 2) | SYNTAX_ERROR | 0 | INSERT has more"
                        + " expressions than target columns | -",
                "insert into other (id, v) values (1) | SYNTAX_ERROR | 0 | INSERT has more target"
                        + " columns than expressions | -",
                "insert into other (id) select o_comment from orders | DATATYPE_MISMATCH | 0 |"
                        + " column \"id\" is of type integer but expression is of type character"
                        + " varying | You will need to rewrite or cast the expression.",
                "insert into other (n) values (5) | SYNTAX_ERROR | 0 | cannot insert a value into"
                        + " identity column \"n\" | Leave the column out, or write DEFAULT.",
                "update other set idd = 1 | UNDEFINED_COLUMN | 18 | column \"idd\" of relation"
                        + " \"other\" does not exist | Perhaps you meant \"id\".",
                "update other set id = 1, id = 2 | SYNTAX_ERROR | 0 | multiple assignments to same"
                        + " column \"id\" | -",
                "delete from other where idd = 1 | UNDEFINED_COLUMN | 25 | column \"idd\" does not"
                        + " exist | Perhaps you meant \"id\".",
            })
    void changes(String sql, ErrorCode code, int position, String message, String hint) {
        check(sql, code, position, message, hint);
    }

    private static void check(
            String sql, ErrorCode code, int position, String message, String hint) {
        ColonnadeException error = error(sql);
        assertAll(
                sql,
                () -> assertEquals(message, error.getMessage()),
                () -> assertEquals(code, error.code()),
                () -> assertEquals(position, error.position()),
                () -> assertEquals(hint, error.hint()));
    }
}
