package io.colonnade.sql.bind;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.type.SqlTypeFactoryImpl;
import org.apache.calcite.sql.type.SqlTypeName;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Calcite's type factory with our type system, and UTF-8 as the charset of all text. */
final class ColonnadeTypeFactory extends SqlTypeFactoryImpl {
    ColonnadeTypeFactory() {
        super(ColonnadeTypeSystem.INSTANCE);
    }

    /** A type as somebody wrote it, if it is one. */
    @Override
    public RelDataType createSqlType(SqlTypeName name, int precision, int scale) {
        if (name == SqlTypeName.DECIMAL && precision >= 0 && scale > precision) {
            throw new ColonnadeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "NUMERIC scale " + scale + " must be between 0 and precision " + precision);
        }
        return super.createSqlType(name, precision, scale);
    }

    @Override
    public Charset getDefaultCharset() {
        return StandardCharsets.UTF_8;
    }
}
