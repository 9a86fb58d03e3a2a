package io.colonnade.sql.physical;

import io.colonnade.plan.DataType;
import io.colonnade.type.SqlType;

/** A column that a physical node gives. Immutable. */
public record OutputColumn(String name, SqlType type, boolean nullable) {
    public DataType toProto() {
        return type.toProto(nullable);
    }

    OutputColumn orNull() {
        return nullable ? this : new OutputColumn(name, type, true);
    }

    OutputColumn named(String newName) {
        return new OutputColumn(newName, type, nullable);
    }
}
