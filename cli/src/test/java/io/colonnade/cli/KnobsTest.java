package io.colonnade.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.colonnade.bench.Answer;
import io.colonnade.bench.AnswerChecker;
import io.colonnade.bench.TpchQuery;
import io.colonnade.leader.session.SettingCatalog;
import io.colonnade.leader.session.SettingDefinition;
import io.colonnade.leader.session.SettingType;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Every setting that changes how a query runs, and none of its answers: TPC-H and generated queries
 * give what they give by default. New settings named enable_ or debug_ are found by themselves.
 * {@code -Dknob.queries=} runs more generated queries, {@code -Dseed=} others.
 */
class KnobsTest {
    private static final long DEFAULT_SEED = 7_041_776;
    private static final int QUERIES = Integer.getInteger("knob.queries", 12);

    /** Settings of these names that are about something else. */
    private static final Set<String> NO_KNOBS =
            Set.of(
                    "enable_case_sensitive_identifier",
                    "enable_result_cache_for_session",
                    "enable_vacuum_boost");

    /** Every hash table becomes a list: for small tables only. */
    private static final String EQUAL_HASHES = "debug_equal_hashes";

    /** What to try of settings that are numbers. */
    private static final Map<String, List<String>> NUMBERS =
            Map.of("debug_batch_rows", List.of("1", "7"), "debug_workers", List.of("1"));

    private static final List<String> SMALL_JOINS =
            List.of(
                    "select n_name, r_name, count(*) from nation join region on n_regionkey ="
                            + " r_regionkey group by n_name, r_name",
                    "select n_name, s_name from nation left join supplier on s_nationkey ="
                            + " n_nationkey and s_acctbal > 5000",
                    "select count(distinct s_nationkey), sum(s_acctbal) from supplier where"
                            + " s_nationkey in (select n_nationkey from nation where n_regionkey <"
                            + " 3)",
                    "select r_name from region where not exists (select 1 from nation where"
                            + " n_regionkey = r_regionkey and n_name like 'A%')");

    /** What queries give by default. */
    private static final Map<String, Outcome> USUAL = new HashMap<>();

    private TestWarehouse warehouse;

    /** A setting and a value that is not its default. */
    private record Knob(String name, String value) {
        @Override
        public String toString() {
            return name + " = " + value;
        }
    }

    /** A query with the columns that it orders by. */
    private record Question(String label, String sql, List<Integer> orderColumns) {}

    @BeforeEach
    void start() throws IOException, SQLException {
        warehouse = TestWarehouse.open();
    }

    @TestFactory
    Stream<DynamicTest> everyKnobGivesTheSameAnswers() {
        return knobs().stream()
                .map(
                        knob ->
                                DynamicTest.dynamicTest(
                                        knob.toString(),
                                        () -> {
                                            boolean small = knob.name().equals(EQUAL_HASHES);
                                            checkSame(
                                                    List.of(knob),
                                                    small ? smallJoins() : questions());
                                        }));
    }

    /** Several at once, chosen by chance, for each query others. */
    @Test
    void combinationsGiveTheSameAnswers() throws SQLException {
        Random random = new Random(seed());
        List<Knob> knobs =
                knobs().stream().filter(knob -> !knob.name().equals(EQUAL_HASHES)).toList();
        for (Question question : questions()) {
            List<Knob> some = knobs.stream().filter(knob -> random.nextInt(3) == 0).toList();
            checkSame(some, List.of(question));
        }
    }

    @Test
    void thereAreKnobs() {
        List<String> names = knobs().stream().map(Knob::name).distinct().toList();
        assertTrue(
                names.containsAll(List.of("debug_batch_rows", "debug_workers", "enable_zone_maps")),
                names.toString());
    }

    private void checkSame(List<Knob> knobs, List<Question> questions) throws SQLException {
        List<String> failures = new ArrayList<>();
        try (Connection usual = warehouse.connect();
                Connection other = warehouse.connect()) {
            TpchSteps.switchCachesOff(usual);
            TpchSteps.switchCachesOff(other);
            try (Statement statement = other.createStatement()) {
                for (Knob knob : knobs) {
                    statement.execute("SET " + knob.name() + " TO '" + knob.value() + "'");
                }
            }
            for (Question question : questions) {
                Outcome expected =
                        USUAL.computeIfAbsent(question.sql(), sql -> Outcome.of(question, usual));
                expected.difference(Outcome.of(question, other), question.orderColumns())
                        .ifPresent(
                                text ->
                                        failures.add(
                                                question.label()
                                                        + " with "
                                                        + knobs
                                                        + ": "
                                                        + text
                                                        + "\n"
                                                        + question.sql()));
            }
        }
        assertEquals("", String.join("\n\n", failures));
    }

    /** An answer, or an error's SQLSTATE and text. */
    private record Outcome(Answer answer, String state, String error) {
        static Outcome of(Question question, Connection connection) {
            try (Statement statement = connection.createStatement();
                    ResultSet result = statement.executeQuery(question.sql())) {
                return new Outcome(Answer.read(result), "", "");
            } catch (SQLException e) {
                return new Outcome(null, e.getSQLState(), ErrorText.oneLine(e));
            }
        }

        Optional<String> difference(Outcome other, List<Integer> orderColumns) {
            if (answer != null && other.answer != null) {
                return AnswerChecker.difference(answer, other.answer, orderColumns);
            }
            return state.equals(other.state)
                    ? Optional.empty()
                    : Optional.of("error " + other.state + " " + other.error + ", not " + state);
        }
    }

    private static List<Question> questions() {
        List<Question> questions = new ArrayList<>();
        for (TpchQuery query : TpchQuery.all(TestWarehouse.SCALE)) {
            questions.add(new Question(query.label(), query.sql(), query.orderColumns()));
        }
        for (long seed = seed(); seed < seed() + QUERIES; seed++) {
            RandomQuery query = RandomQuery.of(seed);
            questions.add(new Question("seed " + seed, query.sql(), query.orderColumns()));
        }
        return questions;
    }

    private static List<Question> smallJoins() {
        return SMALL_JOINS.stream().map(sql -> new Question(sql, sql, List.of())).toList();
    }

    private static List<Knob> knobs() {
        List<Knob> knobs = new ArrayList<>();
        for (SettingDefinition setting : SettingCatalog.all()) {
            String name = setting.name();
            if ((name.startsWith("enable_") || name.startsWith("debug_"))
                    && !NO_KNOBS.contains(name)) {
                for (String value : values(setting)) {
                    if (!value.equals(setting.defaultValue())) {
                        knobs.add(new Knob(name, value));
                    }
                }
            }
        }
        return knobs;
    }

    private static List<String> values(SettingDefinition setting) {
        return switch (setting.type()) {
            case SettingType.Bool bool -> List.of("on", "off");
            case SettingType.Word word -> word.words();
            default ->
                    Optional.ofNullable(NUMBERS.get(setting.name()))
                            .orElseThrow(
                                    () ->
                                            new AssertionError(
                                                    "say which values of "
                                                            + setting.name()
                                                            + " to try"));
        };
    }

    private static long seed() {
        String given = System.getProperty("seed", "");
        return given.isEmpty() ? DEFAULT_SEED : Long.parseLong(given);
    }
}
