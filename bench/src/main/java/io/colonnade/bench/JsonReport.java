package io.colonnade.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A run of the benchmark as JSON. Stateless. */
public final class JsonReport {
    private JsonReport() {}

    public static String of(RunFacts facts, List<Comparison> comparisons) {
        List<String> members = new ArrayList<>();
        for (Map.Entry<String, String> fact : facts.all().entrySet()) {
            members.add("    " + text(fact.getKey()) + ": " + text(fact.getValue()));
        }
        return "{\n  \"facts\": {\n"
                + String.join(",\n", members)
                + "\n  },\n  \"comparisons\": [\n"
                + String.join(",\n", comparisons.stream().map(JsonReport::comparison).toList())
                + "\n  ]\n}\n";
    }

    private static String comparison(Comparison comparison) {
        List<String> queries =
                comparison.queries().stream().map(query -> "        " + query(query)).toList();
        List<String> floors =
                comparison.floors().stream()
                        .map(floor -> "        " + floor(comparison, floor))
                        .toList();
        return "    {\n      \"order\": "
                + text(comparison.order().word())
                + ",\n      \"total\": "
                + pair(
                        comparison.total(QueryTimes::millis),
                        comparison.total(QueryTimes::otherMillis))
                + ",\n      \"geometric_mean\": "
                + pair(
                        comparison.geometricMean(QueryTimes::millis),
                        comparison.geometricMean(QueryTimes::otherMillis))
                + ",\n      \"queries\": [\n"
                + String.join(",\n", queries)
                + "\n      ],\n      \"memory_floors\": [\n"
                + String.join(",\n", floors)
                + "\n      ]\n    }";
    }

    private static String query(QueryTimes query) {
        return "{\"query\": "
                + text(query.label())
                + ", \"times\": "
                + pair(query.millis(), query.otherMillis())
                + ", \"plan_ms\": "
                + number(query.planMillis())
                + ", \"answer\": "
                + text(query.verdict())
                + "}";
    }

    private static String floor(Comparison comparison, Comparison.Floor floor) {
        return "{\"query\": "
                + text(floor.label())
                + ", \"bytes\": "
                + floor.bytes()
                + ", \"bytes_per_second\": "
                + number(floor.bytesPerSecond())
                + ", \"floor_ms\": "
                + number(floor.millis())
                + ", \"multiple\": "
                + number(comparison.multiple(floor))
                + "}";
    }

    private static String pair(double one, double other) {
        return "{\"colonnade_ms\": "
                + number(one)
                + ", \"duckdb_ms\": "
                + number(other)
                + ", \"ratio\": "
                + number(one / other)
                + "}";
    }

    private static String number(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.3f", value) : "null";
    }

    private static String text(String value) {
        StringBuilder json = new StringBuilder("\"");
        for (char c : value.toCharArray()) {
            switch (c) {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                default -> {
                    if (c < ' ') {
                        json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        json.append(c);
                    }
                }
            }
        }
        return json.append('"').toString();
    }
}
