package io.colonnade.bench;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One of the 22 TPC-H queries with the validation run's parameters. Immutable.
 *
 * @param number from 1 to 22
 * @param title what the specification calls it
 * @param sql without a semicolon, the same text for every engine
 * @param orderColumns the result's columns (from 0) that ORDER BY names, first key first
 */
public record TpchQuery(int number, String title, String sql, List<Integer> orderColumns) {
    public static final int COUNT = 22;

    private static final String ORDER_LINE = "-- ordered by:";
    private static final BigDecimal FRACTION_AT_SCALE_ONE = new BigDecimal("0.0001");

    public TpchQuery {
        orderColumns = List.copyOf(orderColumns);
    }

    /** All queries; the parameter of query 11 depends on the scale. */
    public static List<TpchQuery> all(double scale) {
        return IntStream.rangeClosed(1, COUNT).mapToObj(number -> of(number, scale)).toList();
    }

    public static TpchQuery of(int number, double scale) {
        List<String> lines =
                Resources.text("tpch/queries/" + label(number) + ".sql").lines().toList();
        String title = lines.get(0).substring("-- ".length());
        List<Integer> order =
                Stream.of(lines.get(1).substring(ORDER_LINE.length()).split(","))
                        .map(String::strip)
                        .filter(text -> !text.isEmpty())
                        .map(text -> Integer.parseInt(text) - 1)
                        .toList();
        String sql = String.join("\n", lines.subList(2, lines.size()));
        return new TpchQuery(number, title, sql.replace("${fraction}", fraction(scale)), order);
    }

    /** q01 to q22. */
    public String label() {
        return label(number);
    }

    private static String label(int number) {
        return String.format(Locale.ROOT, "q%02d", number);
    }

    private static String fraction(double scale) {
        return FRACTION_AT_SCALE_ONE
                .divide(BigDecimal.valueOf(scale), MathContext.DECIMAL64)
                .stripTrailingZeros()
                .toPlainString();
    }
}
