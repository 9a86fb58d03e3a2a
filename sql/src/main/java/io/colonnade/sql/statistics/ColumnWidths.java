package io.colonnade.sql.statistics;

import io.colonnade.type.SqlType;

/** Bytes of one value where no statistics say more. Stateless. */
public final class ColumnWidths {
    private static final int TEXT_DEFAULT = 16;

    private ColumnWidths() {}

    public static double of(SqlType type) {
        return switch (type.physical()) {
            case BOOLEAN -> 1;
            case INT -> 4;
            case LONG, DOUBLE -> 8;
            case INT128 -> 16;
            case BYTES ->
                    type.precision() == 0 ? TEXT_DEFAULT : Math.min(type.precision(), 64) / 2.0;
        };
    }
}
