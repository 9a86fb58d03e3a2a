package io.colonnade.leader.session;

import io.colonnade.type.SqlType;

/**
 * One column of a result as clients see it.
 *
 * @param typeOid PostgreSQL's type to announce instead of the one that follows from `type`, e.g. 19
 *     (name) over VARCHAR, 26 (oid) over INTEGER or BIGINT, 1009 (text[]) over VARCHAR holding the
 *     text form; 0 = follows from `type`
 * @param hasModifier whether length, precision and scale of the type are announced
 * @param tableOid table that the column comes from unchanged, or 0
 * @param attributeNumber its number there from 1, or 0
 */
public record ResultColumn(
        String name,
        SqlType type,
        int typeOid,
        boolean hasModifier,
        int tableOid,
        int attributeNumber) {

    /** A column whose type is announced as it is. */
    public ResultColumn(String name, SqlType type, int typeOid, int tableOid, int attributeNumber) {
        this(name, type, typeOid, true, tableOid, attributeNumber);
    }

    /** A computed column. */
    public static ResultColumn of(String name, SqlType type) {
        return new ResultColumn(name, type, 0, 0, 0);
    }

    /** The same, but precision and scale are only known with the values. */
    public ResultColumn withoutScale() {
        return new ResultColumn(name, type, typeOid, false, tableOid, attributeNumber);
    }
}
