package io.colonnade.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.colonnade.bench.LatencyLoad;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.sql.SQLException;

/** Every small question is answered with as many rows as it has, in text and prepared. */
class BenchLatencyTest {
    private TestWarehouse warehouse;

    @BeforeEach
    void start() throws IOException, SQLException {
        warehouse = TestWarehouse.open();
    }

    @Test
    void questionsAreAnswered() throws SQLException {
        LatencyLoad load = new LatencyLoad(asText -> warehouse.address().connect("test", asText));
        load.createTables();
        for (LatencyLoad.Question question : LatencyLoad.questions()) {
            LatencyLoad.Outcome outcome = load.ask(question, 8);
            assertEquals(8, outcome.nanos().length);
            assertTrue(outcome.millis(0.5) > 0);
            assertTrue(outcome.millis(0.5) <= outcome.millis(1));
        }
        assertEquals(6, LatencyLoad.questions().size());
    }
}
