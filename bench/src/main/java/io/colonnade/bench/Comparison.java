package io.colonnade.bench;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The 22 queries over rows in one order, and what their times come to. Immutable.
 *
 * @param floors of the queries that memory bandwidth bounds
 */
public record Comparison(TpchOrder order, List<QueryTimes> queries, List<Floor> floors) {
    public Comparison {
        queries = List.copyOf(queries);
        floors = List.copyOf(floors);
    }

    /**
     * The least time that a query can take whose columns come from memory.
     *
     * @param bytes of the blocks that it reads, as they are encoded
     * @param bytesPerSecond that the threads together can read
     */
    public record Floor(String label, long bytes, double bytesPerSecond) {
        public double millis() {
            return bytes / bytesPerSecond * 1e3;
        }
    }

    /** Whether there is another engine beside ours. */
    public boolean hasOther() {
        return queries.stream().noneMatch(query -> Double.isNaN(query.otherMillis()));
    }

    public boolean isCorrect() {
        return queries.stream().allMatch(QueryTimes::isCorrect);
    }

    /** The sum of the medians in milliseconds. */
    public double total(ToDoubleFunction<QueryTimes> millis) {
        return queries.stream().mapToDouble(millis).sum();
    }

    /** The geometric mean of the medians in milliseconds. */
    public double geometricMean(ToDoubleFunction<QueryTimes> millis) {
        return Math.exp(
                queries.stream()
                        .mapToDouble(query -> Math.log(millis.applyAsDouble(query)))
                        .average()
                        .orElse(0));
    }

    /** The query where ours looks worst beside the other engine. */
    public QueryTimes worst() {
        return queries.stream().max(Comparator.comparingDouble(QueryTimes::ratio)).orElseThrow();
    }

    /** How many times the floor ours took. */
    public double multiple(Floor floor) {
        return queries.stream()
                .filter(query -> query.label().equals(floor.label()))
                .mapToDouble(query -> query.millis() / floor.millis())
                .findFirst()
                .orElse(Double.NaN);
    }
}
