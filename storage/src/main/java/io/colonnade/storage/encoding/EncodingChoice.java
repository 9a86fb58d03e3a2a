package io.colonnade.storage.encoding;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.error.Suggestions;
import io.colonnade.type.PhysicalType;
import io.colonnade.type.SqlType;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a column's ENCODE clause asks for. A choice is a wish: a block whose values it does not suit
 * (a dictionary that grows too large, 128-bit numbers for AZ64) falls back as AUTO would.
 *
 * <pre>
 * auto, ""                              AUTO: smallest by trial, decode cost considered
 * raw                                   RAW
 * az64, delta, delta32k, mostly8/16/32  AZ64: frame of reference covers what they do
 * runlength                             RUNLENGTH
 * bytedict, text255, text32k            DICTIONARY
 * lzo                                   LZ4
 * zstd                                  ZSTD
 * </pre>
 */
public enum EncodingChoice {
    AUTO,
    RAW,
    AZ64,
    RUNLENGTH,
    DICTIONARY,
    LZ4,
    ZSTD;

    private static final Map<String, EncodingChoice> BY_NAME =
            Map.ofEntries(
                    Map.entry("", AUTO),
                    Map.entry("auto", AUTO),
                    Map.entry("raw", RAW),
                    Map.entry("none", RAW),
                    Map.entry("az64", AZ64),
                    Map.entry("delta", AZ64),
                    Map.entry("delta32k", AZ64),
                    Map.entry("mostly8", AZ64),
                    Map.entry("mostly16", AZ64),
                    Map.entry("mostly32", AZ64),
                    Map.entry("runlength", RUNLENGTH),
                    Map.entry("bytedict", DICTIONARY),
                    Map.entry("text255", DICTIONARY),
                    Map.entry("text32k", DICTIONARY),
                    Map.entry("lzo", LZ4),
                    Map.entry("zstd", ZSTD));

    private static final List<String> TEXT_ONLY = List.of("text255", "text32k");

    /** The choice by its SQL name; refuses unknown names and those that do not suit the type. */
    public static EncodingChoice of(String sqlName, SqlType type) {
        String name = sqlName.toLowerCase(Locale.ROOT);
        EncodingChoice choice = BY_NAME.get(name);
        if (choice == null) {
            ColonnadeException unknown =
                    new ColonnadeException(
                            ErrorCode.UNDEFINED_OBJECT,
                            "encoding \"" + sqlName + "\" is not known");
            throw Suggestions.nearest(name, BY_NAME.keySet())
                    .map(near -> unknown.hint("Perhaps you meant \"" + near + "\"."))
                    .orElse(unknown);
        }
        PhysicalType physical = type.physical();
        boolean integers =
                physical == PhysicalType.INT
                        || physical == PhysicalType.LONG
                        || physical == PhysicalType.INT128;
        if (choice == AZ64 && !integers
                || TEXT_ONLY.contains(name) && physical != PhysicalType.BYTES) {
            throw new ColonnadeException(
                    ErrorCode.INVALID_TABLE_DEFINITION,
                    "encoding \"" + name + "\" does not suit type " + type);
        }
        return choice;
    }
}
