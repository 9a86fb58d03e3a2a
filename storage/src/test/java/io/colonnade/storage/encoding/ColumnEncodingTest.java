package io.colonnade.storage.encoding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.type.ColumnEncoding;
import io.colonnade.type.SqlType;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Which encoding suits which type, as Redshift documents it. */
class ColumnEncodingTest {
    private static String suiting(SqlType type) {
        return Arrays.stream(ColumnEncoding.values())
                .filter(encoding -> encoding.suits(type))
                .map(ColumnEncoding::sqlName)
                .collect(Collectors.joining(" "));
    }

    @Test
    void everyTypeHasItsEncodings() {
        String integers = "auto raw az64 bytedict delta delta32k lzo mostly8 mostly16";
        assertEquals("auto raw runlength zstd", suiting(SqlType.BOOLEAN));
        assertEquals(
                "auto raw az64 bytedict delta lzo mostly8 runlength zstd",
                suiting(SqlType.SMALLINT));
        assertEquals(integers + " runlength zstd", suiting(SqlType.INTEGER));
        assertEquals(integers + " mostly32 runlength zstd", suiting(SqlType.BIGINT));
        assertEquals(integers + " mostly32 runlength zstd", suiting(SqlType.decimal(38, 2)));
        assertEquals("auto raw bytedict runlength zstd", suiting(SqlType.REAL));
        assertEquals("auto raw bytedict runlength zstd", suiting(SqlType.DOUBLE));
        String times = "auto raw az64 bytedict delta delta32k lzo runlength zstd";
        assertEquals(times, suiting(SqlType.DATE));
        assertEquals(times, suiting(SqlType.TIMESTAMP));
        assertEquals("auto raw bytedict lzo runlength zstd", suiting(SqlType.character(3)));
        assertEquals(
                "auto raw bytedict lzo runlength text255 text32k zstd", suiting(SqlType.VARCHAR));
    }

    @Test
    void namesAreReadInAnyCase() {
        assertEquals(ColumnEncoding.AUTO, ColumnEncoding.of(""));
        assertEquals(ColumnEncoding.RAW, ColumnEncoding.of("none"));
        assertEquals(ColumnEncoding.DELTA32K, ColumnEncoding.of("Delta32K"));
        ColonnadeException unknown =
                assertThrows(ColonnadeException.class, () -> ColumnEncoding.of("zst"));
        assertEquals(ErrorCode.INVALID_ARGUMENT, unknown.code());
        assertEquals("Perhaps you meant zstd.", unknown.hint());
    }

    @Test
    void whatDoesNotSuitIsRefusedWithWhatWould() {
        ColonnadeException error =
                assertThrows(
                        ColonnadeException.class,
                        () -> ColumnEncoding.AZ64.check("c", SqlType.BOOLEAN));
        assertEquals(ErrorCode.INVALID_TABLE_DEFINITION, error.code());
        assertEquals("Encodings for this type: auto, raw, runlength, zstd.", error.hint());
    }
}
