package io.colonnade.sql.bind;

import org.apache.calcite.sql.type.SqlTypeFactoryImpl;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Calcite's type factory with our type system, and UTF-8 as the charset of all text. */
final class ColonnadeTypeFactory extends SqlTypeFactoryImpl {
    ColonnadeTypeFactory() {
        super(ColonnadeTypeSystem.INSTANCE);
    }

    @Override
    public Charset getDefaultCharset() {
        return StandardCharsets.UTF_8;
    }
}
