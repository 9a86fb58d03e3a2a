package io.colonnade.engine.expression;

import io.colonnade.engine.kernel.Int128;
import io.colonnade.engine.kernel.Powers;
import io.colonnade.plan.Literal;
import io.colonnade.storage.vector.Int128Vector;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.PhysicalType;
import io.colonnade.type.SqlType;

import java.math.BigInteger;

/**
 * Brings a number that is compared with something into that thing's physical form, when it has an
 * equal there, so that not the column but the constant is converted. Stateless.
 */
final class LiteralFit {
    private LiteralFit() {}

    static VectorExpression to(SqlType target, LiteralExpression literal) {
        SqlType from = literal.type();
        if (literal.isNull()
                || !Casts.isExact(from)
                || !Casts.isExact(target)
                || from.scale() > target.scale()
                || from.physical() == target.physical() && from.scale() == target.scale()) {
            return literal;
        }
        BigInteger value = unscaled(literal.value());
        BigInteger scaled = value.multiply(Powers.tenBig(target.scale() - from.scale()));
        int bits =
                switch (target.physical()) {
                    case INT -> 31;
                    case LONG -> 63;
                    default -> 0;
                };
        if (scaled.bitLength() > bits) {
            return literal;
        }
        Literal fitted = Literal.newBuilder().setLongValue(scaled.longValue()).build();
        return new LiteralExpression(target, Literals.vector(fitted, target.physical()));
    }

    private static BigInteger unscaled(Vector v) {
        return v.type() == PhysicalType.INT128
                ? Int128.toBig(((Int128Vector) v).highAt(0), ((Int128Vector) v).lowAt(0))
                : BigInteger.valueOf(LongOperand.constant(v));
    }
}
