package io.colonnade.sql.fragment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The plans of queries in the shapes of TPC-DS with the statistics of scale 1: all sub-queries are
 * joins, and no join is a Cartesian product of more than single rows.
 */
class TpcdsPlanTest {
    private static final TpcdsCatalog CATALOG = new TpcdsCatalog();

    /** Its text has two tables of call centers side by side, without a condition. */
    private static final Set<String> PRODUCTS = Set.of("77");

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void everyQueryHasAPlanWithoutProducts(int nodes) {
        List<String> wrong = new ArrayList<>();
        List<Long> micros = new ArrayList<>();
        String slowest = "";
        for (Map.Entry<String, String> query : TpcdsCatalog.queries().entrySet()) {
            long start = System.nanoTime();
            PlannedQuery plan;
            try {
                plan = Plans.plan(query.getValue(), CATALOG, nodes);
            } catch (RuntimeException e) {
                wrong.add(query.getKey() + ": " + e);
                continue;
            }
            long took = (System.nanoTime() - start) / 1000;
            slowest =
                    took > micros.stream().mapToLong(m -> m).max().orElse(0)
                            ? query.getKey()
                            : slowest;
            micros.add(took);
            String text = String.join("\n", Explain.lines(plan, false));
            boolean product = text.contains("Nested Loop Join in the query plan");
            if (product != PRODUCTS.contains(query.getKey())) {
                wrong.add(query.getKey() + ": product: " + product);
            }
        }
        Collections.sort(micros);
        System.out.printf(
                Locale.ROOT,
                "TPC-DS on %d nodes: %d queries planned, median %.1f ms, most %.1f ms (query %s)%n",
                nodes,
                micros.size(),
                micros.get(micros.size() / 2) / 1000.0,
                micros.getLast() / 1000.0,
                slowest);
        assertEquals("", String.join("\n", wrong));
    }
}
