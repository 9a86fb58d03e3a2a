package io.colonnade.leader.catalog;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.leader.past.PastVersions;
import io.colonnade.leader.statistics.StatisticsCache;
import io.colonnade.leader.system.SystemRelations;
import io.colonnade.log.TableStatistics;
import io.colonnade.log.ViewDefinition;
import io.colonnade.sql.bind.BindContext;
import io.colonnade.sql.catalog.Catalog;
import io.colonnade.sql.catalog.Relation;
import io.colonnade.sql.catalog.TableRelation;
import io.colonnade.sql.catalog.TimePoint;
import io.colonnade.sql.catalog.ViewRelation;
import io.colonnade.storage.snapshot.RelationName;
import io.colonnade.storage.snapshot.Snapshot;
import io.colonnade.storage.snapshot.TableSnapshot;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The planner's view of a snapshot and of the system relations, and the way to those of the past.
 * Immutable.
 */
public final class SnapshotCatalog implements Catalog {
    private final Snapshot snapshot;
    private final Predicate<TableSnapshot> inPlace;
    private final PastVersions past;
    private final PastVersions.Observer observer;

    // The version of the past that the snapshot is; 0 = the statement's own.
    private final long atVersion;

    private final String temporarySchema;

    /**
     * @param inPlace whether the rows of a table are where its distribution key says
     * @param nowMicros when the statement's transaction began
     * @param temporarySchema the session's own
     */
    public SnapshotCatalog(
            Snapshot snapshot,
            Predicate<TableSnapshot> inPlace,
            PastVersions past,
            long nowMicros,
            String temporarySchema) {
        this(
                snapshot,
                inPlace,
                past,
                new PastVersions.Observer(snapshot, nowMicros),
                0,
                temporarySchema);
    }

    private SnapshotCatalog(
            Snapshot snapshot,
            Predicate<TableSnapshot> inPlace,
            PastVersions past,
            PastVersions.Observer observer,
            long atVersion,
            String temporarySchema) {
        this.snapshot = snapshot;
        this.inPlace = inPlace;
        this.past = past;
        this.observer = observer;
        this.atVersion = atVersion;
        this.temporarySchema = temporarySchema;
    }

    @Override
    public Past at(TimePoint point) {
        long version = past.versionOf(point, observer);
        return new Past(
                version,
                new SnapshotCatalog(
                        past.at(version), inPlace, past, observer, version, temporarySchema));
    }

    @Override
    public Optional<Relation> find(String schema, String name) {
        Optional<Relation> system = SystemRelations.find(schema, name);
        if (system.isPresent()) {
            return system;
        }
        String own = own(schema);
        Long id = snapshot.names().get(new RelationName(own, name));
        // Another session may have had the schema's name in the past.
        boolean past = atVersion > 0 && own.startsWith(BindContext.TEMPORARY_PREFIX);
        if (id == null || past) {
            return Optional.empty();
        }
        TableSnapshot table = snapshot.tables().get(id);
        if (table != null) {
            return Optional.of(relation(table));
        }
        ViewDefinition view = snapshot.views().get(id);
        return Optional.of(new ViewRelation(view, atVersion));
    }

    /** The schema of this name for the session, which sees temporary tables of its own only. */
    private String own(String schema) {
        if (schema.equals(BindContext.TEMPORARY_ALIAS)) {
            return temporarySchema;
        }
        if (schema.startsWith(BindContext.TEMPORARY_PREFIX) && !schema.equals(temporarySchema)) {
            throw new ColonnadeException(
                    ErrorCode.FEATURE_NOT_SUPPORTED,
                    "cannot access temporary tables of other sessions");
        }
        return schema;
    }

    private TableRelation relation(TableSnapshot table) {
        if (atVersion > 0) {
            past.requireKept(table, atVersion, observer);
        }
        TableStatistics statistics = StatisticsCache.of(table);
        return new TableRelation(
                table.definition(),
                statistics,
                statistics.getRows(),
                inPlace.test(table),
                atVersion);
    }

    @Override
    public boolean hasSchema(String schema) {
        return snapshot.schemas().containsKey(own(schema)) || SystemRelations.hasSchema(schema);
    }

    @Override
    public Collection<String> schemas() {
        List<String> names = new ArrayList<>(snapshot.schemas().keySet());
        names.removeIf(
                name ->
                        name.startsWith(BindContext.TEMPORARY_PREFIX)
                                && !name.equals(temporarySchema));
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
