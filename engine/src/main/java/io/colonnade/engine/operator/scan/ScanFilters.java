package io.colonnade.engine.operator.scan;

import io.colonnade.engine.expression.ExpressionCompiler;
import io.colonnade.engine.expression.FilterExpression;
import io.colonnade.engine.operator.ColumnUse;
import io.colonnade.engine.pipeline.ExecutionContext;
import io.colonnade.engine.pipeline.TopBound;
import io.colonnade.plan.Expression;
import io.colonnade.plan.Scan;
import io.colonnade.storage.scan.ColumnRange;
import io.colonnade.storage.scan.MorselReader;
import io.colonnade.storage.vector.Batch;
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
    record Conjunct(FilterExpression filter, int[] columns, ColumnRange range)
            implements ScanCondition {
        @Override
        public boolean isIdle(MorselReader reader) {
            return range != null && reader.covers(range);
        }

        @Override
        public int select(Batch batch, int[] target) {
            return filter.select(batch, target);
        }
    }

    private final ExecutionContext context;
    private final ConditionOrder conditions;
    private final List<ScanRuntimeFilter> awaited = new ArrayList<>();
    private final ScanTopFilter top;
    private boolean passNothing;

    /**
     * @param bound of a sort above, or null
     */
    ScanFilters(ExecutionContext context, Scan scan, List<SqlType> types, TopBound bound) {
        this.context = context;
        List<Conjunct> conjuncts = new ArrayList<>();
        for (Expression conjunct : scan.getConjunctsList()) {
            conjuncts.add(
                    new Conjunct(
                            ExpressionCompiler.compileFilter(conjunct, types, context.zone()),
                            ColumnUse.of(conjunct).stream().toArray(),
                            context.zoneMaps() ? ScanRanges.exact(conjunct, types) : null));
        }
        conditions =
                new ConditionOrder(
                        conjuncts, scan.getConjunctsList().stream().allMatch(ScanFilters::isSafe));
        top = bound == null ? null : new ScanTopFilter(bound);
        if (top != null) {
            conditions.add(top);
        }
        scan.getRuntimeFiltersList()
                .forEach(
                        target ->
                                awaited.add(
                                        new ScanRuntimeFilter(
                                                target.getFilterId(), target.getColumn())));
    }

    /** Whether a condition has nothing in it that can fail for a row. */
    private static boolean isSafe(Expression condition) {
        return switch (condition.getKindCase()) {
            case COLUMN, LITERAL -> true;
            case IN_LIST -> isSafe(condition.getInList().getValue());
            case CALL ->
                    switch (condition.getCall().getFunction()) {
                        case AND,
                                OR,
                                NOT,
                                IS_NULL,
                                IS_NOT_NULL,
                                IS_TRUE,
                                IS_FALSE,
                                IS_NOT_TRUE,
                                IS_NOT_FALSE,
                                EQUAL,
                                NOT_EQUAL,
                                LESS,
                                LESS_OR_EQUAL,
                                GREATER,
                                GREATER_OR_EQUAL,
                                LIKE,
                                STARTS_WITH ->
                                condition.getCall().getArgumentsList().stream()
                                        .allMatch(ScanFilters::isSafe);
                        default -> false;
                    };
            default -> false;
        };
    }

    /** What to test rows with now. */
    ConditionOrder conditions() {
        return conditions;
    }

    /** Whether a runtime filter lets no row through. */
    boolean passNothing() {
        return passNothing;
    }

    /** Looks for filters that have been published since; gives their ranges. */
    List<ColumnRange> newRanges() {
        List<ColumnRange> ranges = new ArrayList<>();
        ColumnRange first = top == null || !context.zoneMaps() ? null : top.range();
        if (first != null) {
            ranges.add(first);
        }
        for (int i = awaited.size() - 1; i >= 0; i--) {
            ScanRuntimeFilter filter = awaited.get(i);
            if (filter.find(context.runtimeFilters())) {
                awaited.remove(i);
                conditions.add(filter);
                passNothing |= filter.isEmpty();
                if (context.zoneMaps()) {
                    ranges.add(filter.range());
                }
            }
        }
        return ranges;
    }
}
