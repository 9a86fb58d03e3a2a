package io.colonnade.compute.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.type.SqlType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

/** How files become rows and fields, option by option. */
class FormatTest {
    @TempDir private Path folder;

    private LoadRun two() {
        return new LoadRun(folder, SqlType.INTEGER, SqlType.VARCHAR);
    }

    private LoadRun texts() {
        return new LoadRun(folder, SqlType.VARCHAR, SqlType.VARCHAR);
    }

    private static String failure(LoadRun load, String content) {
        ColonnadeException e =
                assertThrows(ColonnadeException.class, () -> load.rows(content), content);
        assertEquals(ErrorCode.BAD_COPY_DATA, e.code());
        return e.getMessage();
    }

    @Test
    void pipesByDefault() {
        assertEquals(List.of("1,a", "2,b"), two().rows("1|a\n2|b\n"));
    }

    @Test
    void delimiter() {
        LoadRun load = two().with(o -> o.setDelimiter("\t"));
        assertEquals(List.of("1,a|b"), load.rows("1\ta|b\n"));
        ColonnadeException e =
                assertThrows(
                        ColonnadeException.class,
                        () -> two().with(o -> o.setDelimiter("é")).rows("1\n"));
        assertEquals(ErrorCode.INVALID_ARGUMENT, e.code());
    }

    @Test
    void lastLineFeedMayLack() {
        assertEquals(List.of("1,a", "2,b"), two().rows("1|a\n2|b"));
        assertEquals(List.of("1,a", "2,"), two().rows("1|a\n2|"));
    }

    @Test
    void dbgenEndsLinesWithADelimiter() {
        assertEquals(List.of("1,a", "2,b"), two().rows("1|a|\n2|b|"));
        assertEquals(List.of("1,"), two().rows("1||\n"));
        assertTrue(failure(two(), "1|a||\n").contains("more fields than the 2"));
    }

    @Test
    void windowsLineEnds() {
        assertEquals(List.of("1,a", "2,b"), two().rows("1|a\r\n2|b\r\n"));
        assertEquals(List.of("1,a", "2,b"), two().rows("1|a|\r\n2|b\r"));
        LoadRun csv = two().with(o -> o.setCsv(true));
        assertEquals(List.of("1,a", "2,b\r\nc"), csv.rows("1,a\r\n2,\"b\r\nc\"\r\n"));
    }

    @Test
    void byteOrderMarkIsNoPartOfTheFirstField() {
        assertEquals(List.of("1,a"), two().rows("\uFEFF1|a\n"));
        LoadRun header = two().with(o -> o.setIgnoreHeader(1));
        assertEquals(List.of("1,a"), header.rows("\uFEFFid|name\n1|a\n"));
        assertEquals(List.of("1,\uFEFF"), two().rows("1|\uFEFF\n"));
    }

    @Test
    void emptyFile() {
        assertEquals(List.of(), two().rows(""));
        assertEquals(List.of(), two().with(o -> o.setIgnoreHeader(3)).rows("id|name\n"));
        assertEquals(List.of(), two().with(o -> o.setCsv(true)).rows("\uFEFF"));
    }

    @Test
    void header() {
        LoadRun load = two().with(o -> o.setIgnoreHeader(2));
        assertEquals(List.of("1,a"), load.rows("x\ny|z\n1|a\n"));
        assertTrue(failure(load, "x\ny\nbad|a\n").contains("line 3"));
    }

    @Test
    void nullAs() {
        assertEquals(List.of("-,-", "-,N"), two().rows("\\N|\\N\n|N\n"));
        LoadRun load = two().with(o -> o.setNullAs("NULL").setHasNullAs(true));
        assertEquals(List.of("-,-", "1,\\N", "2,NULLS"), load.rows("NULL|NULL\n1|\\N\n2|NULLS\n"));
        LoadRun empty = two().with(o -> o.setNullAs("").setHasNullAs(true));
        assertEquals(List.of("1,-", "-,x"), empty.rows("1|\n|x\n"));
    }

    @Test
    void wrongNumberOfFields() {
        String message = failure(two(), "1|a\n2\n");
        assertTrue(message.contains("the line has 1 field where 2 are wanted"), message);
        assertTrue(message.contains("line 2"), message);
        assertTrue(failure(two(), "1|a|b\n").contains("more fields"));
    }

    @Test
    void fillRecord() {
        LoadRun load =
                new LoadRun(folder, SqlType.INTEGER, SqlType.VARCHAR, SqlType.INTEGER)
                        .with(o -> o.setFillRecord(true));
        assertEquals(List.of("1,,-", "2,a,-", "-,,-"), load.rows("1\n2|a\n\n"));
        load.with(o -> o.setEmptyAsNull(true));
        assertEquals(List.of("1,-,-"), load.rows("1\n"));
    }

    @Test
    void blankLines() {
        assertTrue(failure(two(), "1|a\n\n2|b\n").contains("the line is empty"));
        LoadRun load = two().with(o -> o.setIgnoreBlankLines(true));
        assertEquals(List.of("1,a", "2,b"), load.rows("\n1|a\n\r\n\n2|b\n\n"));
        LoadRun one = new LoadRun(folder, SqlType.VARCHAR);
        assertEquals(List.of("a", "", "b"), one.rows("a\n\nb\n"));
    }

    @Test
    void csv() {
        LoadRun load = texts().with(o -> o.setCsv(true));
        assertEquals(
                List.of("a,b", "x,y,z", "he said \"no\",", "line\none,two", ","),
                load.rows(
                        "a,b\n\"x,y\",z\n\"he said \"\"no\"\"\",\n\"line\none\",two\n\"\",\"\"\n"));
    }

    @Test
    void csvQuotedNullIsText() {
        LoadRun load = texts().with(o -> o.setCsv(true));
        assertEquals(List.of("-,\\N"), load.rows("\\N,\"\\N\"\n"));
    }

    @Test
    void csvDelimiterAndQuote() {
        LoadRun load = texts().with(o -> o.setCsv(true).setDelimiter(";").setQuote("'"));
        assertEquals(List.of("a;b,it's"), load.rows("'a;b';'it''s'\n"));
        assertThrows(
                ColonnadeException.class,
                () -> texts().with(o -> o.setCsv(true).setQuote(",")).rows("a,b\n"));
    }

    @Test
    void csvQuotesThatAreWrong() {
        LoadRun load = texts().with(o -> o.setCsv(true));
        assertTrue(failure(load, "a,b\n\"x\"y,z\n").contains("follows the closing quote"));
        assertTrue(failure(load, "a,b\nx\"y,z\n").contains("not quoted"));
        String open = failure(load, "a,b\n\"x,z\nc,d\n");
        assertTrue(open.contains("not closed") && open.contains("line 2"), open);
    }

    @Test
    void csvLineNumbersCountLinesInsideValues() {
        LoadRun load =
                new LoadRun(folder, SqlType.VARCHAR, SqlType.INTEGER).with(o -> o.setCsv(true));
        assertTrue(failure(load, "\"a\nb\nc\",1\nd,2\ne,bad\n").contains("line 5"));
    }

    @Test
    void escape() {
        LoadRun load = texts().with(o -> o.setEscape(true));
        assertEquals(
                List.of("a|b,c\\d", "line\none,two", "-,x"),
                load.rows("a\\|b|c\\\\d\nline\\\none|two\n\\N|\\x\n"));
        assertEquals(List.of("a,b\\"), load.rows("a|b\\"));
    }

    @Test
    void removeQuotes() {
        LoadRun load = texts().with(o -> o.setRemoveQuotes(true));
        assertEquals(
                List.of("The delimiter is a pipe (|),Black", "White,Blue'", "' 'Black' ', "),
                load.rows(
                        "\"The delimiter is a pipe (|)\"|'Black'\n"
                                + "\"White\"|Blue'\n"
                                + "'' 'Black' ''|' '\n"));
        assertTrue(failure(load, "'Blue|x\n").contains("not closed"));
        assertTrue(failure(load, "x|\"Blue\n").contains("not closed"));
    }

    @Test
    void removeQuotesAndEscape() {
        LoadRun load = texts().with(o -> o.setRemoveQuotes(true).setEscape(true));
        assertEquals(List.of("a'|b,c|d"), load.rows("'a\\'|b'|c\\|d\n"));
    }

    @Test
    void csvGoesWithNeither() {
        for (LoadRun load :
                List.of(
                        texts().with(o -> o.setCsv(true).setEscape(true)),
                        texts().with(o -> o.setCsv(true).setRemoveQuotes(true)))) {
            ColonnadeException e = assertThrows(ColonnadeException.class, () -> load.rows("a,b\n"));
            assertEquals(ErrorCode.INVALID_ARGUMENT, e.code());
        }
    }

    @Test
    void maxErrors() {
        LoadRun load = two().with(o -> o.setMaxErrors(3));
        assertEquals(List.of("1,a", "4,d"), load.rows("1|a\nx|b\n3\n4|d\n"));
        assertEquals(2, load.errors().size());
        assertEquals(2, load.errors().get(0).getLine());
        assertEquals("c1", load.errors().get(0).getColumn());
        assertEquals("x", load.errors().get(0).getValue());
        assertEquals("x|b", load.errors().get(0).getRawLine());
        assertEquals(3, load.errors().get(1).getLine());
        assertTrue(failure(load, "1|a\nx|b\n3\ny|d\n").contains("line 4"));
    }

    @Test
    void veryLongRows() {
        String wide = "x".repeat(3 << 20);
        LoadRun load = texts().with(o -> o.setMaxErrors(10));
        assertEquals(List.of("a,b", "c," + wide, "d,e"), load.rows("a|b\nc|" + wide + "\nd|e\n"));
        String tooWide = "x".repeat(9 << 20);
        assertEquals(List.of("a,b", "d,e"), load.rows("a|b\nc|" + tooWide + "\nd|e\nf|" + tooWide));
        assertEquals(List.of(2L, 4L), load.errors().stream().map(e -> e.getLine()).toList());
        String message = failure(texts(), "a|b\nc|" + tooWide + "\n");
        assertTrue(message.contains("longer than 4194304 bytes"), message);
        assertTrue(message.contains("line 2"), message);
    }
}
