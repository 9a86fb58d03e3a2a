package io.colonnade.leader.catalog;

import io.colonnade.leader.statistics.StatisticsCache;
import io.colonnade.leader.system.SystemRelations;
import io.colonnade.log.TableStatistics;
import io.colonnade.log.ViewDefinition;
import io.colonnade.sql.catalog.Catalog;
import io.colonnade.sql.catalog.Relation;
import io.colonnade.sql.catalog.TableRelation;
import io.colonnade.sql.catalog.ViewRelation;
import io.colonnade.storage.snapshot.RelationName;
import io.colonnade.storage.snapshot.Snapshot;
import io.colonnade.storage.snapshot.TableSnapshot;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The planner's view of a snapshot and of the system relations. Immutable. */
public final class SnapshotCatalog implements Catalog {
    private final Snapshot snapshot;
    private final Predicate<TableSnapshot> inPlace;

    /**
     * @param inPlace whether the rows of a table are where its distribution key says
     */
    public SnapshotCatalog(Snapshot snapshot, Predicate<TableSnapshot> inPlace) {
        this.snapshot = snapshot;
        this.inPlace = inPlace;
    }

    @Override
    public Optional<Relation> find(String schema, String name) {
        Optional<Relation> system = SystemRelations.find(schema, name);
        if (system.isPresent()) {
            return system;
        }
        Long id = snapshot.names().get(new RelationName(schema, name));
        if (id == null) {
            return Optional.empty();
        }
        TableSnapshot table = snapshot.tables().get(id);
        if (table != null) {
            return Optional.of(relation(table));
        }
        ViewDefinition view = snapshot.views().get(id);
        return Optional.of(new ViewRelation(view));
    }

    private TableRelation relation(TableSnapshot table) {
        TableStatistics statistics = StatisticsCache.of(table);
        return new TableRelation(
                table.definition(), statistics, statistics.getRows(), inPlace.test(table));
    }

    @Override
    public boolean hasSchema(String schema) {
        return snapshot.schemas().containsKey(schema) || SystemRelations.hasSchema(schema);
    }

    @Override
    public Collection<String> schemas() {
        List<String> names = new ArrayList<>(snapshot.schemas().keySet());
        names.addAll(SystemRelations.schemas());
        return names;
    }

    @Override
    public Collection<String> relations(String schema) {
        List<String> names = new ArrayList<>(SystemRelations.names(schema));
        for (RelationName name : snapshot.names().keySet()) {
            if (name.schema().equals(schema)) {
                names.add(name.name());
            }
        }
        return names;
    }
}
