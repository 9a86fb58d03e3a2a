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
 */
public record TableRelation(
        TableDefinition definition, TableStatistics statistics, double rows, boolean inPlace)
        implements Relation {
    public TableRelation(TableDefinition definition, TableStatistics statistics, double rows) {
        this(definition, statistics, rows, true);
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
