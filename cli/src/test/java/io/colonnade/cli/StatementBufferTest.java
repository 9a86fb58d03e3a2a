package io.colonnade.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.List;

class StatementBufferTest {
    private final StatementBuffer buffer = new StatementBuffer();

    @Test
    void cutsAtSemicolons() {
        assertEquals(List.of("select 1", "select 2"), add("select 1; select 2;"));
        assertTrue(buffer.isEmpty());
    }

    @Test
    void quotesAndCommentsHideSemicolons() {
        assertEquals(List.of("select 'a;''b'"), add("select 'a;''b';"));
        assertEquals(List.of("select \"a;\"\"b\""), add("select \"a;\"\"b\";"));
        assertEquals(List.of("select E'a\\';'"), add("select E'a\\';';"));
        assertEquals(List.of("select $x$ ; $$ ; $x$"), add("select $x$ ; $$ ; $x$;"));
        assertEquals(List.of("select /* ; /* ; */ ; */ 1"), add("select /* ; /* ; */ ; */ 1;"));
        assertEquals(List.of("select 1 -- ;\n+ 2"), add("select 1 -- ;", "+ 2;"));
    }

    @Test
    void parametersAreNoDollarQuotes() {
        assertEquals(List.of("select $1, a$b$c"), add("select $1, a$b$c;"));
    }

    @Test
    void commentsAloneAreNoStatement() {
        assertEquals(List.of(), add("-- nothing", ";", "/* nothing */;"));
        assertTrue(buffer.isEmpty());
    }

    @Test
    void tellsWhereAStatementBegins() {
        assertEquals(List.of(), buffer.add(""));
        assertEquals(List.of(), buffer.add("select"));
        assertEquals(List.of(new StatementBuffer.Entry("select\n1", 2)), buffer.add("1; select"));
        assertEquals(new StatementBuffer.Entry("select\n2", 3), restAfter("2"));
    }

    @Test
    void aQuoteStaysOpenOverLines() {
        add("select 'a");
        assertTrue(buffer.isInsideQuote());
        assertFalse(buffer.isEmpty());
        assertEquals(List.of("select 'a\nb'"), add("b';"));
    }

    private StatementBuffer.Entry restAfter(String line) {
        buffer.add(line);
        return buffer.rest().orElseThrow();
    }

    private List<String> add(String... lines) {
        return List.of(lines).stream()
                .flatMap(line -> buffer.add(line).stream())
                .map(StatementBuffer.Entry::sql)
                .toList();
    }
}
