package io.colonnade.sql.physical;

import io.colonnade.plan.Expression;
import io.colonnade.plan.Literal;
import io.colonnade.type.PhysicalType;
import io.colonnade.type.SqlType;
import io.colonnade.type.TypeKind;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;

/**
 * Conversions between types: makes a cast only where the physical form changes, and converts
 * literals at once, so that zone maps see them. Stateless.
 */
final class Casts {
    private static final long MICROS_PER_DAY = 86_400_000_000L;
    private static final int SMALLINT_DIGITS = 5;
    private static final int INTEGER_DIGITS = 10;
    private static final int BIGINT_DIGITS = 19;

    private Casts() {}

    /** The value as this type says, with the checks and cuts that the type asks for. */
    static Expression to(Expression value, SqlType type) {
        SqlType from = Expressions.type(value);
        if (from.equals(type)) {
            return value;
        }
        if (value.hasLiteral()) {
            Literal converted = convert(value.getLiteral(), from, type);
            if (converted != null) {
                return Expressions.literal(converted, type);
            }
        }
        if (from.physical() == PhysicalType.BYTES && keepsText(from, type)) {
            return value;
        }
        return cast(value, type);
    }

    /** The value in the physical type and scale of this type; nothing else of it matters. */
    static Expression toForm(Expression value, SqlType type) {
        return sameForm(Expressions.type(value), type) ? value : to(value, type);
    }

    private static Expression cast(Expression value, SqlType type) {
        return Expression.newBuilder()
                .setType(type.toProto(value.getType().getNullable()))
                .setCast(value)
                .build();
    }

    /** A longer text type holds the same bytes; CHAR is stored without trailing blanks anyway. */
    private static boolean keepsText(SqlType from, SqlType to) {
        boolean wider =
                to.precision() == 0
                        || (from.precision() != 0 && from.precision() <= to.precision());
        return wider && (to.kind() == TypeKind.VARCHAR || from.kind() == to.kind());
    }

    /** Whether values of the types lie alike and mean the same number. */
    static boolean sameForm(SqlType a, SqlType b) {
        if (a.physical() != b.physical() || a.scale() != b.scale()) {
            return false;
        }
        return family(a) == family(b);
    }

    /** Types whose values may be compared as they lie, if the physical type agrees. */
    private static int family(SqlType type) {
        return switch (type.kind()) {
            case BOOLEAN -> 0;
            case SMALLINT, INTEGER, BIGINT, DECIMAL -> 1;
            case REAL, DOUBLE -> 2;
            case DATE -> 3;
            case TIME -> 4;
            case TIMESTAMP -> 5;
            case TIMESTAMPTZ -> 6;
            case CHAR, VARCHAR -> 7;
            case INTERVAL_MONTH -> 8;
            case INTERVAL_MICROS -> 9;
        };
    }

    static boolean isWhole(SqlType type) {
        return switch (type.kind()) {
            case SMALLINT, INTEGER, BIGINT -> true;
            default -> false;
        };
    }

    static boolean isExact(SqlType type) {
        return isWhole(type) || type.kind() == TypeKind.DECIMAL;
    }

    static boolean isText(SqlType type) {
        return type.physical() == PhysicalType.BYTES;
    }

    static boolean isFloating(SqlType type) {
        return type.physical() == PhysicalType.DOUBLE;
    }

    /** The decimal type that holds all values of an exact number type. */
    static SqlType decimal(SqlType type) {
        return switch (type.kind()) {
            case SMALLINT -> SqlType.decimal(SMALLINT_DIGITS, 0);
            case INTEGER -> SqlType.decimal(INTEGER_DIGITS, 0);
            case BIGINT -> SqlType.decimal(BIGINT_DIGITS, 0);
            default -> type;
        };
    }

    /** The type in which values of both can be compared; null when there is none. */
    static SqlType common(SqlType a, SqlType b) {
        if (a.equals(b)) {
            return a;
        }
        if (isExact(a) && isExact(b)) {
            return commonExact(a, b);
        }
        boolean numbers = (isExact(a) || isFloating(a)) && (isExact(b) || isFloating(b));
        if (numbers) {
            return SqlType.DOUBLE;
        }
        if (isText(a) && isText(b)) {
            return SqlType.VARCHAR;
        }
        return later(a.kind(), b.kind());
    }

    private static SqlType commonExact(SqlType a, SqlType b) {
        if (isWhole(a) && isWhole(b)) {
            return a.kind().number() > b.kind().number() ? a : b;
        }
        SqlType left = decimal(a);
        SqlType right = decimal(b);
        int scale = Math.max(left.scale(), right.scale());
        int whole = Math.max(left.precision() - left.scale(), right.precision() - right.scale());
        return SqlType.decimal(Math.min(SqlType.MAX_PRECISION, whole + scale), scale);
    }

    private static SqlType later(TypeKind a, TypeKind b) {
        if (a == b) {
            return SqlType.of(a);
        }
        List<TypeKind> both = List.of(a, b);
        if (!both.stream().allMatch(Casts::isDateOrTimestamp)) {
            return null;
        }
        return both.contains(TypeKind.TIMESTAMPTZ) ? SqlType.TIMESTAMPTZ : SqlType.TIMESTAMP;
    }

    private static boolean isDateOrTimestamp(TypeKind kind) {
        return kind == TypeKind.DATE || kind == TypeKind.TIMESTAMP || kind == TypeKind.TIMESTAMPTZ;
    }

    /** The literal in another type; null when only the engine can tell. */
    private static Literal convert(Literal literal, SqlType from, SqlType to) {
        if (literal.getNullValue()) {
            return Literals.NULL;
        }
        if (from.equals(to)) {
            return literal;
        }
        boolean toNumber = isExact(to) || isFloating(to);
        if (isExact(from) && toNumber) {
            return Literals.ofNumber(Literals.number(literal, from), to);
        }
        if (isFloating(from) && to.kind() == TypeKind.DOUBLE) {
            return literal;
        }
        if (from.kind() == TypeKind.DATE && to.kind() == TypeKind.TIMESTAMP) {
            return Literals.ofLong(literal.getLongValue() * MICROS_PER_DAY);
        }
        if (from.kind() == TypeKind.TIMESTAMP && to.kind() == TypeKind.DATE) {
            return Literals.ofLong(Math.floorDiv(literal.getLongValue(), MICROS_PER_DAY));
        }
        return isText(from) ? convertText(literal, to) : null;
    }

    private static Literal convertText(Literal literal, SqlType to) {
        String text = literal.getBytesValue().toStringUtf8();
        return switch (to.kind()) {
            case DATE -> date(text);
            case VARCHAR -> fits(literal, to) ? literal : null;
            case CHAR -> {
                Literal trimmed = Literals.ofText(withoutTrailingBlanks(text));
                yield fits(trimmed, to) ? trimmed : null;
            }
            default -> null;
        };
    }

    private static boolean fits(Literal literal, SqlType type) {
        return type.precision() == 0 || literal.getBytesValue().size() <= type.precision();
    }

    private static Literal date(String text) {
        try {
            return Literals.ofLong(LocalDate.parse(text.strip()).toEpochDay());
        } catch (DateTimeException e) {
            return null;
        }
    }

    static String withoutTrailingBlanks(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == ' ') {
            end--;
        }
        return text.substring(0, end);
    }

    /** The literal in a type if that loses nothing; null otherwise. */
    static Literal exactly(Literal literal, SqlType from, SqlType to) {
        Literal converted = convert(literal, from, to);
        if (converted == null || literal.getNullValue() || from.equals(to)) {
            return converted;
        }
        if (isExact(from) && isExact(to)) {
            BigDecimal before = Literals.number(literal, from);
            return before.compareTo(Literals.number(converted, to)) == 0 ? converted : null;
        }
        if (from.kind() == TypeKind.TIMESTAMP && to.kind() == TypeKind.DATE) {
            return literal.getLongValue() % MICROS_PER_DAY == 0 ? converted : null;
        }
        boolean sameFamily = (isText(from) && isText(to)) || (isFloating(from) && isFloating(to));
        return sameFamily ? converted : null;
    }
}
