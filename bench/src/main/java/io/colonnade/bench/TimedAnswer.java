package io.colonnade.bench;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * An answer and how long it took from sending the text to reading the last row, as the client sees
 * it.
 */
public record TimedAnswer(Answer answer, long nanos) {
    public static TimedAnswer run(Connection connection, TpchQuery query) throws SQLException {
        long start = System.nanoTime();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query.sql())) {
            Answer answer = Answer.read(result);
            return new TimedAnswer(answer, System.nanoTime() - start);
        }
    }
}
