package io.colonnade.compute.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.type.SqlType;
import io.colonnade.type.TypeKind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;

/** How fields become values, type by type and option by option. */
class ValuesTest {
    @TempDir private Path folder;

    private LoadRun column(SqlType type) {
        return new LoadRun(folder, type);
    }

    private static String failure(LoadRun load, String content) {
        ColonnadeException e =
                assertThrows(ColonnadeException.class, () -> load.rows(content), content);
        assertEquals(ErrorCode.BAD_COPY_DATA, e.code());
        return e.getMessage();
    }

    private static String day(int year, int month, int day) {
        return String.valueOf(LocalDate.of(year, month, day).toEpochDay());
    }

    private static String moment(String iso) {
        LocalDateTime time = LocalDateTime.parse(iso);
        return String.valueOf(
                time.toEpochSecond(ZoneOffset.UTC) * 1_000_000 + time.getNano() / 1_000);
    }

    @Test
    void integers() {
        assertEquals(
                List.of("0", "-1", "2147483647", "-2147483648", "7", "-", "-", "5"),
                column(SqlType.INTEGER).rows("0\n-1\n2147483647\n-2147483648\n+7\n\n  \n 5 \n"));
        assertEquals(List.of("32767", "-32768"), column(SqlType.SMALLINT).rows("32767\n-32768\n"));
        assertEquals(
                List.of("9223372036854775807", "-9223372036854775808", "1234567890123456789", "0"),
                column(SqlType.BIGINT)
                        .rows(
                                "9223372036854775807\n-9223372036854775808\n"
                                        + "1234567890123456789\n000000000000000000000\n"));
    }

    @Test
    void wrongIntegers() {
        for (String text : List.of("x", "1x", "-", "1.5", "--1", "1 2", "0x10", "1e3")) {
            String message = failure(column(SqlType.INTEGER), text + "\n");
            assertTrue(message.contains("invalid input syntax for type integer"), message);
        }
        for (String text : List.of("2147483648", "-2147483649", "99999999999999")) {
            String message = failure(column(SqlType.INTEGER), text + "\n");
            assertTrue(message.contains("out of range"), message);
        }
        assertTrue(failure(column(SqlType.SMALLINT), "32768\n").contains("out of range"));
        failure(column(SqlType.BIGINT), "9223372036854775808\n");
    }

    @Test
    void errorsSayWhereAndWhat() {
        LoadRun load = new LoadRun(folder, SqlType.INTEGER, SqlType.INTEGER);
        ColonnadeException e =
                assertThrows(ColonnadeException.class, () -> load.rows("1|2\n3|4\n5|six\n"));
        Path file = folder.resolve("rows.txt");
        assertEquals(
                "invalid input syntax for type integer (file " + file + ", line 3, column c2)",
                e.getMessage());
        assertEquals("The value is \"six\". The line is \"5|six\".", e.detail());
        assertTrue(e.hint().startsWith("Nothing was loaded."), e.hint());
    }

    @Test
    void theFirstBadRowIsReported() {
        LoadRun load = new LoadRun(folder, SqlType.INTEGER, SqlType.INTEGER);
        assertTrue(failure(load, "1|2\n1|x\ny|2\n3\n").contains("line 2"));
        assertTrue(failure(load, "1|2\n3\n1|x\n").contains("line 2"));
        load.with(o -> o.setMaxErrors(4));
        assertTrue(failure(load, "1|2\n1|x\ny|2\n3\n4\n").contains("line 5"));
        assertEquals(
                List.of(2L, 3L, 4L, 5L), load.errors().stream().map(x -> x.getLine()).toList());
    }

    @Test
    void decimals() {
        LoadRun load = column(SqlType.decimal(10, 2));
        assertEquals(
                List.of("150", "-150", "100", "50", "12346", "-12346", "99999999", "-", "123000"),
                load.rows("1.5\n-1.50\n1\n.5\n123.455\n-123.455\n999999.99\n\n1.23e3\n"));
        for (String text : List.of("100000000", "x", "1.2.3", ".", "1e9")) {
            failure(load, text + "\n");
        }
        assertEquals(
                List.of("12345678901234567890123456789012345678", "-1"),
                column(SqlType.decimal(38, 0))
                        .rows("12345678901234567890123456789012345678\n-1\n"));
    }

    @Test
    void notNull() {
        LoadRun load = column(SqlType.INTEGER).notNull();
        assertTrue(failure(load, "1\n\\N\n").contains("NOT NULL"));
        assertTrue(failure(column(SqlType.VARCHAR).notNull(), "\\N\n").contains("NOT NULL"));
    }

    @Test
    void booleansAndDoubles() {
        assertEquals(
                List.of("1", "0", "1", "0", "1", "-"),
                column(SqlType.BOOLEAN).rows("true\nF\nyes\n0\nT\n\n"));
        failure(column(SqlType.BOOLEAN), "maybe\n");
        assertEquals(
                List.of("1.5", "-0.001", "1.0E300", "Infinity", "NaN", "-"),
                column(SqlType.DOUBLE).rows("1.5\n-1e-3\n1E300\ninf\nnan\n\n"));
        failure(column(SqlType.DOUBLE), "1,5\n");
    }

    @Test
    void dates() {
        LoadRun load = column(SqlType.DATE);
        assertEquals(
                List.of(day(2024, 2, 29), day(1998, 12, 1), "-"),
                load.rows("2024-02-29\n1998-12-01\n\n"));
        failure(load, "2023-02-29\n");
        failure(load, "yesterday-ish\n");
        LoadRun american = column(SqlType.DATE).with(o -> o.setDateFormat("MM/DD/YYYY"));
        assertEquals(
                List.of(day(2024, 2, 29), day(2024, 1, 2)),
                american.rows("02/29/2024\n1/2/2024\n"));
        assertTrue(failure(american, "02/29/2024x\n").contains("'MM/DD/YYYY'"));
        failure(american, "2024-02-29\n");
        failure(american, "13/01/2024\n");
        LoadRun named = column(SqlType.DATE).with(o -> o.setDateFormat("DD-MON-YYYY"));
        assertEquals(List.of(day(2024, 2, 29)), named.rows("29-Feb-2024\n"));
        LoadRun auto = column(SqlType.DATE).with(o -> o.setDateFormat("auto"));
        assertEquals(
                List.of(day(2024, 2, 29), day(2024, 2, 29)), auto.rows("2024-02-29\n20240229\n"));
    }

    @Test
    void acceptAnyDate() {
        LoadRun load = column(SqlType.DATE).with(o -> o.setAcceptAnyDate(true));
        assertEquals(List.of(day(2024, 1, 1), "-", "-"), load.rows("2024-01-01\n00/00/00\nx\n"));
        LoadRun times = column(SqlType.TIMESTAMP).with(o -> o.setAcceptAnyDate(true));
        assertEquals(List.of("-"), times.rows("0000-00-00 00:00:00\n"));
        failure(column(SqlType.of(TypeKind.TIME)).with(o -> o.setAcceptAnyDate(true)), "25:61\n");
    }

    @Test
    void timestamps() {
        LoadRun load = column(SqlType.TIMESTAMP);
        assertEquals(
                List.of(moment("2024-02-29T13:14:15.123456"), moment("2024-02-29T00:00:00"), "-"),
                load.rows("2024-02-29 13:14:15.123456\n2024-02-29\n\n"));
        LoadRun pattern =
                column(SqlType.TIMESTAMP).with(o -> o.setTimeFormat("MM.DD.YYYY HH:MI:SS"));
        assertEquals(List.of(moment("2024-02-29T13:14:15")), pattern.rows("02.29.2024 13:14:15\n"));
        LoadRun halves =
                column(SqlType.TIMESTAMP).with(o -> o.setTimeFormat("YYYY-MM-DD HH:MI:SS AM"));
        assertEquals(
                List.of(moment("2024-02-29T13:14:15")), halves.rows("2024-02-29 01:14:15 PM\n"));
        failure(pattern, "02.29.2024 13:14:15 and more\n");
    }

    @Test
    void epochs() {
        LoadRun seconds = column(SqlType.TIMESTAMP).with(o -> o.setTimeFormat("epochsecs"));
        assertEquals(
                List.of(moment("2024-02-29T13:14:15"), "-1000000"),
                seconds.rows("1709212455\n-1\n"));
        failure(seconds, "9223372036854775807\n");
        failure(seconds, "2024-02-29\n");
        LoadRun millis =
                column(SqlType.of(TypeKind.TIMESTAMPTZ))
                        .with(o -> o.setTimeFormat("epochmillisecs"));
        assertEquals(List.of(moment("2024-02-29T13:14:15.123")), millis.rows("1709212455123\n"));
        LoadRun time = column(SqlType.of(TypeKind.TIME)).with(o -> o.setTimeFormat("epochsecs"));
        ColonnadeException e = assertThrows(ColonnadeException.class, () -> time.rows("1\n"));
        assertEquals(ErrorCode.FEATURE_NOT_SUPPORTED, e.code());
    }

    @Test
    void textLengthsCountBytes() {
        LoadRun load = column(SqlType.varchar(3));
        assertEquals(List.of("abc", "é"), load.rows("abc\né\n"));
        assertTrue(failure(load, "abcd\n").contains("too long for type"));
        failure(load, "éé\n");
        load.with(o -> o.setTruncateColumns(true));
        assertEquals(List.of("abc", "é"), load.rows("abcd\néé\n"));
    }

    @Test
    void charactersDropTrailingBlanks() {
        assertEquals(
                List.of("ab", "", "  c"), column(SqlType.character(3)).rows("ab  \n    \n  c\n"));
    }

    @Test
    void blanks() {
        LoadRun load = column(SqlType.VARCHAR);
        assertEquals(List.of("a ", "  ", ""), load.rows("a \n  \n\n"));
        load.with(o -> o.setTrimBlanks(true));
        assertEquals(List.of("a", "", ""), load.rows("a \n  \n\n"));
        load.with(o -> o.setBlanksAsNull(true));
        assertEquals(List.of("a", "-", "-", ""), load.rows("a \n  \n \t\n\n"));
        load.with(o -> o.setEmptyAsNull(true));
        assertEquals(List.of("a", "-", "-"), load.rows("a \n  \n\n"));
        LoadRun characters = column(SqlType.character(4)).with(o -> o.setBlanksAsNull(true));
        assertEquals(List.of("-", ""), characters.rows("   \n\n"));
    }

    @Test
    void wrongEncodingIsNamed() {
        byte[] latin = "ok\ncaf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1);
        ColonnadeException e =
                assertThrows(ColonnadeException.class, () -> column(SqlType.VARCHAR).rows(latin));
        assertTrue(
                e.getMessage()
                        .startsWith("the value is not valid UTF-8: 0xE9, at byte 4 of the value"),
                e.getMessage());
        assertTrue(e.getMessage().contains("line 2, column c1"), e.getMessage());
        assertTrue(
                failure(column(SqlType.VARCHAR), "a\0b\n").startsWith("text cannot hold a zero"));
    }

    @Test
    void invalidCharactersMayBeReplaced() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int b : new int[] {'a', 0xE9, 'b', 0xE2, 0x82, 'c', 0, 0xC0, 0xAF, 0xF5, '\n'}) {
            bytes.write(b);
        }
        bytes.writeBytes("€\n".getBytes(StandardCharsets.UTF_8));
        LoadRun load = column(SqlType.VARCHAR).with(o -> o.setAcceptInvChars(true));
        assertEquals(List.of("a?b??c????", "€"), load.rows(bytes.toByteArray()));
        load.with(o -> o.setReplacement("^"));
        assertEquals(List.of("a^b^^c^^^^", "€"), load.rows(bytes.toByteArray()));
    }

    @Test
    void utf8IsTakenExactly() {
        for (int codePoint = 1; codePoint <= Character.MAX_CODE_POINT; codePoint += 7) {
            byte[] bytes = Character.toString(codePoint).getBytes(StandardCharsets.UTF_8);
            boolean surrogate = codePoint >= 0xD800 && codePoint <= 0xDFFF;
            if (!surrogate) {
                assertEquals(-1, TextParser.invalidAt(bytes, 0, bytes.length));
                assertEquals(
                        bytes.length > 1 ? 0 : -1,
                        TextParser.invalidAt(bytes, 0, Math.max(1, bytes.length - 1)));
            }
        }
        byte[] surrogate = {(byte) 0xED, (byte) 0xA0, (byte) 0x80};
        assertEquals(0, TextParser.invalidAt(surrogate, 0, 3));
        byte[] tooHigh = {(byte) 0xF4, (byte) 0x90, (byte) 0x80, (byte) 0x80};
        assertEquals(0, TextParser.invalidAt(tooHigh, 0, 4));
        byte[] overlong = {(byte) 0xE0, (byte) 0x80, (byte) 0x80};
        assertEquals(0, TextParser.invalidAt(overlong, 0, 3));
    }
}
