package io.colonnade.leader.pgwire;

import io.colonnade.error.ColonnadeException;
import io.colonnade.leader.session.ResultColumn;
import io.colonnade.type.SqlType;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** PostgreSQL's types on the wire: number, size, and how their binary form looks. */
enum WireType {
    BOOL(16, 1, Binary.BOOL),
    BYTEA(17, -1, Binary.NONE),
    CHAR_ONE(18, 1, Binary.BYTES),
    NAME(19, 64, Binary.BYTES),
    INT8(20, 8, Binary.INT8),
    INT2(21, 2, Binary.INT2),
    INT2VECTOR(22, -1, Binary.NONE),
    INT4(23, 4, Binary.INT4),
    REGPROC(24, 4, Binary.INT4),
    TEXT(25, -1, Binary.BYTES),
    OID(26, 4, Binary.INT4),
    XID(28, 4, Binary.INT4),
    OIDVECTOR(30, -1, Binary.NONE),
    PG_NODE_TREE(194, -1, Binary.BYTES),
    FLOAT4(700, 4, Binary.FLOAT4),
    FLOAT8(701, 8, Binary.FLOAT8),
    UNKNOWN(705, -2, Binary.BYTES),
    BOOL_ARRAY(1000, -1, Binary.NONE),
    CHAR_ONE_ARRAY(1002, -1, Binary.NONE),
    NAME_ARRAY(1003, -1, Binary.NONE),
    INT2_ARRAY(1005, -1, Binary.NONE),
    INT4_ARRAY(1007, -1, Binary.NONE),
    TEXT_ARRAY(1009, -1, Binary.NONE),
    VARCHAR_ARRAY(1015, -1, Binary.NONE),
    INT8_ARRAY(1016, -1, Binary.NONE),
    OID_ARRAY(1028, -1, Binary.NONE),
    ACLITEM_ARRAY(1034, -1, Binary.NONE),
    BPCHAR(1042, -1, Binary.BYTES),
    VARCHAR(1043, -1, Binary.BYTES),
    DATE(1082, 4, Binary.DATE),
    TIME(1083, 8, Binary.TIME),
    TIMESTAMP(1114, 8, Binary.TIMESTAMP),
    TIMESTAMPTZ(1184, 8, Binary.TIMESTAMP),
    INTERVAL(1186, 16, Binary.INTERVAL),
    NUMERIC(1700, -1, Binary.NUMERIC),
    REGCLASS(2205, 4, Binary.INT4),
    REGTYPE(2206, 4, Binary.INT4);

    /** Binary forms; NONE is sent and taken as text only. */
    enum Binary {
        BOOL,
        INT2,
        INT4,
        INT8,
        FLOAT4,
        FLOAT8,
        NUMERIC,
        DATE,
        TIME,
        TIMESTAMP,
        INTERVAL,
        BYTES,
        NONE
    }

    private static final Map<Integer, WireType> BY_OID = new HashMap<>();

    static {
        for (WireType type : values()) {
            BY_OID.put(type.oid, type);
        }
    }

    /** What PostgreSQL adds to the size of text and to the packed digits of a numeric. */
    private static final int MODIFIER_OFFSET = 4;

    /** Scale by which a numeric parameter is planned; its values keep theirs. */
    private static final int NUMERIC_PARAMETER_SCALE = 10;

    private final int oid;
    private final int length;
    private final Binary binary;

    WireType(int oid, int length, Binary binary) {
        this.oid = oid;
        this.length = length;
        this.binary = binary;
    }

    int oid() {
        return oid;
    }

    /** Size in bytes, negative when it varies. */
    int length() {
        return length;
    }

    Binary binary() {
        return binary;
    }

    /** The type with that number, or null. */
    static WireType find(int oid) {
        return BY_OID.get(oid);
    }

    static WireType of(ResultColumn column) {
        if (column.typeOid() == 0) {
            return of(column.type());
        }
        WireType type = BY_OID.get(column.typeOid());
        if (type == null) {
            throw ColonnadeException.internal("no wire form of type OID " + column.typeOid());
        }
        return type;
    }

    static WireType of(SqlType type) {
        return switch (type.kind()) {
            case BOOLEAN -> BOOL;
            case SMALLINT -> INT2;
            case INTEGER -> INT4;
            case BIGINT -> INT8;
            case DECIMAL -> NUMERIC;
            case REAL -> FLOAT4;
            case DOUBLE -> FLOAT8;
            case DATE -> DATE;
            case TIME -> TIME;
            case TIMESTAMP -> TIMESTAMP;
            case TIMESTAMPTZ -> TIMESTAMPTZ;
            case CHAR -> BPCHAR;
            case VARCHAR -> type.precision() > 0 ? VARCHAR : TEXT;
            case INTERVAL_MONTH, INTERVAL_MICROS -> INTERVAL;
        };
    }

    /** The SQL type of a declared parameter; null when it is to be inferred. */
    static SqlType parameterType(int oid) {
        if (oid == 0) {
            return null;
        }
        WireType type = BY_OID.get(oid);
        return switch (type) {
            case null -> throw ColonnadeException.notSupported("a parameter of type OID " + oid);
            case UNKNOWN -> null;
            case BOOL -> SqlType.BOOLEAN;
            case INT2 -> SqlType.SMALLINT;
            case INT4 -> SqlType.INTEGER;
            case INT8, OID, XID, REGPROC, REGCLASS, REGTYPE -> SqlType.BIGINT;
            case FLOAT4 -> SqlType.REAL;
            case FLOAT8 -> SqlType.DOUBLE;
            case NUMERIC -> SqlType.decimal(SqlType.MAX_PRECISION, NUMERIC_PARAMETER_SCALE);
            case CHAR_ONE, NAME, TEXT, BPCHAR, VARCHAR, PG_NODE_TREE -> SqlType.VARCHAR;
            case DATE -> SqlType.DATE;
            case TIME -> SqlType.TIME;
            case TIMESTAMP -> SqlType.TIMESTAMP;
            case TIMESTAMPTZ -> SqlType.TIMESTAMPTZ;
            case INTERVAL -> SqlType.INTERVAL_MICROS;
            case BYTEA,
                    INT2VECTOR,
                    OIDVECTOR,
                    BOOL_ARRAY,
                    CHAR_ONE_ARRAY,
                    NAME_ARRAY,
                    INT2_ARRAY,
                    INT4_ARRAY,
                    TEXT_ARRAY,
                    VARCHAR_ARRAY,
                    INT8_ARRAY,
                    OID_ARRAY,
                    ACLITEM_ARRAY ->
                    throw ColonnadeException.notSupported(
                            "a parameter of type " + type.name().toLowerCase(Locale.ROOT));
        };
    }

    /** PostgreSQL's type modifier. */
    static int modifier(ResultColumn column) {
        SqlType type = column.type();
        if (!column.hasModifier() || (column.typeOid() != 0 && column.typeOid() != of(type).oid)) {
            return -1;
        }
        return switch (type.kind()) {
            case DECIMAL -> (type.precision() << 16 | type.scale()) + MODIFIER_OFFSET;
            case CHAR, VARCHAR -> type.precision() > 0 ? type.precision() + MODIFIER_OFFSET : -1;
            default -> -1;
        };
    }

    /** The format of one column or parameter out of those that Bind gave. */
    static short format(short[] formats, int index) {
        return switch (formats.length) {
            case 0 -> 0;
            case 1 -> formats[0];
            default -> formats[index];
        };
    }
}
