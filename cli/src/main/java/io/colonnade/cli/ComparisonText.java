package io.colonnade.cli;

import io.colonnade.bench.Comparison;
import io.colonnade.bench.QueryTimes;

/** Prints a comparison as a table. */
record ComparisonText(Report out) {
    void print(Comparison comparison) {
        out.line();
        if (comparison.hasOther()) {
            beside(comparison);
        } else {
            alone(comparison);
        }
        for (Comparison.Floor floor : comparison.floors()) {
            out.row(
                    "%s reads %.1f MB, at %.1f GB/s %.2f ms: it takes %.1f times that",
                    floor.label(),
                    floor.bytes() / 1e6,
                    floor.bytesPerSecond() / 1e9,
                    floor.millis(),
                    comparison.multiple(floor));
        }
        out.flush();
    }

    private void alone(Comparison comparison) {
        out.row("query  median ms  plan ms  answer");
        for (QueryTimes query : comparison.queries()) {
            out.row(
                    "%-5s %10.1f %8.1f  %s",
                    query.label(), query.millis(), query.planMillis(), query.verdict());
        }
        out.row(
                "%-5s %10.1f %8.1f",
                "total",
                comparison.total(QueryTimes::millis),
                comparison.total(QueryTimes::planMillis));
        out.row(
                "%-5s %10.1f %8.1f",
                "geo",
                comparison.geometricMean(QueryTimes::millis),
                comparison.geometricMean(QueryTimes::planMillis));
    }

    private void beside(Comparison comparison) {
        out.row("query  colonnade ms   duckdb ms   ratio  plan ms  answer");
        for (QueryTimes query : comparison.queries()) {
            out.row(
                    "%-5s %13.1f %11.1f %7.2f %8.1f  %s",
                    query.label(),
                    query.millis(),
                    query.otherMillis(),
                    query.ratio(),
                    query.planMillis(),
                    query.verdict());
        }
        summary(
                "total",
                comparison.total(QueryTimes::millis),
                comparison.total(QueryTimes::otherMillis),
                comparison.total(QueryTimes::planMillis));
        summary(
                "geo",
                comparison.geometricMean(QueryTimes::millis),
                comparison.geometricMean(QueryTimes::otherMillis),
                comparison.geometricMean(QueryTimes::planMillis));
        QueryTimes worst = comparison.worst();
        out.row(
                "A ratio below 1 means that Colonnade is faster; the highest is %.2f, of %s.",
                worst.ratio(), worst.label());
    }

    private void summary(String label, double ours, double theirs, double plan) {
        out.row("%-5s %13.1f %11.1f %7.2f %8.1f", label, ours, theirs, ours / theirs, plan);
    }
}
