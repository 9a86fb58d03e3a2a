package io.colonnade.cli;

import io.colonnade.bench.Comparison;
import io.colonnade.bench.QueryTimes;
import io.colonnade.bench.SideBySide;
import io.colonnade.bench.StoredColumns;
import io.colonnade.bench.TpchOrder;
import io.colonnade.bench.TpchQuery;
import io.colonnade.bench.TpchTable;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One measurement of a loaded warehouse, with or without another engine. One thread owns it. */
final class TpchRun {
    /** The columns of the queries whose time reading lineitem should be. */
    private static final Map<Integer, List<String>> SCANS =
            Map.of(
                    1,
                    List.of(
                            "l_returnflag",
                            "l_linestatus",
                            "l_quantity",
                            "l_extendedprice",
                            "l_discount",
                            "l_tax",
                            "l_shipdate"),
                    6,
                    List.of("l_shipdate", "l_discount", "l_quantity", "l_extendedprice"));

    /**
     * What to run.
     *
     * @param numbers of the queries; empty = all
     */
    record Plan(double scale, int runs, List<Integer> numbers, TpchSteps steps) {
        List<TpchQuery> queries() {
            return TpchQuery.all(scale).stream()
                    .filter(query -> numbers.isEmpty() || numbers.contains(query.number()))
                    .toList();
        }
    }

    private final Connection connection;
    private final TpchOrder order;
    private final Plan plan;

    TpchRun(Connection connection, TpchOrder order, Plan plan) {
        this.connection = connection;
        this.order = order;
        this.plan = plan;
    }

    /**
     * @param other the other engine, or null
     * @param bytesPerSecond that the threads can read from memory
     */
    Comparison measure(Connection other, double bytesPerSecond) throws SQLException {
        List<TpchQuery> queries = plan.queries();
        List<QueryTimes> times;
        long total = SideBySide.steps(queries.size(), plan.runs());
        try (ProgressBar bar = plan.steps().bar("queries", total)) {
            times = new SideBySide(connection, other, plan.scale(), plan.runs()).run(queries, bar);
            bar.finish(plan.runs() + " runs after a warm-up, rows in " + order.word() + " order");
        }
        List<Comparison.Floor> floors = new ArrayList<>();
        for (TpchQuery query : queries) {
            List<String> columns = SCANS.get(query.number());
            if (columns != null) {
                floors.add(
                        new Comparison.Floor(
                                query.label(), bytesRead(query, columns), bytesPerSecond));
            }
        }
        return new Comparison(order, times, floors);
    }

    /** Encoded bytes of the columns' blocks, as far as zone maps leave them to be read. */
    private long bytesRead(TpchQuery query, List<String> columns) throws SQLException {
        long stored = StoredColumns.bytes(connection, TpchTable.LINEITEM.tableName(), columns);
        Optional<BlockCounts> blocks = BlockCounts.explain(connection, query.sql());
        double share =
                blocks.filter(count -> count.read() > 0)
                        .map(count -> (double) count.read() / (count.read() + count.skipped()))
                        .orElse(1.0);
        return Math.round(stored * share);
    }
}
