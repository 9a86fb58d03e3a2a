package io.colonnade.engine.expression;

import static io.colonnade.engine.expression.Sql.bigint;
import static io.colonnade.engine.expression.Sql.bool;
import static io.colonnade.engine.expression.Sql.date;
import static io.colonnade.engine.expression.Sql.decimal;
import static io.colonnade.engine.expression.Sql.integer;
import static io.colonnade.engine.expression.Sql.real;
import static io.colonnade.engine.expression.Sql.text;

import io.colonnade.engine.expression.Sql.Value;
import io.colonnade.plan.Expression;
import io.colonnade.plan.ScalarFunction;
import io.colonnade.type.SqlType;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Comparisons, three-valued logic, CASE and its relatives, in every form of their operands. */
class LogicTest {
    private static final SqlType BOOLEAN = SqlType.BOOLEAN;
    private static final String[] TRUTHS = {"true", "false", null};

    private static Function<List<Expression>, Expression> call(
            ScalarFunction function, SqlType type) {
        return args -> Sql.call(function, type, args.toArray(new Expression[0]));
    }

    private static void check(
            String expected, ScalarFunction function, SqlType type, Value... values) {
        Forms.check(expected, call(function, type), values);
    }

    /** Checks all comparisons of two values, the first of which is less, and of equal ones. */
    private static void order(Value less, Value more) {
        Value none = Sql.value(less.type(), null);
        for (CompareOp op : CompareOp.values()) {
            ScalarFunction function = ScalarFunction.valueOf(op.name());
            boolean strict = op == CompareOp.LESS || op == CompareOp.NOT_EQUAL;
            String whenLess = String.valueOf(strict || op == CompareOp.LESS_OR_EQUAL);
            boolean more1 =
                    op == CompareOp.GREATER
                            || op == CompareOp.GREATER_OR_EQUAL
                            || op == CompareOp.NOT_EQUAL;
            boolean same =
                    op == CompareOp.EQUAL
                            || op == CompareOp.LESS_OR_EQUAL
                            || op == CompareOp.GREATER_OR_EQUAL;
            check(whenLess, function, BOOLEAN, less, more);
            check(String.valueOf(more1), function, BOOLEAN, more, less);
            check(String.valueOf(same), function, BOOLEAN, more, more);
            check(null, function, BOOLEAN, none, more);
            check(null, function, BOOLEAN, less, none);
        }
        check("true", ScalarFunction.DISTINCT_FROM, BOOLEAN, less, more);
        check("false", ScalarFunction.DISTINCT_FROM, BOOLEAN, less, less);
        check("true", ScalarFunction.DISTINCT_FROM, BOOLEAN, less, none);
        check("false", ScalarFunction.NOT_DISTINCT_FROM, BOOLEAN, none, more);
        check("true", ScalarFunction.NOT_DISTINCT_FROM, BOOLEAN, none, none);
        check("true", ScalarFunction.NOT_DISTINCT_FROM, BOOLEAN, more, more);
        SqlType type = less.type();
        String high = Sql.show(Literals.vector(Sql.literalValue(more), type.physical()), 0, type);
        String low = Sql.show(Literals.vector(Sql.literalValue(less), type.physical()), 0, type);
        check(high, ScalarFunction.GREATEST, type, less, more);
        check(low, ScalarFunction.LEAST, type, more, less, none);
        check(high, ScalarFunction.GREATEST, type, none, more);
        check(null, ScalarFunction.LEAST, type, none, none);
        check(low, ScalarFunction.COALESCE, type, none, less, more);
        check(high, ScalarFunction.COALESCE, type, more, less);
        check(null, ScalarFunction.COALESCE, type, none, none);
        check(null, ScalarFunction.NULLIF, type, less, less);
        check(low, ScalarFunction.NULLIF, type, less, more);
        check(low, ScalarFunction.NULLIF, type, less, none);
        check(null, ScalarFunction.NULLIF, type, none, more);
        Forms.check("true", args -> Sql.in(args.get(0), false, more, less), less);
        Forms.check("false", args -> Sql.in(args.get(0), true, more, less), less);
        Forms.check("false", args -> Sql.in(args.get(0), false, more), less);
        Forms.check(null, args -> Sql.in(args.get(0), false, more, none), less);
        Forms.check(null, args -> Sql.in(args.get(0), true, more, none), less);
        Forms.check("true", args -> Sql.in(args.get(0), false, less, none), less);
        Forms.check(null, args -> Sql.in(args.get(0), true, less, more), none);
        check("true", ScalarFunction.IS_NULL, BOOLEAN, none);
        check("false", ScalarFunction.IS_NULL, BOOLEAN, less);
        check("true", ScalarFunction.IS_NOT_NULL, BOOLEAN, less);
        check("false", ScalarFunction.IS_NOT_NULL, BOOLEAN, none);
    }

    @Test
    void integersAreOrdered() {
        order(integer("-3"), integer("7"));
        order(integer("-2147483648"), integer("2147483647"));
        order(bigint("-9223372036854775808"), bigint("9223372036854775807"));
        order(date("1994-01-01"), date("1995-01-01"));
        order(bool("false"), bool("true"));
    }

    @Test
    void decimalsAreOrdered() {
        order(decimal(15, 2, "-0.01"), decimal(15, 2, "0.05"));
        order(decimal(38, 2, "-18446744073709551616"), decimal(38, 2, "18446744073709551616"));
        order(decimal(38, 0, "18446744073709551615"), decimal(38, 0, "18446744073709551616"));
    }

    @Test
    void doublesAreOrdered() {
        order(real("-1.5"), real("1e300"));
        order(real("-Infinity"), real("-1e300"));
        order(real("Infinity"), real("NaN"));
        check("true", ScalarFunction.EQUAL, BOOLEAN, real("-0"), real("0"));
        check("false", ScalarFunction.LESS, BOOLEAN, real("-0"), real("0"));
    }

    @Test
    void textIsOrderedByBytes() {
        order(text("AIR"), text("MAIL"));
        order(text(""), text("a"));
        order(text("abc"), text("abcd"));
        order(text("z"), text("\u00e9"));
        check("true", ScalarFunction.EQUAL, BOOLEAN, text(""), text(""));
    }

    @Test
    void mixedTypesAreConverted() {
        check("true", ScalarFunction.EQUAL, BOOLEAN, integer("7"), bigint("7"));
        check("true", ScalarFunction.LESS, BOOLEAN, decimal(5, 2, "6.99"), integer("7"));
        check("true", ScalarFunction.LESS, BOOLEAN, decimal(5, 2, "6.99"), real("7"));
        check("false", ScalarFunction.EQUAL, BOOLEAN, integer("7"), decimal(4, 1, "7.1"));
        check("true", ScalarFunction.LESS, BOOLEAN, integer("7"), bigint("10000000000"));
        check(
                "true",
                ScalarFunction.EQUAL,
                BOOLEAN,
                date("1994-01-01"),
                Sql.timestamp("1994-01-01 00:00:00"));
    }

    @Test
    void andOrAreThreeValued() {
        for (String a : TRUTHS) {
            for (String b : TRUTHS) {
                for (String c : TRUTHS) {
                    List<String> all = Arrays.asList(a, b, c);
                    String and =
                            all.contains("false") ? "false" : all.contains(null) ? null : "true";
                    String or = all.contains("true") ? "true" : all.contains(null) ? null : "false";
                    check(and, ScalarFunction.AND, BOOLEAN, bool(a), bool(b), bool(c));
                    check(or, ScalarFunction.OR, BOOLEAN, bool(a), bool(b), bool(c));
                }
            }
        }
    }

    @Test
    void truthTestsAreNeverNull() {
        for (String a : TRUTHS) {
            check(String.valueOf("true".equals(a)), ScalarFunction.IS_TRUE, BOOLEAN, bool(a));
            check(String.valueOf("false".equals(a)), ScalarFunction.IS_FALSE, BOOLEAN, bool(a));
            check(String.valueOf(!"true".equals(a)), ScalarFunction.IS_NOT_TRUE, BOOLEAN, bool(a));
            check(
                    String.valueOf(!"false".equals(a)),
                    ScalarFunction.IS_NOT_FALSE,
                    BOOLEAN,
                    bool(a));
            String not = a == null ? null : String.valueOf(a.equals("false"));
            check(not, ScalarFunction.NOT, BOOLEAN, bool(a));
        }
    }

    @Test
    void decidedRowsDoNotTrap() {
        // x <> 0 AND 10 / x > 1
        Function<List<Expression>, Expression> guarded =
                args ->
                        Sql.call(
                                ScalarFunction.AND,
                                BOOLEAN,
                                Sql.call(
                                        ScalarFunction.NOT_EQUAL,
                                        BOOLEAN,
                                        args.get(0),
                                        Sql.literal(integer("0"))),
                                tenthsAbove(args.get(0)));
        Forms.check("false", guarded, integer("0"));
        Forms.check("true", guarded, integer("3"));
        Function<List<Expression>, Expression> either =
                args ->
                        Sql.call(
                                ScalarFunction.OR,
                                BOOLEAN,
                                Sql.call(
                                        ScalarFunction.EQUAL,
                                        BOOLEAN,
                                        args.get(0),
                                        Sql.literal(integer("0"))),
                                tenthsAbove(args.get(0)));
        Forms.check("true", either, integer("0"));
        Forms.check("false", either, integer("11"));
    }

    private static Expression tenthsAbove(Expression x) {
        Expression quotient =
                Sql.call(ScalarFunction.DIVIDE, SqlType.INTEGER, Sql.literal(integer("10")), x);
        return Sql.call(ScalarFunction.GREATER, BOOLEAN, quotient, Sql.literal(integer("1")));
    }

    @Test
    void branchesSeeTheirRowsOnly() {
        Function<List<Expression>, Expression> guarded =
                args ->
                        Sql.caseWhen(
                                SqlType.INTEGER,
                                Sql.call(
                                        ScalarFunction.EQUAL,
                                        BOOLEAN,
                                        args.get(0),
                                        Sql.literal(integer("0"))),
                                Sql.literal(integer("-1")),
                                Sql.call(
                                        ScalarFunction.DIVIDE,
                                        SqlType.INTEGER,
                                        Sql.literal(integer("10")),
                                        args.get(0)));
        Forms.check("-1", guarded, integer("0"));
        Forms.check("3", guarded, integer("3"));
        Forms.check(null, guarded, integer(null));
        Forms.check(
                "!22012 division by zero",
                args ->
                        Sql.call(
                                ScalarFunction.COALESCE,
                                SqlType.INTEGER,
                                args.get(0),
                                Sql.call(
                                        ScalarFunction.DIVIDE,
                                        SqlType.INTEGER,
                                        args.get(1),
                                        args.get(2))),
                1,
                integer(null),
                integer("1"),
                integer("0"));
        Forms.check(
                "5",
                args ->
                        Sql.call(
                                ScalarFunction.COALESCE,
                                SqlType.INTEGER,
                                args.get(0),
                                Sql.call(
                                        ScalarFunction.DIVIDE,
                                        SqlType.INTEGER,
                                        args.get(1),
                                        args.get(2))),
                1,
                integer("5"),
                integer("1"),
                integer("0"));
    }

    @Test
    void caseOfEveryType() {
        for (Value v :
                List.of(
                        integer("1"),
                        bigint("1"),
                        real("1.5"),
                        text("abc"),
                        bool("true"),
                        decimal(38, 2, "1.00"))) {
            Function<List<Expression>, Expression> choose =
                    args -> Sql.caseWhen(v.type(), args.get(0), args.get(1), args.get(2));
            Value other = Sql.value(v.type(), null);
            Forms.check(v.text(), choose, bool("true"), v, other);
            Forms.check(null, choose, bool("false"), v, other);
            Forms.check(v.text(), choose, bool(null), other, v);
            Forms.check(
                    null,
                    args -> Sql.caseWhen(v.type(), args.get(0), args.get(1), null),
                    bool(null),
                    v);
        }
    }

    @Test
    void rangesOfAColumnAreJoined() {
        Function<List<Expression>, Expression> between =
                args -> {
                    Expression x = args.get(0);
                    return Sql.call(
                            ScalarFunction.AND,
                            BOOLEAN,
                            Sql.call(
                                    ScalarFunction.GREATER_OR_EQUAL,
                                    BOOLEAN,
                                    x,
                                    Sql.literal(integer("3"))),
                            Sql.call(ScalarFunction.LESS, BOOLEAN, x, Sql.literal(integer("7"))));
                };
        Forms.check("true", between, integer("3"));
        Forms.check("true", between, integer("6"));
        Forms.check("false", between, integer("7"));
        Forms.check("false", between, integer("-2147483648"));
        Forms.check(null, between, integer(null));
    }
}
