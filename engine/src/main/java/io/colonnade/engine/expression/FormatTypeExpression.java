package io.colonnade.engine.expression;

import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.BytesVector;
import io.colonnade.storage.vector.IntVector;
import io.colonnade.storage.vector.LongVector;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.SqlType;

import java.nio.charset.StandardCharsets;

/** FORMAT_TYPE(oid, typmod): SQL name of a type; a NULL typmod means none. */
final class FormatTypeExpression extends VectorExpression {
    private final VectorExpression oid;
    private final VectorExpression modifier;
    private final BytesVector result = new BytesVector(Batch.CAPACITY);

    FormatTypeExpression(VectorExpression[] arguments, SqlType type) {
        super(type);
        this.oid = arguments[0];
        this.modifier = arguments.length > 1 ? arguments[1] : null;
    }

    @Override
    Vector evaluate(Batch input, int[] selection, int count) {
        Vector oids = oid.evaluate(input, selection, count);
        Vector modifiers = modifier == null ? null : modifier.evaluate(input, selection, count);
        result.reset();
        for (int i = 0; i < count; i++) {
            int p = selection == null ? i : selection[i];
            if (oids.isNull(p)) {
                result.setNull(p);
                continue;
            }
            boolean hasModifier = modifiers != null && !modifiers.isNull(p);
            int typmod = hasModifier ? (int) valueAt(modifiers, p) : -1;
            byte[] name = name(valueAt(oids, p), typmod).getBytes(StandardCharsets.UTF_8);
            result.append(p, name, 0, name.length);
        }
        return result;
    }

    private static long valueAt(Vector v, int position) {
        return switch (v) {
            case IntVector ints -> ints.value(position);
            case LongVector longs -> longs.value(position);
            default -> LongOperand.constant(v);
        };
    }

    private static String name(long oid, int typmod) {
        return switch ((int) oid) {
            case 16 -> "boolean";
            case 17 -> "bytea";
            case 18 -> "\"char\"";
            case 19 -> "name";
            case 20 -> "bigint";
            case 21 -> "smallint";
            case 22 -> "int2vector";
            case 23 -> "integer";
            case 24 -> "regproc";
            case 25 -> "text";
            case 26 -> "oid";
            case 700 -> "real";
            case 701 -> "double precision";
            case 1009 -> "text[]";
            case 1042 -> "character" + length(typmod);
            case 1043 -> "character varying" + length(typmod);
            case 1082 -> "date";
            case 1083 -> "time without time zone";
            case 1114 -> "timestamp without time zone";
            case 1184 -> "timestamp with time zone";
            case 1186 -> "interval";
            case 1266 -> "time with time zone";
            case 1700 -> "numeric" + precision(typmod);
            case 2205 -> "regclass";
            case 2206 -> "regtype";
            case 0 -> "-";
            default -> "???";
        };
    }

    /** The modifier is the length and 4 bytes of header. */
    private static String length(int typmod) {
        return typmod > 4 ? "(" + (typmod - 4) + ")" : "";
    }

    private static String precision(int typmod) {
        return typmod < 4 ? "" : "(" + (typmod - 4 >> 16) + "," + (typmod - 4 & 0xFFFF) + ")";
    }
}
