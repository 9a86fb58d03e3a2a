package io.colonnade.sql.bind;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Result types of operators, functions and aggregates, in PostgreSQL's spelling. */
class TypeRulesTest {
    private static final TestCatalog CATALOG =
            new TestCatalog()
                    .table(
                            1,
                            "t: s smallint, i integer, l bigint, d numeric(12,2), e numeric(38,4),"
                                    + " r real, f double, v varchar(20), k char(5), da date, ts"
                                    + " timestamp, tz timestamptz, ti time, bo boolean");

    private static String type(String expression) {
        return TestQueries.query(CATALOG, "select " + expression + " from t")
                .columns()
                .getFirst()
                .type()
                .toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "s + s | smallint",
                "s + i | integer",
                "i + l | bigint",
                "i / i | integer",
                "i % 2 | integer",
                "i + d | numeric(13,2)",
                "1 - d | numeric(13,2)",
                "d + d | numeric(13,2)",
                "d * d | numeric(24,4)",
                "d * (1 - d) * (1 + d) | numeric(38,6)",
                "d / d | numeric(18,6)",
                "d / i | numeric(16,6)",
                "e + e | numeric(38,4)",
                "e * e | numeric(38,6)",
                "d % d | numeric(12,2)",
                "r + r | real",
                "r + f | double precision",
                "d + r | double precision",
                "-d | numeric(12,2)",
                "2 ^ 3 | double precision",
            })
    void arithmetic(String expression, String type) {
        assertEquals(type, type(expression));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "da + 1 | date",
                "1 + da | date",
                "da - 1 | date",
                "da - da | integer",
                "da + interval '1 day' | timestamp without time zone",
                "da - interval '3' month | timestamp without time zone",
                "ts - ts | interval day to second",
                "ts + interval '1 hour' | timestamp without time zone",
                "tz + interval '1 hour' | timestamp with time zone",
                "ti + interval '1 hour' | time without time zone",
                "interval '1 day' * 3 | interval day to second",
                "extract(year from da) | integer",
                "extract(epoch from ts) | integer",
                "date_part('year', da) | double precision",
                "date_trunc('month', da) | timestamp without time zone",
                "date_trunc('month', tz) | timestamp with time zone",
                "dateadd(month, 1, da) | timestamp without time zone",
                "datediff(day, da, ts) | bigint",
                "last_day(ts) | date",
                "ts at time zone 'UTC' | timestamp with time zone",
                "tz at time zone 'UTC' | timestamp without time zone",
                "current_date | date",
                "now() | timestamp with time zone",
                "getdate() | timestamp without time zone",
                "to_date('20200101', 'YYYYMMDD') | date",
            })
    void dates(String expression, String type) {
        assertEquals(type, type(expression));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "v || k ; character varying",
                "v || i ; character varying",
                "upper(v) ; character varying",
                "length(v) ; integer",
                "strpos(v, 'x') ; integer",
                "coalesce(i, l) ; bigint",
                "coalesce(v, 'abc') ; character varying(20)",
                "nullif(i, 0) ; integer",
                "nvl2(v, d, i) ; numeric(12,2)",
                "greatest(i, d) ; numeric(12,2)",
                "decode(i, 1, 'one', 'two') ; character varying(3)",
                "case when bo then i else d end ; numeric(12,2)",
                "case when bo then 'a' else 'bcd' end ; character varying(3)",
                "round(d) ; numeric(11,0)",
                "round(d, 1) ; numeric(12,1)",
                "round(d, 5) ; numeric(12,2)",
                "round(i) ; integer",
                "trunc(f) ; double precision",
                "ceil(d) ; numeric(11,0)",
                "sqrt(i) ; double precision",
                "abs(d) ; numeric(12,2)",
                "v like 'a%' ; boolean",
                "v ~ 'a' ; boolean",
                "i::varchar(10) ; character varying(10)",
                "v::numeric(10,3) ; numeric(10,3)",
                "'abc' ; character varying(3)",
                "1.50 ; numeric(3,2)",
                "99999999999 ; bigint",
                "1e3 ; double precision",
            })
    void functions(String expression, String type) {
        assertEquals(type, type(expression));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "sum(s) | bigint",
                "sum(i) | bigint",
                "sum(l) | numeric(38,0)",
                "sum(d) | numeric(38,2)",
                "sum(r) | double precision",
                "avg(i) | numeric(38,6)",
                "avg(d) | numeric(38,6)",
                "avg(f) | double precision",
                "count(*) | bigint",
                "count(distinct v) | bigint",
                "min(v) | character varying(20)",
                "max(da) | date",
                "stddev(d) | double precision",
                "var_pop(i) | double precision",
                "bool_and(bo) | boolean",
                "listagg(v, ',') | character varying",
                "median(d) | double precision",
                "percentile_cont(0.5) within group (order by i) | double precision",
                "percentile_disc(0.5) within group (order by i) | integer",
                "approximate count(distinct i) | bigint",
                "any_value(v) | character varying(20)",
            })
    void aggregates(String expression, String type) {
        assertEquals(type, type(expression));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "row_number() over (order by i) | bigint",
                "rank() over (partition by v order by i) | bigint",
                "sum(d) over (order by i) | numeric(38,2)",
                "lag(d, 1) over (order by i) | numeric(12,2)",
                "first_value(v) over (order by i) | character varying(20)",
                "ntile(4) over (order by i) | bigint",
                "percent_rank() over (order by i) | double precision",
            })
    void windows(String expression, String type) {
        assertEquals(type, type(expression));
    }
}
