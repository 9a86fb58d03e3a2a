package io.colonnade.sql.catalog;

import io.colonnade.log.TableDefinition;
import io.colonnade.log.TableStatistics;

/**
 * A stored table.
 *
 * @param statistics of the last ANALYZE or commit; the default instance when there are none
 * @param rows live rows of the snapshot
 */
public record TableRelation(TableDefinition definition, TableStatistics statistics, double rows)
        implements Relation {
    @Override
    public String schema() {
        return definition.getSchema();
    }

    @Override
    public String name() {
        return definition.getName();
    }
}
