package io.colonnade.engine.expression;

import io.colonnade.error.ColonnadeException;
import io.colonnade.plan.ScalarFunction;
import io.colonnade.type.SqlType;

import java.time.ZoneId;
import java.util.List;

/** Finds the family that builds a function of the plan. Stateless. */
final class Functions {
    private Functions() {}

    static VectorExpression build(
            ScalarFunction function, List<VectorExpression> arguments, SqlType type, ZoneId zone) {
        return switch (function) {
            case ADD, SUBTRACT, MULTIPLY, DIVIDE, MODULO, NEGATE ->
                    ArithmeticFunctions.build(function, arguments, type);
            case ABS, CEIL, FLOOR, ROUND, TRUNCATE, SIGN ->
                    RoundingFunctions.build(function, arguments, type);
            case SQRT,
                    CBRT,
                    EXP,
                    LN,
                    LOG10,
                    POWER,
                    SIN,
                    COS,
                    TAN,
                    ASIN,
                    ACOS,
                    ATAN,
                    ATAN2,
                    COT,
                    DEGREES,
                    RADIANS,
                    PI,
                    RANDOM ->
                    MathFunctions.build(function, arguments, type);
            case BIT_AND, BIT_OR, BIT_XOR, BIT_NOT, SHIFT_LEFT, SHIFT_RIGHT ->
                    BitFunctions.build(function, arguments, type);
            case EXTRACT,
                    DATE_TRUNC,
                    DATE_ADD,
                    DATE_DIFF,
                    PLUS_INTERVAL,
                    MINUS_INTERVAL,
                    DATE_PLUS_DAYS,
                    DATE_MINUS_DATE,
                    TIMESTAMP_MINUS_TIMESTAMP,
                    LAST_DAY,
                    ADD_MONTHS,
                    MONTHS_BETWEEN,
                    AT_TIME_ZONE,
                    AGE,
                    MAKE_DATE ->
                    ofDates(function, arguments, type, zone);
            case TO_CHAR, TO_DATE, TO_TIMESTAMP, TO_NUMBER ->
                    FormatFunctions.build(function, arguments, type, zone);
            case FORMAT_TYPE, ARRAY_CONTAINS, ARRAY_ELEMENT, ARRAY_TO_STRING, ARRAY_LENGTH ->
                    CatalogFunctions.build(function, arguments, type);
            default -> ofText(function, arguments, type, zone);
        };
    }

    private static VectorExpression ofDates(
            ScalarFunction function, List<VectorExpression> arguments, SqlType type, ZoneId zone) {
        return switch (function) {
            case EXTRACT, DATE_TRUNC, DATE_ADD, DATE_DIFF ->
                    DatePartFunctions.build(function, arguments, type, zone);
            default -> DateFunctions.build(function, arguments, type, zone);
        };
    }

    private static VectorExpression ofText(
            ScalarFunction function, List<VectorExpression> arguments, SqlType type, ZoneId zone) {
        return switch (function) {
            case LIKE, ILIKE, SIMILAR_TO, REGEXP_MATCH, REGEXP_IMATCH, STARTS_WITH ->
                    PatternFunctions.build(function, arguments, type);
            case REGEXP_REPLACE, REGEXP_SUBSTR, REGEXP_COUNT ->
                    RegexFunctions.build(function, arguments, type);
            case SUBSTRING, LEFT, RIGHT, TRIM_BOTH, TRIM_LEADING, TRIM_TRAILING, SPLIT_PART ->
                    SliceFunctions.build(function, arguments, type);
            case CHAR_LENGTH, OCTET_LENGTH, POSITION, ASCII ->
                    TextMeasures.build(function, arguments, type);
            case UPPER,
                    LOWER,
                    INITCAP,
                    CONCAT,
                    CONCAT_SKIP_NULLS,
                    REPLACE,
                    TRANSLATE,
                    LPAD,
                    RPAD,
                    REPEAT,
                    REVERSE,
                    CHR,
                    MD5,
                    QUOTE_LITERAL,
                    QUOTE_IDENT,
                    TO_HEX,
                    OVERLAY ->
                    TextFunctions.build(function, arguments, type, zone);
            default -> throw ColonnadeException.notSupported("function " + function);
        };
    }
}
