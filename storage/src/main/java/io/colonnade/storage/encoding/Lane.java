package io.colonnade.storage.encoding;

import io.colonnade.type.SqlType;
import io.colonnade.type.TypeKind;

/** How the values of a column are taken for encoding; bytes per value where that is fixed. */
public enum Lane {
    BOOLEAN(1),
    INT(4),
    LONG(8),
    /** The bits of a float: REAL values lie in double vectors but are stored in half the room. */
    REAL(4),
    /** The bits of a double. */
    DOUBLE(8),
    INT128(16),
    TEXT(0);

    private final int bytes;

    Lane(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes of one value in the RAW layout; 0 for text. */
    public int bytes() {
        return bytes;
    }

    public static Lane of(SqlType type) {
        return switch (type.physical()) {
            case BOOLEAN -> BOOLEAN;
            case INT -> INT;
            case LONG -> LONG;
            case DOUBLE -> type.kind() == TypeKind.REAL ? REAL : DOUBLE;
            case INT128 -> INT128;
            case BYTES -> TEXT;
        };
    }
}
