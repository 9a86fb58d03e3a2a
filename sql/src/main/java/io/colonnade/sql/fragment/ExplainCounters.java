package io.colonnade.sql.fragment;

import io.colonnade.rpc.OperatorCounters;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the operators counted, summed over the nodes, as EXPLAIN ANALYZE shows it. Immutable. */
final class ExplainCounters {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final long KILO = 1024;

    private final Map<Integer, OperatorCounters> byNode = new HashMap<>();

    ExplainCounters(List<OperatorCounters> counters) {
        for (OperatorCounters each : counters) {
            byNode.merge(each.getPlanNodeId(), each, ExplainCounters::sum);
        }
    }

    private static OperatorCounters sum(OperatorCounters a, OperatorCounters b) {
        return OperatorCounters.newBuilder()
                .setPlanNodeId(a.getPlanNodeId())
                .setRowsIn(a.getRowsIn() + b.getRowsIn())
                .setRowsOut(a.getRowsOut() + b.getRowsOut())
                .setNanos(a.getNanos() + b.getNanos())
                .setBlocksRead(a.getBlocksRead() + b.getBlocksRead())
                .setBlocksSkipped(a.getBlocksSkipped() + b.getBlocksSkipped())
                .setBytesRead(a.getBytesRead() + b.getBytesRead())
                .setBytesSent(a.getBytesSent() + b.getBytesSent())
                .setMemoryBytes(a.getMemoryBytes() + b.getMemoryBytes())
                .setSpilledBytes(a.getSpilledBytes() + b.getSpilledBytes())
                .setRowGroupsRead(a.getRowGroupsRead() + b.getRowGroupsRead())
                .setRowGroupsSkipped(a.getRowGroupsSkipped() + b.getRowGroupsSkipped())
                .setBlocksFromDisk(a.getBlocksFromDisk() + b.getBlocksFromDisk())
                .setBlocksFromStore(a.getBlocksFromStore() + b.getBlocksFromStore())
                .setFusedRows(a.getFusedRows() + b.getFusedRows())
                .build();
    }

    boolean isEmpty() {
        return byNode.isEmpty();
    }

    /** Behind the costs of a node. */
    String actual(int id) {
        OperatorCounters counters = byNode.get(id);
        if (counters == null) {
            return isEmpty() ? "" : " (never executed)";
        }
        return String.format(
                Locale.ROOT,
                " (actual rows=%d time=%.3f ms)",
                counters.getRowsOut(),
                counters.getNanos() / NANOS_PER_MILLI);
    }

    /** Below a scan: what the zone maps saved; null when nothing was counted. */
    String blocks(int id) {
        OperatorCounters counters = byNode.get(id);
        if (counters == null || counters.getBlocksRead() + counters.getBlocksSkipped() == 0) {
            return null;
        }
        return blocks(counters.getBlocksRead(), counters.getBlocksSkipped())
                + String.format(
                        Locale.ROOT,
                        "  Row groups: read=%d skipped=%d",
                        counters.getRowGroupsRead(),
                        counters.getRowGroupsSkipped());
    }

    private static String blocks(long read, long skipped) {
        long all = read + skipped;
        return String.format(
                Locale.ROOT,
                "Blocks: read=%d skipped=%d of %d (%.1f%% skipped)",
                read,
                skipped,
                all,
                all == 0 ? 0.0 : 100.0 * skipped / all);
    }

    /** Memory and spilling of a node; null when it is less than a kilobyte. */
    String memory(int id) {
        OperatorCounters counters = byNode.get(id);
        if (counters == null || counters.getMemoryBytes() + counters.getSpilledBytes() < KILO) {
            return null;
        }
        String spilled =
                counters.getSpilledBytes() == 0
                        ? ""
                        : "  Spilled: " + counters.getSpilledBytes() / KILO + " kB";
        return "Memory: " + counters.getMemoryBytes() / KILO + " kB" + spilled;
    }

    /** Rows of all projections that generated kernels computed; null when there are none. */
    String fused() {
        long rows = byNode.values().stream().mapToLong(OperatorCounters::getFusedRows).sum();
        return rows == 0 ? null : "Fused kernels: rows=" + rows;
    }

    /** All scans together. */
    String totalBlocks() {
        long read = 0;
        long skipped = 0;
        long disk = 0;
        long store = 0;
        for (OperatorCounters counters : byNode.values()) {
            read += counters.getBlocksRead();
            skipped += counters.getBlocksSkipped();
            disk += counters.getBlocksFromDisk();
            store += counters.getBlocksFromStore();
        }
        return blocks(read, skipped)
                + String.format(
                        Locale.ROOT,
                        "  From: memory=%d disk=%d store=%d",
                        read - disk - store,
                        disk,
                        store);
    }
}
