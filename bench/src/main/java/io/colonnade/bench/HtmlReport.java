package io.colonnade.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A run of the benchmark as one page with a chart for each order. Stateless. */
public final class HtmlReport {
    private static final int BAR_HEIGHT = 9;
    private static final int ROW_HEIGHT = 26;
    private static final int LABEL_WIDTH = 44;
    private static final int CHART_WIDTH = 560;

    /** For the figures behind the longest bar. */
    private static final int FIGURES_WIDTH = 150;

    private static final String HEAD =
            """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><title>TPC-H</title>
            <style>
            body { font-family: sans-serif; max-width: 60em; margin: 2em auto; color: #222; }
            td, th { padding: 0 1em 0 0; text-align: left; vertical-align: top; }
            text { font-size: 11px; fill: #222; }
            .ours { fill: #1f6fb2; } .other { fill: #f0a830; }
            </style></head><body>
            """;

    private HtmlReport() {}

    public static String of(RunFacts facts, List<Comparison> comparisons) {
        StringBuilder page = new StringBuilder(HEAD).append("<h1>TPC-H</h1>\n<table>\n");
        for (Map.Entry<String, String> fact : facts.all().entrySet()) {
            page.append("<tr><th>")
                    .append(escaped(fact.getKey()))
                    .append("</th><td>")
                    .append(escaped(fact.getValue()))
                    .append("</td></tr>\n");
        }
        page.append("</table>\n");
        comparisons.forEach(comparison -> section(comparison, page));
        return page.append("</body></html>\n").toString();
    }

    private static void section(Comparison comparison, StringBuilder page) {
        page.append("<h2>Rows in ").append(comparison.order().word()).append(" order</h2>\n<p>");
        double total = comparison.total(QueryTimes::millis);
        double mean = comparison.geometricMean(QueryTimes::millis);
        if (comparison.hasOther()) {
            double otherTotal = comparison.total(QueryTimes::otherMillis);
            double otherMean = comparison.geometricMean(QueryTimes::otherMillis);
            page.append(
                    format(
                            "<b style=\"color:#1f6fb2\">Colonnade</b> total %.1f ms, geometric"
                                    + " mean %.1f ms; <b style=\"color:#d08a10\">DuckDB</b> %.1f"
                                    + " ms, %.1f ms; ratios %.2f and %.2f.",
                            total,
                            mean,
                            otherTotal,
                            otherMean,
                            total / otherTotal,
                            mean / otherMean));
        } else {
            page.append(format("Total %.1f ms, geometric mean %.1f ms.", total, mean));
        }
        page.append("</p>\n");
        chart(comparison, page);
        for (Comparison.Floor floor : comparison.floors()) {
            page.append(
                    format(
                            "<p>%s: %.1f MB at %.1f GB/s take %.2f ms; it took %.1f times"
                                    + " that.</p>\n",
                            floor.label(),
                            floor.bytes() / 1e6,
                            floor.bytesPerSecond() / 1e9,
                            floor.millis(),
                            comparison.multiple(floor)));
        }
    }

    private static void chart(Comparison comparison, StringBuilder page) {
        double longest =
                comparison.queries().stream().mapToDouble(HtmlReport::longer).max().orElse(1);
        page.append(
                format(
                        "<svg width=\"%d\" height=\"%d\" role=\"img\">\n",
                        LABEL_WIDTH + CHART_WIDTH + FIGURES_WIDTH,
                        comparison.queries().size() * ROW_HEIGHT));
        int y = 0;
        for (QueryTimes query : comparison.queries()) {
            page.append(format("<text x=\"0\" y=\"%d\">%s</text>", y + 14, query.label()));
            bar("ours", y + 2, query.millis() / longest, page);
            String figures = format("%.1f", query.millis());
            if (comparison.hasOther()) {
                bar("other", y + 2 + BAR_HEIGHT, query.otherMillis() / longest, page);
                figures += format(" / %.1f ms = %.2f", query.otherMillis(), query.ratio());
            }
            double end = LABEL_WIDTH + longer(query) / longest * CHART_WIDTH;
            page.append(format("<text x=\"%.1f\" y=\"%d\">%s</text>\n", end + 6, y + 14, figures));
            y += ROW_HEIGHT;
        }
        page.append("</svg>\n");
    }

    private static double longer(QueryTimes query) {
        return Double.isNaN(query.otherMillis())
                ? query.millis()
                : Math.max(query.millis(), query.otherMillis());
    }

    private static void bar(String style, int y, double share, StringBuilder page) {
        page.append(
                format(
                        "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>",
                        style, LABEL_WIDTH, y, share * CHART_WIDTH, BAR_HEIGHT));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
