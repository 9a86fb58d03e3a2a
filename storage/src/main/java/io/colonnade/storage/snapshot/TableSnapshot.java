package io.colonnade.storage.snapshot;

import io.colonnade.log.SegmentDescriptor;
import io.colonnade.log.TableDefinition;
import io.colonnade.log.TableState;
import io.colonnade.log.TableStatistics;

import java.util.List;
import java.util.Optional;

/**
 * A table as of one version. Immutable.
 *
 * @param segments in ordinal order, each with all its deleted rows so far
 * @param nextOrdinal ordinal of the next segment
 * @param dataVersion version of the last commit that changed its rows
 * @param identityCount values of its identity columns given out so far
 */
public record TableSnapshot(
        TableDefinition definition,
        List<SegmentDescriptor> segments,
        TableStatistics statistics,
        long nextOrdinal,
        long dataVersion,
        long identityCount) {

    public static TableSnapshot empty(TableDefinition definition, long version) {
        TableStatistics none = TableStatistics.getDefaultInstance();
        return new TableSnapshot(definition, List.of(), none, 0, version, 0);
    }

    public long id() {
        return definition.getId();
    }

    /** Rows of all segments, deleted ones included. */
    public long storedRows() {
        long rows = 0;
        for (SegmentDescriptor segment : segments) {
            rows += segment.getRows();
        }
        return rows;
    }

    public Optional<SegmentDescriptor> segment(long ordinal) {
        return segments.stream().filter(s -> s.getOrdinal() == ordinal).findFirst();
    }

    /** The table with other segments, for a statement that reads some of them. */
    public TableSnapshot withSegments(List<SegmentDescriptor> some) {
        return new TableSnapshot(
                definition, some, statistics, nextOrdinal, dataVersion, identityCount);
    }

    TableSnapshot withDefinition(TableDefinition newDefinition) {
        return new TableSnapshot(
                newDefinition, segments, statistics, nextOrdinal, dataVersion, identityCount);
    }

    TableSnapshot withStatistics(TableStatistics newStatistics) {
        return new TableSnapshot(
                definition, segments, newStatistics, nextOrdinal, dataVersion, identityCount);
    }

    /** The same rows, put in place by the commit of a version: for caches they are new. */
    TableSnapshot asOf(long version) {
        return new TableSnapshot(
                definition, segments, statistics, nextOrdinal, version, identityCount);
    }

    public TableState toState() {
        return TableState.newBuilder()
                .setDefinition(definition)
                .addAllSegments(segments)
                .setStatistics(statistics)
                .setNextOrdinal(nextOrdinal)
                .setDataVersion(dataVersion)
                .setIdentityCount(identityCount)
                .build();
    }

    static TableSnapshot fromState(TableState state) {
        return new TableSnapshot(
                state.getDefinition(),
                List.copyOf(state.getSegmentsList()),
                state.getStatistics(),
                state.getNextOrdinal(),
                state.getDataVersion(),
                state.getIdentityCount());
    }
}
