package io.colonnade.cli;

import io.colonnade.bench.Answer;
import io.colonnade.bench.AnswerChecker;
import io.colonnade.bench.RecordedAnswers;
import io.colonnade.bench.TimedAnswer;
import io.colonnade.bench.TpchQuery;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * What came of running a query: its rows, its time, and whether the answer is the recorded one.
 *
 * @param rows that the answer has; -1 if the query failed
 * @param blocks read and skipped, if the server told
 * @param verdict OK, the first difference, or the error
 */
record CheckedQuery(
        TpchQuery query, long rows, double millis, Optional<BlockCounts> blocks, String verdict) {
    private static final String OK = "OK";

    static CheckedQuery run(Connection connection, TpchQuery query, double scale) {
        try {
            TimedAnswer timed = TimedAnswer.run(connection, query);
            return new CheckedQuery(
                    query,
                    timed.answer().rows().size(),
                    timed.nanos() / 1e6,
                    BlockCounts.explain(connection, query.sql()),
                    verdict(query, scale, timed.answer()));
        } catch (SQLException e) {
            return new CheckedQuery(
                    query,
                    -1,
                    0,
                    Optional.empty(),
                    "error " + e.getSQLState() + ": " + ErrorText.oneLine(e));
        }
    }

    boolean isCorrect() {
        return verdict.equals(OK);
    }

    private static String verdict(TpchQuery query, double scale, Answer answer) {
        return RecordedAnswers.find(query, scale)
                .map(
                        expected ->
                                AnswerChecker.difference(expected, answer, query.orderColumns())
                                        .orElse(OK))
                .orElse("not checked: no answers are recorded for this scale");
    }
}
