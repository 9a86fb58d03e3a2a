package io.colonnade.engine.operator.scan;

import io.colonnade.engine.operator.Types;
import io.colonnade.engine.pipeline.ExecutionContext;
import io.colonnade.engine.pipeline.NodeCounters;
import io.colonnade.engine.pipeline.Source;
import io.colonnade.engine.pipeline.SourceReader;
import io.colonnade.engine.pipeline.TopBound;
import io.colonnade.plan.PlanNode;
import io.colonnade.plan.Scan;
import io.colonnade.storage.scan.ColumnRange;
import io.colonnade.storage.scan.ScanCounters;
import io.colonnade.storage.scan.ScanRequest;
import io.colonnade.storage.scan.TableScan;
import io.colonnade.type.SqlType;

import java.util.ArrayList;
import java.util.List;

/** A table scan with its conditions, shared by the node's workers: they take row groups in turn. */
public final class ScanSource implements Source {
    private final ExecutionContext context;
    private final PlanNode node;
    private final TableScan table;
    private final TopBound bound;

    /**
     * @param bound of a sort above, or null
     */
    public ScanSource(ExecutionContext context, PlanNode node, TopBound bound) {
        this.bound = bound;
        this.context = context;
        this.node = node;
        Scan scan = node.getScan();
        ScanRequest request = context.environment().scan(node);
        List<ColumnRange> ranges = new ArrayList<>(request.ranges());
        ranges.addAll(ScanRanges.of(scan.getConjunctsList(), scan.getColumnIdsCount()));
        table = new TableScan(request.withRanges(context.zoneMaps() ? ranges : List.of()));
        context.onEnd(this::count);
    }

    /** Nothing reads any more: drops what was read ahead, copies what storage counted. */
    private void count() {
        table.close();
        ScanCounters from = table.counters();
        NodeCounters to = context.counters(node.getId());
        to.blocksRead.add(from.blocksRead());
        to.blocksSkipped.add(from.blocksSkipped());
        to.bytesRead.add(from.bytesRead());
        to.rowGroupsRead.add(from.rowGroupsRead());
        to.rowGroupsSkipped.add(from.rowGroupsSkipped());
        to.blocksFromDisk.add(from.blocksFromDisk());
        to.blocksFromStore.add(from.blocksFromStore());
    }

    @Override
    public SourceReader open() {
        List<SqlType> types = Types.output(node);
        ScanFilters filters = new ScanFilters(context, node.getScan(), types, bound);
        return new ScanReader(table, types, node.getScan().getColumnIdsCount(), filters);
    }

    @Override
    public int maxParallelism() {
        return Math.max(1, table.maxMorsels());
    }
}
