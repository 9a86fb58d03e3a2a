package io.colonnade.sql.bind;

import io.colonnade.type.SqlType;

import org.apache.calcite.rel.type.RelDataType;

import java.nio.charset.StandardCharsets;

/** Types of text constants. Stateless. */
final class TextTypes {
    private TextTypes() {}

    /** VARCHAR of as many bytes as the text has, at least one. */
    static RelDataType ofConstant(String text) {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        return TypeMapping.toRel(SqlType.varchar(Math.max(1, bytes)), false);
    }
}
