package io.colonnade.leader.catalog;

import io.colonnade.log.ColumnDefinition;
import io.colonnade.log.InlineRows;
import io.colonnade.log.SegmentDescriptor;
import io.colonnade.log.TableDefinition;
import io.colonnade.log.TableState;
import io.colonnade.storage.snapshot.TableSnapshot;

/** Fits a table's past state to follow its present one. Stateless. */
final class PastStates {
    private PastStates() {}

    /**
     * The past state as the table's next. What must never be used again goes on from the present:
     * ordinals of segments, so that a change of the present rows that is still under way finds none
     * of its rows and fails; ids of columns; values of identities.
     */
    static TableState inPlaceOf(TableSnapshot now, TableState past) {
        TableState.Builder next = past.toBuilder().clearSegments();
        long ordinal = Math.max(now.nextOrdinal(), past.getNextOrdinal());
        for (SegmentDescriptor segment : past.getSegmentsList()) {
            next.addSegments(numbered(segment, ordinal++));
        }
        TableDefinition.Builder definition = past.getDefinition().toBuilder();
        definition.setLastColumnId(
                Math.max(lastColumnId(now.definition()), lastColumnId(past.getDefinition())));
        return next.setDefinition(definition)
                .setNextOrdinal(ordinal)
                .setIdentityCount(Math.max(now.identityCount(), past.getIdentityCount()))
                .build();
    }

    private static SegmentDescriptor numbered(SegmentDescriptor segment, long ordinal) {
        SegmentDescriptor.Builder numbered = segment.toBuilder().setOrdinal(ordinal);
        for (InlineRows.Builder rows : numbered.getInlineBuilderList()) {
            rows.setOrdinal(ordinal);
        }
        return numbered.build();
    }

    private static int lastColumnId(TableDefinition table) {
        return table.getColumnsList().stream()
                .mapToInt(ColumnDefinition::getId)
                .reduce(table.getLastColumnId(), Math::max);
    }
}
