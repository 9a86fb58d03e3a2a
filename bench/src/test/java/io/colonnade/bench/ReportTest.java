package io.colonnade.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.List;

/** What a comparison comes to, and its reports. */
class ReportTest {
    private static final Comparison TWO =
            new Comparison(
                    TpchOrder.SORTED,
                    List.of(
                            new QueryTimes("q01", 10, 20, 1, "OK"),
                            new QueryTimes("q06", 40, 20, 4, "row 1: <\"5\"> and \\N")),
                    List.of(new Comparison.Floor("q06", 40_000_000, 10e9)));

    private static final Comparison ALONE =
            new Comparison(
                    TpchOrder.NATURAL,
                    List.of(new QueryTimes("q01", 10, Double.NaN, 1, "OK")),
                    List.of());

    @Test
    void timesAddUp() {
        assertEquals(50, TWO.total(QueryTimes::millis));
        assertEquals(20, TWO.geometricMean(QueryTimes::millis), 1e-9);
        assertEquals("q06", TWO.worst().label());
        assertEquals(10, TWO.multiple(TWO.floors().getFirst()), 1e-9);
        assertFalse(TWO.isCorrect());
        assertTrue(ALONE.isCorrect());
        assertFalse(ALONE.hasOther());
    }

    @Test
    void jsonHasTheFigures() {
        RunFacts facts = new RunFacts().add("scale", "1");
        String json = JsonReport.of(facts, List.of(TWO, ALONE));
        assertTrue(json.contains("\"scale\": \"1\""), json);
        assertTrue(
                json.contains(
                        "{\"query\": \"q06\", \"times\": {\"colonnade_ms\": 40.000,"
                                + " \"duckdb_ms\": 20.000, \"ratio\": 2.000}, \"plan_ms\": 4.000,"
                                + " \"answer\": \"row 1: <\\\"5\\\"> and \\\\N\"}"),
                json);
        assertTrue(json.contains("\"duckdb_ms\": null"), json);
        assertTrue(json.contains("\"floor_ms\": 4.000, \"multiple\": 10.000"), json);
        assertEquals(
                json.chars().filter(c -> c == '{').count(),
                json.chars().filter(c -> c == '}').count());
    }

    @Test
    void pageHasABarForEachTime() {
        String page = HtmlReport.of(new RunFacts(), List.of(TWO, ALONE));
        assertEquals(5, page.split("<rect ", -1).length - 1);
        assertTrue(page.contains("40.0 / 20.0 ms = 2.00"), page);
        assertTrue(page.endsWith("</body></html>\n"));
    }

    @Test
    void factsNameTheMachine() {
        assertTrue(new RunFacts().all().get("machine").contains(" cores, "));
    }
}
