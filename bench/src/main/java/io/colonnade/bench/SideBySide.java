package io.colonnade.bench;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs queries on Colonnade and on another engine in turns, so that a noisy machine disturbs both
 * alike; answers are compared before any time counts. Both are asked through JDBC from this thread.
 */
public final class SideBySide {
    private final Connection ours;
    private final Connection other;
    private final double scale;
    private final int runs;

    /**
     * @param other the other engine; null = ours alone, against recorded answers if there are any
     * @param runs that are measured, after one that is not
     */
    public SideBySide(Connection ours, Connection other, double scale, int runs) {
        this.ours = ours;
        this.other = other;
        this.scale = scale;
        this.runs = runs;
    }

    /** How often progress is reported for so many queries. */
    public static long steps(int queries, int runs) {
        return queries * (2L * runs + 1);
    }

    public List<QueryTimes> run(List<TpchQuery> queries, Progress progress) throws SQLException {
        int count = queries.size();
        Timings our = new Timings(count, runs);
        Timings their = new Timings(count, runs);
        Timings plans = new Timings(count, runs);
        String[] verdicts = new String[count];
        for (int run = -1; run < runs; run++) {
            for (int i = 0; i < count; i++) {
                TpchQuery query = queries.get(i);
                progress.note(query.label());
                IdleProcess.await();
                TimedAnswer one = TimedAnswer.run(ours, query);
                TimedAnswer two = null;
                if (other != null) {
                    IdleProcess.await();
                    two = TimedAnswer.run(other, query);
                }
                if (run < 0) {
                    verdicts[i] = verdict(query, one, two);
                } else {
                    our.add(i, one.nanos());
                    their.add(i, two == null ? 0 : two.nanos());
                }
                progress.advance(1);
            }
        }
        for (int run = 0; run < runs; run++) {
            for (int i = 0; i < count; i++) {
                progress.note("plan " + queries.get(i).label());
                plans.add(i, explain(queries.get(i)));
                progress.advance(1);
            }
        }
        List<QueryTimes> times = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            times.add(
                    new QueryTimes(
                            queries.get(i).label(),
                            our.medianMillis(i),
                            other == null ? Double.NaN : their.medianMillis(i),
                            plans.medianMillis(i),
                            verdicts[i]));
        }
        return times;
    }

    private String verdict(TpchQuery query, TimedAnswer ourAnswer, TimedAnswer theirAnswer) {
        if (theirAnswer != null) {
            return difference(query, theirAnswer.answer(), ourAnswer.answer());
        }
        return RecordedAnswers.find(query, scale)
                .map(expected -> difference(query, expected, ourAnswer.answer()))
                .orElse("not checked: no answers are recorded for this scale");
    }

    private static String difference(TpchQuery query, Answer expected, Answer actual) {
        return AnswerChecker.difference(expected, actual, query.orderColumns())
                .orElse(QueryTimes.OK);
    }

    private long explain(TpchQuery query) throws SQLException {
        long start = System.nanoTime();
        try (Statement statement = ours.createStatement();
                ResultSet lines = statement.executeQuery("EXPLAIN " + query.sql())) {
            while (lines.next()) {
                lines.getString(1);
            }
        }
        return System.nanoTime() - start;
    }
}
