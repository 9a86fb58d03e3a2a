package io.colonnade.engine.operator.join;

import io.colonnade.engine.hash.KeyRange;
import io.colonnade.engine.hash.RuntimeFilter;
import io.colonnade.engine.kernel.BlockedBloom;
import io.colonnade.engine.memory.MemoryReservation;
import io.colonnade.engine.memory.RowColumn;
import io.colonnade.engine.pipeline.ExecutionContext;
import io.colonnade.plan.RuntimeFilterSource;
import io.colonnade.type.PhysicalType;

import java.util.List;

/**
 * Makes runtime filters from a complete build side. Only for kinds where a probe row without a
 * partner is dropped, and for keys where NULL matches nothing.
 */
final class RuntimeFilterPublisher {
    private final ExecutionContext context;
    private final JoinSpec spec;
    private final BuildRows rows;

    RuntimeFilterPublisher(ExecutionContext context, JoinSpec spec, BuildRows rows) {
        this.context = context;
        this.spec = spec;
        this.rows = rows;
    }

    void publish(List<RuntimeFilterSource> sources) {
        if (!dropsUnmatchedProbe() || !context.filtersScans()) {
            return;
        }
        for (RuntimeFilterSource source : sources) {
            int key = source.getKey();
            RowColumn column = rows.column(spec.rightKeys()[key]);
            boolean integer =
                    column.type() == PhysicalType.INT || column.type() == PhysicalType.LONG;
            if (!spec.nullSafe()[key] && integer) {
                context.runtimeFilters().publish(source.getFilterId(), filter(column));
            }
        }
    }

    private boolean dropsUnmatchedProbe() {
        return switch (spec.kind()) {
            case INNER, LEFT_SEMI, RIGHT_OUTER, RIGHT_SEMI, RIGHT_ANTI -> true;
            default -> false;
        };
    }

    private RuntimeFilter filter(RowColumn column) {
        KeyRange range = KeyRange.of(column, rows.count());
        if (range.isEmpty()) {
            return RuntimeFilter.nothing();
        }
        long min = range.min();
        long max = range.max();
        if (!RuntimeFilter.suitsBitmap(min, max, rows.count())) {
            return bloom(column, range);
        }
        MemoryReservation memory = context.reservation(spec.label());
        memory.grow(8L * RuntimeFilter.bitmapWords(min, max));
        long[] bits = new long[RuntimeFilter.bitmapWords(min, max)];
        for (int row = 0; row < rows.count(); row++) {
            if (!column.isNull(row)) {
                long d = KeyRange.value(column, row) - min;
                bits[(int) (d >>> 6)] |= 1L << d;
            }
        }
        return RuntimeFilter.bitmap(min, max, bits);
    }

    /** For keys too far apart for a bitmap. */
    private RuntimeFilter bloom(RowColumn column, KeyRange range) {
        context.reservation(spec.label()).grow(BlockedBloom.bytes(rows.count()));
        BlockedBloom keys = new BlockedBloom(rows.count());
        for (int row = 0; row < rows.count(); row++) {
            if (!column.isNull(row)) {
                keys.add(KeyRange.value(column, row));
            }
        }
        return RuntimeFilter.bloom(range.min(), range.max(), keys);
    }
}
