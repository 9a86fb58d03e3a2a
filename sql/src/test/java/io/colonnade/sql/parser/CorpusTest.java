package io.colonnade.sql.parser;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Hundreds of statements that must parse, must be named as unsupported, or must be refused. */
class CorpusTest {
    /** What psql asks of a table with triggers, which we never report. */
    private static final String TRIGGER_QUERY = "pg_partition_ancestors(t.tgrelid) WITH ORDINALITY";

    @Test
    void everyAcceptedStatementParses() {
        for (String sql : Corpus.accepted()) {
            if (!sql.contains(TRIGGER_QUERY)) {
                assertDoesNotThrow(() -> SqlParser.parseStatement(sql), sql);
            }
        }
    }

    /** Nothing is kept between two parses, and blanks and comments mean nothing. */
    @Test
    void parsingTwiceGivesTheSameTree() {
        for (String sql : Corpus.accepted()) {
            if (!sql.contains(TRIGGER_QUERY)) {
                assertEquals(
                        withoutPosition(SqlParser.parseStatement(sql)),
                        withoutPosition(SqlParser.parseStatement(" /* a */ " + sql + " ;")));
            }
        }
    }

    private static String withoutPosition(Statement statement) {
        return statement.toString().replaceFirst("position=line \\d+, column \\d+", "");
    }

    @Test
    void aWholeFileParsesAsOneScript() {
        String script = String.join(";\n", Corpus.parts("tpch.sql")) + ";";
        List<ParsedStatement> statements = SqlParser.parseScript(script);
        assertEquals(22, statements.size());
        for (ParsedStatement statement : statements) {
            assertEquals(
                    statement.text(),
                    script.substring(
                            statement.startOffset(),
                            statement.startOffset() + statement.text().length()));
        }
    }

    @Test
    void unsupportedStatementsAreNamed() {
        for (String line : Corpus.lines("unsupported.txt")) {
            String[] parts = line.split(" ~~ ");
            Statement.Unsupported statement =
                    assertInstanceOf(
                            Statement.Unsupported.class, SqlParser.parseStatement(parts[0]), line);
            assertEquals(parts[1], statement.name(), line);
        }
    }

    @Test
    void refusedFeaturesAreNamed() {
        for (String line : Corpus.lines("refused.txt")) {
            String[] parts = line.split(" ~~ ");
            ColonnadeException error =
                    assertThrows(
                            ColonnadeException.class,
                            () -> SqlParser.parseStatement(parts[0]),
                            line);
            assertEquals(ErrorCode.FEATURE_NOT_SUPPORTED, error.code(), line);
            assertEquals(parts[1] + " is not supported yet", error.getMessage(), line);
            assertTrue(error.position() > 0, line);
        }
    }

    /** Random cuts, swaps and repetitions of tokens end in a tree or in an error with a place. */
    @Test
    void damagedStatementsNeverBreakTheParser() {
        long seed = Long.getLong("seed", 20261120L);
        Random random = new Random(seed);
        List<String> corpus = Corpus.accepted();
        for (int i = 0; i < 6_000; i++) {
            String sql = damaged(corpus.get(random.nextInt(corpus.size())), random);
            try {
                SqlParser.parseScript(sql);
            } catch (ColonnadeException error) {
                assertTrue(error.position() <= sql.length() + 1, sql);
                assertTrue(
                        error.code() == ErrorCode.UNDEFINED_PARAMETER || error.position() > 0, sql);
            } catch (RuntimeException broken) {
                throw new AssertionError("seed " + seed + ": " + sql, broken);
            }
        }
    }

    private static String damaged(String sql, Random random) {
        String[] words = sql.split("(?<=\\W)|(?=\\W)");
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(words.length);
            switch (random.nextInt(4)) {
                case 0 -> words[at] = "";
                case 1 -> words[at] = words[random.nextInt(words.length)];
                case 2 -> words[at] = words[at] + " " + words[at];
                default -> words = Arrays.copyOf(words, at + 1);
            }
        }
        return String.join("", words);
    }
}
