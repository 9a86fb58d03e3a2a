package io.colonnade.storage.snapshot;

import com.google.protobuf.ByteString;

import io.colonnade.log.Checkpoint;
import io.colonnade.log.SchemaDefinition;
import io.colonnade.log.TableState;
import io.colonnade.log.UserDefinition;
import io.colonnade.log.ViewDefinition;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Everything the warehouse holds, as of one version of the log. Immutable and shared by threads; a
 * query pins one and reads nothing newer. The next version comes from {@link SnapshotBuilder}.
 *
 * @param catalogVersion version of the last commit that changed definitions or names
 * @param schemas by name
 * @param tables by id
 * @param views by id
 * @param users by name
 * @param names (schema, name) of tables and views to their id
 * @param history what is remembered of the past
 */
public record Snapshot(
        long version,
        long epoch,
        byte[] lastHash,
        long nextObjectId,
        long catalogVersion,
        SortedMap<String, SchemaDefinition> schemas,
        Map<Long, TableSnapshot> tables,
        Map<Long, ViewDefinition> views,
        Map<String, UserDefinition> users,
        Map<RelationName, Long> names,
        History history) {

    /** Ids below are kept for system relations and types, as in PostgreSQL. */
    public static final long FIRST_OBJECT_ID = 16_384;

    public static final String DEFAULT_SCHEMA = "public";

    /** The warehouse before its first commit: only the schema public. */
    public static Snapshot initial() {
        SnapshotBuilder builder = new SnapshotBuilder(0, 0, new byte[0], FIRST_OBJECT_ID);
        builder.putSchema(
                SchemaDefinition.newBuilder().setId(2_200).setName(DEFAULT_SCHEMA).build());
        return builder.build();
    }

    public Optional<TableSnapshot> table(String schema, String name) {
        return Optional.ofNullable(names.get(new RelationName(schema, name))).map(tables::get);
    }

    public Optional<TableSnapshot> table(long id) {
        return Optional.ofNullable(tables.get(id));
    }

    public Optional<ViewDefinition> view(String schema, String name) {
        return Optional.ofNullable(names.get(new RelationName(schema, name))).map(views::get);
    }

    /** The same with another state of one table, for a statement that reads a part of it. */
    public Snapshot with(TableSnapshot table) {
        return new Snapshot(
                version,
                epoch,
                lastHash,
                nextObjectId,
                catalogVersion,
                schemas,
                IdMap.of(tables).with(table.id(), table),
                views,
                users,
                names,
                history);
    }

    /** The same state, its log slot having this hash. */
    public Snapshot withLastHash(byte[] hash) {
        return new Snapshot(
                version,
                epoch,
                hash,
                nextObjectId,
                catalogVersion,
                schemas,
                tables,
                views,
                users,
                names,
                history);
    }

    public Checkpoint toCheckpoint(int formatVersion) {
        Checkpoint.Builder checkpoint =
                Checkpoint.newBuilder()
                        .setFormatVersion(formatVersion)
                        .setVersion(version)
                        .setEpoch(epoch)
                        .setLastHash(ByteString.copyFrom(lastHash))
                        .setNextObjectId(nextObjectId)
                        .addAllSchemas(schemas.values())
                        .addAllViews(views.values())
                        .addAllUsers(users.values())
                        .setTimestampMicros(history.timestampMicros())
                        .addAllSnapshots(history.saved().values())
                        .addAllDropped(history.dropped().values())
                        .addAllLabels(history.labels().values());
        tables.values().forEach(table -> checkpoint.addTables(table.toState()));
        return checkpoint.build();
    }

    public static Snapshot fromCheckpoint(Checkpoint checkpoint) {
        SnapshotBuilder builder =
                new SnapshotBuilder(
                        checkpoint.getVersion(),
                        checkpoint.getEpoch(),
                        checkpoint.getLastHash().toByteArray(),
                        checkpoint.getNextObjectId());
        checkpoint.getSchemasList().forEach(builder::putSchema);
        for (TableState state : checkpoint.getTablesList()) {
            builder.putTable(TableSnapshot.fromState(state));
        }
        checkpoint.getViewsList().forEach(builder::putView);
        checkpoint.getUsersList().forEach(builder::putUser);
        builder.history().start(checkpoint);
        return builder.build();
    }
}
