package io.colonnade.storage.encoding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.type.SqlType;

import org.junit.jupiter.api.Test;

/** The names of Redshift's encodings and the types they suit. */
class EncodingChoiceTest {
    @Test
    void namesMapToEncodings() {
        assertEquals(EncodingChoice.AUTO, EncodingChoice.of("", SqlType.INTEGER));
        assertEquals(EncodingChoice.AZ64, EncodingChoice.of("MOSTLY16", SqlType.INTEGER));
        assertEquals(EncodingChoice.AZ64, EncodingChoice.of("delta32k", SqlType.DATE));
        assertEquals(EncodingChoice.LZ4, EncodingChoice.of("lzo", SqlType.VARCHAR));
        assertEquals(EncodingChoice.DICTIONARY, EncodingChoice.of("text32k", SqlType.VARCHAR));
        assertEquals(EncodingChoice.ZSTD, EncodingChoice.of("zstd", SqlType.BOOLEAN));
    }

    @Test
    void namesThatDoNotSuitAreRefused() {
        ColonnadeException error =
                assertThrows(
                        ColonnadeException.class, () -> EncodingChoice.of("az64", SqlType.VARCHAR));
        assertEquals(ErrorCode.INVALID_TABLE_DEFINITION, error.code());
        assertThrows(ColonnadeException.class, () -> EncodingChoice.of("text255", SqlType.INTEGER));
        error =
                assertThrows(
                        ColonnadeException.class, () -> EncodingChoice.of("zst", SqlType.INTEGER));
        assertEquals(ErrorCode.UNDEFINED_OBJECT, error.code());
        assertEquals("Perhaps you meant \"zstd\".", error.hint());
    }
}
