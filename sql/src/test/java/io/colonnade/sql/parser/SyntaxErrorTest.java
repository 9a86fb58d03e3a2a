package io.colonnade.sql.parser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** Syntax errors: their places, messages, details and hints. */
class SyntaxErrorTest {
    private static final String PLACE = "<<>>";

    @Test
    void errorsSayWhereAndWhat() {
        List<String> lines = Corpus.lines("errors.txt");
        int cases = 0;
        for (int i = 0; i < lines.size(); ) {
            String statement = lines.get(i++);
            List<String> expectations = new ArrayList<>();
            while (i < lines.size() && lines.get(i).matches("[=+?] .*")) {
                expectations.add(lines.get(i++));
            }
            check(statement, expectations);
            cases++;
        }
        assertFalse(cases < 50);
    }

    private static void check(String marked, List<String> expectations) {
        String sql = marked.replace(PLACE, "");
        ColonnadeException error =
                assertThrows(ColonnadeException.class, () -> SqlParser.parseScript(sql), marked);
        assertEquals(ErrorCode.SYNTAX_ERROR, error.code(), marked);
        int offset = marked.indexOf(PLACE);
        assertEquals(marked.codePointCount(0, offset) + 1, error.position(), marked);
        for (String expectation : expectations) {
            String text = expectation.substring(2);
            switch (expectation.charAt(0)) {
                case '=' -> assertEquals(text, error.getMessage(), marked);
                case '+' -> assertEquals(text, error.detail(), marked);
                default -> assertEquals(text, error.hint(), marked);
            }
        }
    }

    @Test
    void placesAreCountedInCharactersOverLines() {
        ColonnadeException error =
                assertThrows(
                        ColonnadeException.class,
                        () -> SqlParser.parseScript("select '😀',\n\n  b frm\n  t wher c"));
        assertEquals("syntax error at or near \"t\"", error.getMessage());
        assertEquals(24, error.position());
    }

    @Test
    void deepNestingIsRefusedAndModestNestingIsNot() {
        String deep = "select " + "(".repeat(501) + "1" + ")".repeat(501);
        assertTooComplex(deep);
        assertTooComplex("select " + "not ".repeat(600) + "true");
        assertTooComplex("select " + "- ".repeat(600) + "1");
        assertTooComplex("select " + "case when true then ".repeat(600) + "1");
        assertTooComplex("select " + "f(".repeat(600) + "1");
        assertTooComplex("select " + "(select ".repeat(600) + "1");
        assertTooComplex("(".repeat(600) + "select 1");
        assertTooComplex("select * from " + "(".repeat(600) + "t");
        assertTooComplex("select * from " + "(select * from ".repeat(600) + "t");
        assertTooComplex("select " + "array[".repeat(600) + "1");
        assertNotNull(
                SqlParser.parseStatement("select " + "(".repeat(499) + "1" + ")".repeat(499)));
        assertNotNull(
                SqlParser.parseStatement(
                        "select * from " + "(select * from ".repeat(200) + "t" + ")".repeat(200)));
    }

    private static void assertTooComplex(String sql) {
        ColonnadeException error =
                assertThrows(ColonnadeException.class, () -> SqlParser.parseStatement(sql));
        assertEquals(ErrorCode.STATEMENT_TOO_COMPLEX, error.code(), error.getMessage());
        assertEquals("54001", error.code().sqlState());
    }

    @Test
    void longChainsAreNoNesting() {
        assertNotNull(
                SqlParser.parseStatement(
                        "select a from t where a = 0" + " or a = 1".repeat(20_000)));
        assertNotNull(SqlParser.parseStatement("select a in (0" + ", 1".repeat(20_000) + ")"));
    }

    @Test
    void tooLongTextsAreRefused() {
        String sql = "select 1 --" + "x".repeat(SqlParser.LENGTH_LIMIT);
        assertTooComplex(sql);
    }

    @Test
    void aPreparedStatementIsOneStatement() {
        ColonnadeException error =
                assertThrows(
                        ColonnadeException.class,
                        () -> SqlParser.parseStatement("select 1; select 2"));
        assertEquals(
                "cannot insert multiple commands into a prepared statement", error.getMessage());
        assertEquals(11, error.position());
        assertEquals(new Statement.Empty(), SqlParser.parseStatement(" ; -- nothing\n;"));
    }
}
