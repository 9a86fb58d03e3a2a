package io.colonnade.leader.pgwire;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.leader.session.NamedStatement;
import io.colonnade.leader.session.ParameterValues;
import io.colonnade.plan.Literal;
import io.colonnade.type.SqlType;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** Turns the parameters of a Bind message into values. Stateless. */
final class ParameterDecoder {
    /** A value with the type that it needs. */
    record Value(SqlType type, Literal literal) {}

    private static final Literal NULL = Literal.newBuilder().setNullValue(true).build();

    private ParameterDecoder() {}

    static ParameterValues decode(
            FrontendMessage.Bind bind, NamedStatement statement, ZoneId zone) {
        List<SqlType> types =
                statement.isEmpty() ? List.of() : statement.prepared().parameterTypes();
        checkCounts(bind, statement, types.size());
        List<SqlType> actual = new ArrayList<>(types.size());
        List<Literal> values = new ArrayList<>(types.size());
        for (int i = 0; i < types.size(); i++) {
            byte[] bytes = bind.values()[i];
            Value value;
            if (bytes == null) {
                value = new Value(types.get(i), NULL);
            } else if (WireType.format(bind.parameterFormats(), i) == 1) {
                value = BinaryParameters.decode(bytes, types.get(i), wireType(statement, i), i);
            } else {
                value = TextParameters.decode(bytes, types.get(i), zone);
            }
            actual.add(value.type());
            values.add(value.literal());
        }
        return new ParameterValues(actual, values);
    }

    private static WireType wireType(NamedStatement statement, int index) {
        List<Integer> oids = statement.declaredOids();
        int oid = index < oids.size() ? oids.get(index) : 0;
        WireType declared = WireType.find(oid);
        return declared == null || declared == WireType.UNKNOWN
                ? WireType.of(statement.prepared().parameterTypes().get(index))
                : declared;
    }

    private static void checkCounts(
            FrontendMessage.Bind bind, NamedStatement statement, int expected) {
        int given = bind.values().length;
        int formats = bind.parameterFormats().length;
        if (formats > 1 && formats != given) {
            throw MessageReader.malformed(
                    "bind message has "
                            + formats
                            + " parameter formats but "
                            + given
                            + " parameters");
        }
        if (given != expected) {
            throw MessageReader.malformed(
                    "bind message supplies "
                            + given
                            + " parameters, but prepared statement \""
                            + statement.name()
                            + "\" requires "
                            + expected);
        }
        int results = bind.resultFormats().length;
        int columns = statement.isEmpty() ? 0 : statement.prepared().columns().size();
        if (results > 1 && results != columns) {
            throw MessageReader.malformed(
                    "bind message has "
                            + results
                            + " result formats but query has "
                            + columns
                            + " columns");
        }
    }

    static Value of(SqlType type, long value) {
        return new Value(type, Literal.newBuilder().setLongValue(value).build());
    }

    static Value of(SqlType type, double value) {
        return new Value(type, Literal.newBuilder().setDoubleValue(value).build());
    }

    static Value of(boolean value) {
        return new Value(SqlType.BOOLEAN, Literal.newBuilder().setBooleanValue(value).build());
    }

    /** A whole number that has to fit its type. */
    static Value whole(SqlType type, long value, String text) {
        boolean fits =
                switch (type.kind()) {
                    case SMALLINT -> value == (short) value;
                    case INTEGER -> value == (int) value;
                    default -> true;
                };
        if (!fits) {
            throw outOfRange(type, text);
        }
        return of(type, value);
    }

    static ColonnadeException outOfRange(SqlType type, String text) {
        return new ColonnadeException(
                ErrorCode.NUMERIC_OUT_OF_RANGE,
                "value \"" + text + "\" is out of range for type " + type);
    }
}
