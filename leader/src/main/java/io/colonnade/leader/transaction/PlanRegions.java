package io.colonnade.leader.transaction;

import io.colonnade.engine.operator.scan.ScanRanges;
import io.colonnade.plan.Fragment;
import io.colonnade.plan.PlanNode;
import io.colonnade.plan.Scan;
import io.colonnade.storage.scan.ColumnRange;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds the parts of tables that a plan reads: the ranges that its scans prune by. Stateless. */
final class PlanRegions {
    private PlanRegions() {}

    /**
     * @param reads gets what any scan of current rows reads
     * @param targets gets what those scans read that look for rows to change
     */
    static void collect(List<Fragment> fragments, TableRegions reads, TableRegions targets) {
        for (Fragment fragment : fragments) {
            collect(fragment.getRoot(), reads, targets);
        }
    }

    private static void collect(PlanNode node, TableRegions reads, TableRegions targets) {
        if (node.hasScan() && node.getScan().getAtVersion() == 0) {
            Scan scan = node.getScan();
            Zones zones = zones(scan);
            reads.add(scan.getTableId(), zones);
            if (scan.getWithRowId()) {
                targets.add(scan.getTableId(), zones);
            }
        }
        node.getInputsList().forEach(input -> collect(input, reads, targets));
    }

    private static Zones zones(Scan scan) {
        Map<Integer, Zones.Range> ranges = new HashMap<>();
        for (ColumnRange range : ScanRanges.of(scan.getConjunctsList(), scan.getColumnIdsCount())) {
            if (range.onlyNulls()) {
                // zones tell of values only
                continue;
            }
            ranges.merge(
                    scan.getColumnIds(range.column()),
                    new Zones.Range(range.minImage(), range.maxImage()),
                    Zones.Range::and);
        }
        return new Zones(Map.copyOf(ranges));
    }
}
