package io.colonnade.engine.expression;

import static io.colonnade.engine.expression.Sql.bigint;
import static io.colonnade.engine.expression.Sql.bool;
import static io.colonnade.engine.expression.Sql.decimal;
import static io.colonnade.engine.expression.Sql.integer;
import static io.colonnade.engine.expression.Sql.real;
import static io.colonnade.engine.expression.Sql.value;

import io.colonnade.engine.expression.Sql.Value;
import io.colonnade.plan.Expression;
import io.colonnade.plan.ScalarFunction;
import io.colonnade.type.SqlType;

import org.junit.jupiter.api.Test;

/** Arithmetic of every type, in every form of its operands. */
class ArithmeticTest {
    private static void check(
            String expected, ScalarFunction function, SqlType type, Value... values) {
        Forms.check(
                expected,
                args -> Sql.call(function, type, args.toArray(new Expression[0])),
                values);
    }

    private static final String DIVISION = "!22012 division by zero";
    private static final String NUMERIC = "!22003 numeric field overflow";

    @Test
    void integers() {
        SqlType t = SqlType.INTEGER;
        check("5", ScalarFunction.ADD, t, integer("2"), integer("3"));
        check("-1", ScalarFunction.SUBTRACT, t, integer("2"), integer("3"));
        check("-6", ScalarFunction.MULTIPLY, t, integer("2"), integer("-3"));
        check("-2", ScalarFunction.DIVIDE, t, integer("-7"), integer("3"));
        check("-1", ScalarFunction.MODULO, t, integer("-7"), integer("3"));
        check("0", ScalarFunction.MODULO, t, integer("-2147483648"), integer("-1"));
        check("7", ScalarFunction.NEGATE, t, integer("-7"));
        check(null, ScalarFunction.ADD, t, integer(null), integer("3"));
        check(null, ScalarFunction.DIVIDE, t, integer("3"), integer(null));
        check(null, ScalarFunction.DIVIDE, t, integer(null), integer("0"));
        check(DIVISION, ScalarFunction.DIVIDE, t, integer("1"), integer("0"));
        check(DIVISION, ScalarFunction.MODULO, t, integer("1"), integer("0"));
        String overflow = "!22003 integer out of range";
        check(overflow, ScalarFunction.ADD, t, integer("2147483647"), integer("1"));
        check(overflow, ScalarFunction.SUBTRACT, t, integer("-2147483648"), integer("1"));
        check(overflow, ScalarFunction.MULTIPLY, t, integer("65536"), integer("65536"));
        check(overflow, ScalarFunction.DIVIDE, t, integer("-2147483648"), integer("-1"));
        check(overflow, ScalarFunction.NEGATE, t, integer("-2147483648"));
        Value small = value(SqlType.SMALLINT, "32767");
        check("!22003 smallint out of range", ScalarFunction.ADD, SqlType.SMALLINT, small, small);
        check("65534", ScalarFunction.ADD, t, small, small);
    }

    @Test
    void bigints() {
        SqlType t = SqlType.BIGINT;
        String most = "9223372036854775807";
        String least = "-9223372036854775808";
        String overflow = "!22003 bigint out of range";
        check("3", ScalarFunction.ADD, t, bigint("1"), integer("2"));
        check(most, ScalarFunction.ADD, t, bigint("9223372036854775806"), bigint("1"));
        check(overflow, ScalarFunction.ADD, t, bigint(most), bigint("1"));
        check(overflow, ScalarFunction.SUBTRACT, t, bigint(least), bigint("1"));
        check(overflow, ScalarFunction.MULTIPLY, t, bigint(least), bigint("-1"));
        check(overflow, ScalarFunction.DIVIDE, t, bigint(least), bigint("-1"));
        check("0", ScalarFunction.MODULO, t, bigint(least), bigint("-1"));
        check(least, ScalarFunction.DIVIDE, t, bigint(least), bigint("1"));
        check(DIVISION, ScalarFunction.DIVIDE, t, bigint(least), bigint("0"));
    }

    @Test
    void shortDecimals() {
        SqlType t = SqlType.decimal(6, 2);
        check("3.30", ScalarFunction.ADD, t, decimal(5, 2, "1.10"), decimal(5, 2, "2.2"));
        check("-0.10", ScalarFunction.SUBTRACT, t, decimal(5, 2, "1.10"), decimal(5, 2, "1.2"));
        check(NUMERIC, ScalarFunction.ADD, t, decimal(6, 2, "9999.99"), decimal(5, 2, "0.01"));
        check(
                "0.060",
                ScalarFunction.MULTIPLY,
                SqlType.decimal(6, 3),
                decimal(3, 2, "0.3"),
                decimal(2, 1, "0.2"));
        // 1.25 * 0.1 = 0.125 to two places
        check("0.13", ScalarFunction.MULTIPLY, t, decimal(5, 2, "1.25"), decimal(2, 1, "0.1"));
        check("-0.13", ScalarFunction.MULTIPLY, t, decimal(5, 2, "-1.25"), decimal(2, 1, "0.1"));
        check(
                "0.333333",
                ScalarFunction.DIVIDE,
                SqlType.decimal(12, 6),
                decimal(3, 0, "1"),
                decimal(3, 0, "3"));
        check(
                "-0.666667",
                ScalarFunction.DIVIDE,
                SqlType.decimal(12, 6),
                decimal(3, 0, "2"),
                decimal(3, 0, "-3"));
        check(DIVISION, ScalarFunction.DIVIDE, t, decimal(5, 2, "1"), decimal(5, 2, "0"));
        check("0.10", ScalarFunction.MODULO, t, decimal(5, 2, "3.10"), decimal(5, 2, "1.5"));
        check("-1.00", ScalarFunction.NEGATE, t, decimal(6, 2, "1"));
        check(
                NUMERIC,
                ScalarFunction.DIVIDE,
                SqlType.decimal(4, 2),
                decimal(5, 2, "999"),
                decimal(5, 2, "0.01"));
    }

    @Test
    void longDecimals() {
        SqlType t = SqlType.decimal(38, 4);
        check(
                "12345678901234567890.1235",
                ScalarFunction.ADD,
                t,
                decimal(38, 4, "12345678901234567890.1234"),
                decimal(38, 4, "0.0001"));
        check(
                "-0.0001",
                ScalarFunction.SUBTRACT,
                t,
                decimal(38, 4, "18446744073709551616"),
                decimal(38, 4, "18446744073709551616.0001"));
        String most = "99999999999999999999999999999999999999";
        check(
                "!22003 numeric field overflow",
                ScalarFunction.ADD,
                SqlType.decimal(38, 0),
                decimal(38, 0, most),
                decimal(38, 0, "1"));
        check(
                "-" + most,
                ScalarFunction.SUBTRACT,
                SqlType.decimal(38, 0),
                decimal(38, 0, "0"),
                decimal(38, 0, most));
        check(
                "2415.8070",
                ScalarFunction.MULTIPLY,
                t,
                decimal(15, 2, "2684.23"),
                decimal(16, 2, "0.90"));
        check(
                "121932631137021778766956324665.4479",
                ScalarFunction.MULTIPLY,
                t,
                decimal(38, 2, "123456789012345.67"),
                decimal(38, 2, "987654321098765.37"));
        check(
                "85070591730234615847396907784232501249",
                ScalarFunction.MULTIPLY,
                SqlType.decimal(38, 0),
                bigint("9223372036854775807"),
                bigint("9223372036854775807"));
        check(
                "85070591730234615865843651857942052864",
                ScalarFunction.MULTIPLY,
                SqlType.decimal(38, 0),
                bigint("-9223372036854775808"),
                bigint("-9223372036854775808"));
        check(
                "-18446744073709551616",
                ScalarFunction.MULTIPLY,
                SqlType.decimal(38, 0),
                decimal(38, 0, "18446744073709551616"),
                integer("-1"));
        check(
                NUMERIC,
                ScalarFunction.MULTIPLY,
                SqlType.decimal(38, 0),
                decimal(38, 0, most),
                integer("2"));
    }

    @Test
    void quotientsOfLongDecimals() {
        SqlType t = SqlType.decimal(38, 4);
        check(
                "33333333333333333333.333333",
                ScalarFunction.DIVIDE,
                SqlType.decimal(38, 6),
                decimal(38, 2, "100000000000000000000.00"),
                integer("3"));
        check(
                "-0.500000",
                ScalarFunction.DIVIDE,
                SqlType.decimal(38, 6),
                decimal(38, 0, "18446744073709551616"),
                decimal(38, 0, "-36893488147419103232"));
        check(
                DIVISION,
                ScalarFunction.DIVIDE,
                SqlType.decimal(38, 6),
                decimal(38, 2, "1"),
                decimal(38, 2, "0"));
        check(
                "1",
                ScalarFunction.MODULO,
                SqlType.decimal(38, 0),
                decimal(38, 0, "18446744073709551617"),
                decimal(38, 0, "18446744073709551616"));
        check(null, ScalarFunction.MULTIPLY, t, decimal(38, 2, null), decimal(3, 2, "1"));
    }

    @Test
    void doubles() {
        SqlType t = SqlType.DOUBLE;
        check("0.30000000000000004", ScalarFunction.ADD, t, real("0.1"), real("0.2"));
        check("0.5", ScalarFunction.DIVIDE, t, real("1"), real("2"));
        check(DIVISION, ScalarFunction.DIVIDE, t, real("1"), real("0"));
        check(DIVISION, ScalarFunction.MODULO, t, real("1"), real("0"));
        check("1.5", ScalarFunction.MODULO, t, real("7.5"), real("2"));
        check("-1", ScalarFunction.NEGATE, t, real("1"));
        check("Infinity", ScalarFunction.ADD, t, real("Infinity"), real("1"));
        check(
                "!22003 value out of range: overflow",
                ScalarFunction.MULTIPLY,
                t,
                real("1e300"),
                real("1e300"));
        check(
                "0.3",
                ScalarFunction.ADD,
                SqlType.REAL,
                value(SqlType.REAL, "0.1"),
                value(SqlType.REAL, "0.2"));
        check("1.5", ScalarFunction.ADD, t, integer("1"), decimal(3, 1, "0.5"));
    }

    @Test
    void bits() {
        SqlType t = SqlType.INTEGER;
        check("8", ScalarFunction.BIT_AND, t, integer("12"), integer("10"));
        check("14", ScalarFunction.BIT_OR, t, integer("12"), integer("10"));
        check("6", ScalarFunction.BIT_XOR, t, integer("12"), integer("10"));
        check("-13", ScalarFunction.BIT_NOT, t, integer("12"));
        check("48", ScalarFunction.SHIFT_LEFT, t, integer("12"), integer("2"));
        check("-3", ScalarFunction.SHIFT_RIGHT, SqlType.BIGINT, bigint("-12"), integer("2"));
        check(null, ScalarFunction.BIT_AND, t, integer(null), integer("1"));
    }

    @Test
    void roundings() {
        SqlType t = SqlType.decimal(5, 2);
        SqlType whole = SqlType.decimal(5, 0);
        check("2.35", ScalarFunction.ABS, t, decimal(5, 2, "-2.35"));
        check("-2", ScalarFunction.CEIL, whole, decimal(5, 2, "-2.35"));
        check("-3", ScalarFunction.FLOOR, whole, decimal(5, 2, "-2.35"));
        check("-3", ScalarFunction.ROUND, whole, decimal(5, 2, "-2.5"));
        check("-2", ScalarFunction.TRUNCATE, whole, decimal(5, 2, "-2.5"));
        check("-1", ScalarFunction.SIGN, whole, decimal(5, 2, "-2.5"));
        check("-2.50", ScalarFunction.ROUND, t, decimal(5, 2, "-2.45"), integer("1"));
        check("120.00", ScalarFunction.ROUND, t, decimal(5, 2, "123.45"), integer("-1"));
        check("-2.40", ScalarFunction.TRUNCATE, t, decimal(5, 2, "-2.49"), integer("1"));
        check(
                "18446744073709551617",
                ScalarFunction.CEIL,
                SqlType.decimal(38, 0),
                decimal(38, 2, "18446744073709551616.01"));
        check("2", ScalarFunction.ROUND, SqlType.DOUBLE, real("2.5"));
        check("3", ScalarFunction.CEIL, SqlType.DOUBLE, real("2.1"));
        check("0", ScalarFunction.SIGN, SqlType.DOUBLE, real("NaN"));
        check("-2", ScalarFunction.TRUNCATE, SqlType.DOUBLE, real("-2.9"));
        check("2.35", ScalarFunction.ROUND, SqlType.DOUBLE, real("2.345"), integer("2"));
        check("5", ScalarFunction.ABS, SqlType.INTEGER, integer("-5"));
        check(
                "!22003 integer out of range",
                ScalarFunction.ABS,
                SqlType.INTEGER,
                integer("-2147483648"));
        check(null, ScalarFunction.ROUND, whole, decimal(5, 2, null));
    }

    @Test
    void transcendental() {
        SqlType t = SqlType.DOUBLE;
        check("3", ScalarFunction.SQRT, t, real("9"));
        check("-2", ScalarFunction.CBRT, t, real("-8"));
        check("1", ScalarFunction.EXP, t, integer("0"));
        check("0", ScalarFunction.LN, t, real("1"));
        check("3", ScalarFunction.LOG10, t, real("1000"));
        check("8", ScalarFunction.POWER, t, real("2"), real("3"));
        check("0", ScalarFunction.SIN, t, real("0"));
        check("1", ScalarFunction.COS, t, real("0"));
        check("0", ScalarFunction.TAN, t, real("0"));
        check("1.5707963267948966", ScalarFunction.ASIN, t, real("1"));
        check("0", ScalarFunction.ACOS, t, real("1"));
        check("0.7853981633974483", ScalarFunction.ATAN, t, real("1"));
        check("0.7853981633974483", ScalarFunction.ATAN2, t, real("1"), real("1"));
        check("180", ScalarFunction.DEGREES, t, real("3.141592653589793"));
        check("3.141592653589793", ScalarFunction.RADIANS, t, real("180"));
        check("3.141592653589793", ScalarFunction.PI, t);
        check("1.0000000000000002", ScalarFunction.COT, t, real("0.7853981633974483"));
        check(
                "!22023 cannot take square root of a negative number",
                ScalarFunction.SQRT,
                t,
                real("-1"));
        check("!22023 cannot take logarithm of zero", ScalarFunction.LN, t, real("0"));
        check(
                "!22023 zero raised to a negative power is undefined",
                ScalarFunction.POWER,
                t,
                real("0"),
                real("-1"));
        check("!22003 input is out of range", ScalarFunction.ASIN, t, real("2"));
        check(null, ScalarFunction.POWER, t, real(null), real("-1"));
    }

    @Test
    void intervals() {
        Value month = value(SqlType.INTERVAL_MONTH, "1 month");
        Value hour = value(SqlType.INTERVAL_MICROS, "1 hour");
        check("1 year", ScalarFunction.MULTIPLY, SqlType.INTERVAL_MONTH, month, integer("12"));
        check("02:30:00", ScalarFunction.MULTIPLY, SqlType.INTERVAL_MICROS, real("2.5"), hour);
        check("00:30:00", ScalarFunction.DIVIDE, SqlType.INTERVAL_MICROS, hour, integer("2"));
        check("02:00:00", ScalarFunction.ADD, SqlType.INTERVAL_MICROS, hour, hour);
        check("-01:00:00", ScalarFunction.NEGATE, SqlType.INTERVAL_MICROS, hour);
        check(DIVISION, ScalarFunction.DIVIDE, SqlType.INTERVAL_MICROS, hour, integer("0"));
    }

    @Test
    void castOfBooleanCounts() {
        Forms.check("1", args -> Sql.cast(args.get(0), SqlType.INTEGER), bool("true"));
        Forms.check("true", args -> Sql.cast(args.get(0), SqlType.BOOLEAN), integer("7"));
    }
}
