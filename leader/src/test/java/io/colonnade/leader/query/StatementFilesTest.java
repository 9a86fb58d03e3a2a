package io.colonnade.leader.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Runs the .test files: blocks separated by blank lines, each a directive, a statement and, after
 * ----, what is expected. Every file has a schema of its own.
 *
 * <pre>
 * statement ok                     must succeed
 * statement count 3                must change three rows
 * statement error 42P01 some text  must fail so; the text is part of message, detail or hint
 * query                            rows, columns separated by bars, NULL as null
 * query sorted                     the same in any order
 * connection two                   the next blocks run in this session
 * restart                          the server stops and starts; sessions end
 * # comment
 * </pre>
 */
class StatementFilesTest {
    @TempDir private static Path folder;

    private static TestLeader leader;

    @BeforeAll
    static void start() {
        leader = new TestLeader(folder);
    }

    @AfterAll
    static void stop() {
        leader.close();
    }

    @TestFactory
    Stream<DynamicTest> files() throws IOException, URISyntaxException {
        Path resources = Path.of(StatementFilesTest.class.getResource("/sql").toURI());
        List<Path> files;
        try (Stream<Path> all = Files.list(resources)) {
            files = all.filter(f -> f.toString().endsWith(".test")).sorted().toList();
        }
        return files.stream()
                .map(file -> DynamicTest.dynamicTest(name(file), () -> new Script(file).run()));
    }

    private static String name(Path file) {
        return file.getFileName().toString().replace(".test", "");
    }

    /** One file being run. */
    private static final class Script {
        private final Path file;
        private final String schema;
        private final Map<String, Connection> connections = new HashMap<>();
        private String current = "one";
        private int line;

        Script(Path file) {
            this.file = file;
            this.schema = "test_" + name(file).replace('-', '_');
        }

        void run() throws Exception {
            List<String> lines = Files.readAllLines(file);
            TestLeader.run(connection(), "CREATE SCHEMA " + schema);
            List<String> block = new ArrayList<>();
            for (int i = 0; i <= lines.size(); i++) {
                String text = i < lines.size() ? lines.get(i) : "";
                if (!text.isBlank()) {
                    if (!text.startsWith("#")) {
                        block.add(text);
                    }
                } else if (!block.isEmpty()) {
                    line = i - block.size() + 1;
                    block(List.copyOf(block));
                    block.clear();
                }
            }
            close();
        }

        private void close() throws SQLException {
            for (Connection connection : connections.values()) {
                connection.close();
            }
            connections.clear();
        }

        private Connection connection() throws SQLException {
            Connection known = connections.get(current);
            if (known == null) {
                known = leader.connect();
                TestLeader.run(known, "SET search_path TO " + schema);
                connections.put(current, known);
            }
            return known;
        }

        private void block(List<String> block) throws SQLException {
            String[] words = block.getFirst().split(" ", 4);
            int cut = block.indexOf("----");
            String sql = String.join("\n", block.subList(1, cut < 0 ? block.size() : cut));
            switch (words[0]) {
                case "connection" -> current = words[1];
                case "restart" -> {
                    close();
                    leader.restart();
                }
                case "statement" -> statement(words, sql);
                case "query" ->
                        query(
                                words.length > 1,
                                sql,
                                cut < 0 ? List.of() : block.subList(cut + 1, block.size()));
                default -> fail(where() + "unknown directive " + words[0]);
            }
        }

        private String where() {
            return file.getFileName() + ":" + line + ": ";
        }

        private void statement(String[] words, String sql) throws SQLException {
            try (Statement statement = connection().createStatement()) {
                statement.execute(sql);
                if (words[1].equals("count")) {
                    assertEquals(
                            Integer.parseInt(words[2]), statement.getUpdateCount(), where() + sql);
                }
            } catch (SQLException e) {
                if (!words[1].equals("error")) {
                    fail(where() + sql, e);
                }
                assertEquals(words[2], e.getSQLState(), where() + e.getMessage());
                if (words.length > 3 && !e.getMessage().contains(words[3])) {
                    fail(where() + "expected \"" + words[3] + "\" in: " + e.getMessage());
                }
                return;
            }
            if (words[1].equals("error")) {
                fail(where() + "succeeded: " + sql);
            }
        }

        private void query(boolean sorted, String sql, List<String> expected) throws SQLException {
            List<String> rows;
            try (Statement statement = connection().createStatement();
                    ResultSet result = statement.executeQuery(sql)) {
                rows = TestLeader.rows(result);
            } catch (SQLException e) {
                fail(where() + sql, e);
                return;
            }
            assertEquals(
                    String.join("\n", sorted ? sort(expected) : expected),
                    String.join("\n", sorted ? sort(rows) : rows),
                    where() + sql);
        }

        private static List<String> sort(List<String> rows) {
            String[] array = rows.toArray(String[]::new);
            Arrays.sort(array);
            return List.of(array);
        }
    }
}
