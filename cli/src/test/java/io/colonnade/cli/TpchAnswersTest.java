package io.colonnade.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.colonnade.bench.Answer;
import io.colonnade.bench.AnswerChecker;
import io.colonnade.bench.RecordedAnswers;
import io.colonnade.bench.TimedAnswer;
import io.colonnade.bench.TpchQuery;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.stream.IntStream;

/** The 22 queries through pgjdbc, against DuckDB over the same data and the recorded answers. */
class TpchAnswersTest {
    private TestWarehouse warehouse;

    @BeforeEach
    void start() throws IOException, SQLException {
        warehouse = TestWarehouse.open();
    }

    @ParameterizedTest(name = "query {0}")
    @MethodSource("numbers")
    void answersAgree(int number) throws SQLException {
        TpchQuery query = TpchQuery.of(number, TestWarehouse.SCALE);
        try (Connection connection = warehouse.connect()) {
            Answer answer = TimedAnswer.run(connection, query).answer();
            assertEquals(
                    Optional.empty(),
                    AnswerChecker.difference(
                            warehouse.duckDb().answer(query.sql()), answer, query.orderColumns()));
            assertEquals(
                    Optional.empty(),
                    AnswerChecker.difference(
                            RecordedAnswers.find(query, TestWarehouse.SCALE).orElseThrow(),
                            answer,
                            query.orderColumns()));
        }
    }

    static IntStream numbers() {
        return IntStream.rangeClosed(1, TpchQuery.COUNT);
    }
}
