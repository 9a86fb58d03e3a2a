package io.colonnade.sql.physical;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.plan.Expression;
import io.colonnade.plan.InList;
import io.colonnade.plan.Literal;
import io.colonnade.plan.ScalarFunction;
import io.colonnade.type.SqlType;

import java.util.List;

/**
 * Makes comparisons whose arguments share a physical type and scale. A literal is converted rather
 * than a column, so that zone maps still apply. Stateless.
 */
final class Comparisons {
    private Comparisons() {}

    /** Both sides in one form. */
    record Sides(Expression left, Expression right) {}

    static Expression compare(ScalarFunction function, Expression left, Expression right) {
        Sides sides = unify(left, right);
        return switch (function) {
            case DISTINCT_FROM, NOT_DISTINCT_FROM ->
                    Expressions.call(
                            function, SqlType.BOOLEAN, false, List.of(sides.left(), sides.right()));
            default -> Expressions.condition(function, sides.left(), sides.right());
        };
    }

    static Sides unify(Expression left, Expression right) {
        SqlType leftType = Expressions.type(left);
        SqlType rightType = Expressions.type(right);
        if (right.hasLiteral() && !left.hasLiteral()) {
            Expression converted = literalAs(right, rightType, leftType);
            if (converted != null) {
                return new Sides(left, converted);
            }
        }
        if (left.hasLiteral() && !right.hasLiteral()) {
            Expression converted = literalAs(left, leftType, rightType);
            if (converted != null) {
                return new Sides(converted, right);
            }
        }
        if (Casts.sameForm(leftType, rightType)) {
            return new Sides(left, right);
        }
        SqlType common = common(leftType, rightType);
        return new Sides(Casts.toForm(left, common), Casts.toForm(right, common));
    }

    private static SqlType common(SqlType left, SqlType right) {
        SqlType common = Casts.common(left, right);
        if (common == null) {
            throw new ColonnadeException(
                    ErrorCode.DATATYPE_MISMATCH, "cannot compare " + left + " with " + right);
        }
        return common;
    }

    /** The literal in the type of what it is compared with; null if that would change it. */
    private static Expression literalAs(Expression literal, SqlType from, SqlType to) {
        if (literal.getLiteral().getNullValue()) {
            return Expressions.literal(Literals.NULL, to);
        }
        if (Casts.isText(from) && Casts.isText(to)) {
            return Expressions.literal(textAs(literal.getLiteral(), to), to);
        }
        Literal converted = Casts.exactly(literal.getLiteral(), from, to);
        return converted == null ? null : Expressions.literal(converted, to);
    }

    /** CHAR values are stored without trailing blanks, so their literals go without, too. */
    private static Literal textAs(Literal literal, SqlType to) {
        return switch (to.kind()) {
            case CHAR ->
                    Literals.ofText(
                            Casts.withoutTrailingBlanks(literal.getBytesValue().toStringUtf8()));
            default -> literal;
        };
    }

    private static Expression oneByOne(Expression value, List<Expression> items, boolean negated) {
        ScalarFunction each = negated ? ScalarFunction.NOT_EQUAL : ScalarFunction.EQUAL;
        ScalarFunction all = negated ? ScalarFunction.AND : ScalarFunction.OR;
        return Expressions.condition(
                all,
                items.stream().map(item -> compare(each, value, item)).toArray(Expression[]::new));
    }

    /**
     * value IN (literals), or its negation; comparisons one by one when a literal cannot take the
     * value's type. Items are at least two.
     */
    static Expression in(Expression value, List<Expression> items, boolean negated) {
        SqlType type = Expressions.type(value);
        InList.Builder list = InList.newBuilder().setValue(value).setNegated(negated);
        boolean nullable = value.getType().getNullable();
        for (Expression item : items) {
            Expression converted = literalAs(item, Expressions.type(item), type);
            if (converted == null) {
                return oneByOne(value, items, negated);
            }
            nullable |= converted.getLiteral().getNullValue();
            list.addItems(converted.getLiteral());
        }
        return Expression.newBuilder()
                .setType(SqlType.BOOLEAN.toProto(nullable))
                .setInList(list)
                .build();
    }
}
