package io.colonnade.engine.operator.scan;

import io.colonnade.engine.expression.ExpressionCompiler;
import io.colonnade.engine.expression.FilterExpression;
import io.colonnade.engine.operator.ColumnUse;
import io.colonnade.engine.pipeline.ExecutionContext;
import io.colonnade.plan.Expression;
import io.colonnade.plan.Scan;
import io.colonnade.storage.scan.ColumnRange;
import io.colonnade.type.SqlType;

import java.util.ArrayList;
import java.util.List;

/** What one worker's scan tests rows with: the scan's conjuncts, and runtime filters once there. */
final class ScanFilters {
    /**
     * A conjunct and the columns that it reads.
     *
     * @param range that says the same; null if there is none
     */
    record Conjunct(FilterExpression filter, int[] columns, ColumnRange range) {}

    private final ExecutionContext context;
    private final List<Conjunct> conjuncts = new ArrayList<>();
    private final List<ScanRuntimeFilter> awaited = new ArrayList<>();
    private final List<ScanRuntimeFilter> present = new ArrayList<>();

    ScanFilters(ExecutionContext context, Scan scan, List<SqlType> types) {
        this.context = context;
        for (Expression conjunct : scan.getConjunctsList()) {
            conjuncts.add(
                    new Conjunct(
                            ExpressionCompiler.compileFilter(conjunct, types, context.zone()),
                            ColumnUse.of(conjunct).stream().toArray(),
                            context.zoneMaps() ? ScanRanges.exact(conjunct, types) : null));
        }
        scan.getRuntimeFiltersList()
                .forEach(
                        target ->
                                awaited.add(
                                        new ScanRuntimeFilter(
                                                target.getFilterId(), target.getColumn())));
    }

    List<Conjunct> conjuncts() {
        return conjuncts;
    }

    /** Runtime filters to test rows with now. */
    List<ScanRuntimeFilter> runtimeFilters() {
        return present;
    }

    /** Looks for filters that have been published since; gives their ranges. */
    List<ColumnRange> newRanges() {
        List<ColumnRange> ranges = new ArrayList<>();
        for (int i = awaited.size() - 1; i >= 0; i--) {
            ScanRuntimeFilter filter = awaited.get(i);
            if (filter.find(context.runtimeFilters())) {
                awaited.remove(i);
                present.add(filter);
                if (context.zoneMaps()) {
                    ranges.add(filter.range());
                }
            }
        }
        return ranges;
    }
}
