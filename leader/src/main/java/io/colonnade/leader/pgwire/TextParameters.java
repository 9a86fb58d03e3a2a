package io.colonnade.leader.pgwire;

import io.colonnade.engine.kernel.BooleanText;
import io.colonnade.engine.kernel.DateText;
import io.colonnade.engine.kernel.DoubleText;
import io.colonnade.engine.kernel.IntegerText;
import io.colonnade.engine.kernel.IntervalText;
import io.colonnade.engine.kernel.TextErrors;
import io.colonnade.engine.kernel.TimeText;
import io.colonnade.engine.kernel.TimestampText;
import io.colonnade.error.ColonnadeException;
import io.colonnade.type.SqlType;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Locale;

/** Parameters in the text format; read as casts from text read. Stateless. */
final class TextParameters {
    private TextParameters() {}

    static ParameterDecoder.Value decode(byte[] bytes, SqlType type, ZoneId zone) {
        int length = bytes.length;
        return switch (type.kind()) {
            case BOOLEAN -> ParameterDecoder.of(BooleanText.parse(bytes, 0, length) != 0);
            case SMALLINT -> ParameterDecoder.of(type, IntegerText.parseSmallint(bytes, 0, length));
            case INTEGER -> ParameterDecoder.of(type, IntegerText.parseInteger(bytes, 0, length));
            case BIGINT -> ParameterDecoder.of(type, IntegerText.parseBigint(bytes, 0, length));
            case DECIMAL -> DecimalParameters.decode(decimal(bytes));
            case REAL -> ParameterDecoder.of(type, DoubleText.parseReal(bytes, 0, length));
            case DOUBLE -> ParameterDecoder.of(type, DoubleText.parse(bytes, 0, length));
            case DATE -> ParameterDecoder.of(type, DateText.parse(bytes, 0, length));
            case TIME -> ParameterDecoder.of(type, TimeText.parse(bytes, 0, length));
            case TIMESTAMP -> ParameterDecoder.of(type, TimestampText.parse(bytes, 0, length));
            case TIMESTAMPTZ ->
                    ParameterDecoder.of(type, TimestampText.parseZoned(bytes, 0, length, zone));
            case CHAR, VARCHAR -> BinaryParameters.text(bytes);
            case INTERVAL_MONTH ->
                    ParameterDecoder.of(type, IntervalText.parseMonths(bytes, 0, length));
            case INTERVAL_MICROS ->
                    ParameterDecoder.of(type, IntervalText.parseMicros(bytes, 0, length));
        };
    }

    private static BigDecimal decimal(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8).strip();
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.equals("nan") || lower.contains("inf")) {
            throw ColonnadeException.notSupported("NaN and infinity in numeric parameters");
        }
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw TextErrors.syntax("numeric", bytes, 0, bytes.length);
        }
    }
}
