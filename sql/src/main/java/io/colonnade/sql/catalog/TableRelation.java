package io.colonnade.sql.catalog;

import io.colonnade.log.TableDefinition;
import io.colonnade.log.TableStatistics;

/**
 * A stored table.
 *
 * @param statistics of the last ANALYZE or commit; the default instance when there are none
 * @param rows live rows of the snapshot
 * @param inPlace whether every row is where the distribution key says; not if segments were written
 *     when there were other nodes
 * @param atVersion the version of the past that it is of; 0 = the statement's own
 */
public record TableRelation(
        TableDefinition definition,
        TableStatistics statistics,
        double rows,
        boolean inPlace,
        long atVersion)
        implements Relation {
    public TableRelation(
            TableDefinition definition, TableStatistics statistics, double rows, boolean inPlace) {
        this(definition, statistics, rows, inPlace, 0);
    }

    public TableRelation(TableDefinition definition, TableStatistics statistics, double rows) {
        this(definition, statistics, rows, true);
    }

    /** Whether the statement names it by AT. */
    public boolean isPast() {
        return atVersion > 0;
    }

    @Override
    public String schema() {
        return definition.getSchema();
    }

    @Override
    public String name() {
        return definition.getName();
    }
}
