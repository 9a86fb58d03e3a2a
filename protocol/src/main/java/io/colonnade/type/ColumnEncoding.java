package io.colonnade.type;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.error.Suggestions;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a column's ENCODE clause may ask for, and which types it suits. */
public enum ColumnEncoding {
    /** The cheapest by trial, block by block. */
    AUTO(Types.ALL),
    RAW(Types.ALL),
    AZ64(Types.INTEGERS),
    BYTEDICT(Types.ALL_BUT_BOOLEAN),
    DELTA(Types.INTEGERS),
    DELTA32K(Types.WITHOUT_SMALLINT),
    LZO(Types.INTEGERS_AND_TEXT),
    MOSTLY8(Set.of(TypeKind.SMALLINT, TypeKind.INTEGER, TypeKind.BIGINT, TypeKind.DECIMAL)),
    MOSTLY16(Set.of(TypeKind.INTEGER, TypeKind.BIGINT, TypeKind.DECIMAL)),
    MOSTLY32(Set.of(TypeKind.BIGINT, TypeKind.DECIMAL)),
    RUNLENGTH(Types.ALL),
    TEXT255(Set.of(TypeKind.VARCHAR)),
    TEXT32K(Set.of(TypeKind.VARCHAR)),
    ZSTD(Types.ALL);

    private static final Map<String, ColumnEncoding> BY_NAME =
            Arrays.stream(values())
                    .collect(Collectors.toMap(ColumnEncoding::sqlName, Function.identity()));

    private final Set<TypeKind> types;

    ColumnEncoding(Set<TypeKind> types) {
        this.types = types;
    }

    /** Constants cannot refer to static fields of their own class. */
    private static final class Types {
        static final Set<TypeKind> ALL = Set.of(TypeKind.values());
        static final Set<TypeKind> ALL_BUT_BOOLEAN = without(ALL, TypeKind.BOOLEAN);
        static final Set<TypeKind> INTEGERS_AND_TEXT =
                without(ALL_BUT_BOOLEAN, TypeKind.REAL, TypeKind.DOUBLE);
        static final Set<TypeKind> INTEGERS =
                without(INTEGERS_AND_TEXT, TypeKind.CHAR, TypeKind.VARCHAR);
        static final Set<TypeKind> WITHOUT_SMALLINT = without(INTEGERS, TypeKind.SMALLINT);

        private static Set<TypeKind> without(Set<TypeKind> types, TypeKind... kinds) {
            List<TypeKind> dropped = List.of(kinds);
            return types.stream()
                    .filter(kind -> !dropped.contains(kind))
                    .collect(Collectors.toUnmodifiableSet());
        }
    }

    /** The encoding by its SQL name in any case; empty is AUTO, "none" another word for RAW. */
    public static ColumnEncoding of(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.isEmpty()) {
            return AUTO;
        }
        if (lower.equals("none")) {
            return RAW;
        }
        ColumnEncoding found = BY_NAME.get(lower);
        if (found != null) {
            return found;
        }
        ColonnadeException unknown =
                new ColonnadeException(
                        ErrorCode.INVALID_ARGUMENT, "encoding type \"" + name + "\" is not known");
        throw Suggestions.nearest(lower, BY_NAME.keySet())
                .map(near -> unknown.hint("Perhaps you meant " + near + "."))
                .orElseGet(
                        () ->
                                unknown.hint(
                                        "Encodings: "
                                                + Arrays.stream(values())
                                                        .map(ColumnEncoding::sqlName)
                                                        .collect(Collectors.joining(", "))
                                                + "."));
    }

    public boolean suits(SqlType type) {
        return types.contains(type.kind());
    }

    /** Refuses an encoding that does not suit a column's type. */
    public void check(String column, SqlType type) {
        if (!suits(type)) {
            throw new ColonnadeException(
                            ErrorCode.INVALID_TABLE_DEFINITION,
                            "encoding "
                                    + sqlName()
                                    + " of column \""
                                    + column
                                    + "\" does not suit type "
                                    + type)
                    .hint(
                            "Encodings for this type: "
                                    + Arrays.stream(values())
                                            .filter(encoding -> encoding.suits(type))
                                            .map(ColumnEncoding::sqlName)
                                            .collect(Collectors.joining(", "))
                                    + ".");
        }
    }

    /** What a type gets when nothing is known of its values. */
    public static ColumnEncoding preset(SqlType type) {
        return switch (type.kind()) {
            case BOOLEAN, REAL, DOUBLE -> RAW;
            case CHAR, VARCHAR -> LZO;
            case SMALLINT,
                    INTEGER,
                    BIGINT,
                    DECIMAL,
                    DATE,
                    TIME,
                    TIMESTAMP,
                    TIMESTAMPTZ,
                    INTERVAL_MONTH,
                    INTERVAL_MICROS ->
                    AZ64;
        };
    }

    public String sqlName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
