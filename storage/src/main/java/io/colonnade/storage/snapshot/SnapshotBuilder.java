package io.colonnade.storage.snapshot;

import com.google.protobuf.ByteString;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.log.CatalogChange;
import io.colonnade.log.CommitRecord;
import io.colonnade.log.DeleteVector;
import io.colonnade.log.InlineRows;
import io.colonnade.log.SchemaDefinition;
import io.colonnade.log.SegmentDescriptor;
import io.colonnade.log.TableChange;
import io.colonnade.log.TableDefinition;
import io.colonnade.log.UserDefinition;
import io.colonnade.log.ViewDefinition;
import io.colonnade.storage.inline.InlineSegments;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Makes the next snapshot: the previous one plus one commit record, catalog changes first, then row
 * changes. A commit of rows shares everything with the snapshot before it but the path to the
 * changed tables and their lists of segments; what the catalogue holds is copied when it changes.
 */
public final class SnapshotBuilder {
    /** How the names of schemas begin that belong to one session. */
    private static final String TEMPORARY_SCHEMAS = "pg_temp_";

    private final long version;
    private final long epoch;
    private final byte[] lastHash;
    private final long nextObjectId;
    private final long catalogVersion;
    private final SortedMap<String, SchemaDefinition> schemas;
    private IdMap<TableSnapshot> tables;
    private final Map<Long, ViewDefinition> views;
    private final Map<String, UserDefinition> users;
    private final Map<RelationName, Long> names;
    private final HistoryBuilder history;

    // Tables of the version before.
    private final Set<Long> before;

    SnapshotBuilder(long version, long epoch, byte[] lastHash, long nextObjectId) {
        this.version = version;
        this.epoch = epoch;
        this.lastHash = lastHash;
        this.nextObjectId = nextObjectId;
        this.catalogVersion = version;
        this.schemas = new TreeMap<>();
        this.tables = IdMap.empty();
        this.views = new HashMap<>();
        this.users = new HashMap<>();
        this.names = new HashMap<>();
        this.history = new HistoryBuilder();
        this.before = Set.of();
    }

    private SnapshotBuilder(Snapshot base, CommitRecord record, byte[] hash) {
        this.version = record.getVersion();
        this.epoch = record.getEpoch();
        this.lastHash = hash;
        this.nextObjectId = Math.max(base.nextObjectId(), record.getNextObjectId());
        this.catalogVersion =
                record.getCatalogList().stream().allMatch(CatalogChange::hasPutStatistics)
                        ? base.catalogVersion()
                        : version;
        boolean copy = record.getCatalogCount() > 0;
        this.schemas = copy ? new TreeMap<>(base.schemas()) : base.schemas();
        this.tables = IdMap.of(base.tables());
        this.views = copy ? new HashMap<>(base.views()) : base.views();
        this.users = copy ? new HashMap<>(base.users()) : base.users();
        this.names = copy ? new HashMap<>(base.names()) : base.names();
        this.history = new HistoryBuilder(base.history(), record);
        this.before = base.tables().keySet();
    }

    /** The snapshot after `record`, whose slot has `hash`. */
    public static Snapshot apply(Snapshot base, CommitRecord record, byte[] hash) {
        SnapshotBuilder builder = new SnapshotBuilder(base, record, hash);
        record.getCatalogList().forEach(builder::applyCatalog);
        record.getTablesList().forEach(builder::applyRows);
        return builder.build();
    }

    private void applyCatalog(CatalogChange change) {
        switch (change.getChangeCase()) {
            case PUT_SCHEMA -> putSchema(change.getPutSchema());
            case DROP_SCHEMA -> schemas.remove(change.getDropSchema());
            case PUT_TABLE -> putDefinition(change.getPutTable());
            case DROP_TABLE -> {
                TableSnapshot table = tables.get(change.getDropTable());
                tables = tables.without(change.getDropTable());
                if (table != null) {
                    removeName(nameOf(table.definition()), table.id());
                    // One that was never committed cannot be taken back, nor a temporary one.
                    if (before.contains(table.id())
                            && !table.definition().getSchema().startsWith(TEMPORARY_SCHEMAS)) {
                        history.dropped(table.definition(), version);
                    }
                }
            }
            case PUT_VIEW -> putView(change.getPutView());
            case DROP_VIEW -> {
                ViewDefinition view = views.remove(change.getDropView());
                if (view != null) {
                    removeName(new RelationName(view.getSchema(), view.getName()), view.getId());
                }
            }
            case PUT_STATISTICS -> {
                TableSnapshot table = tables.get(change.getPutStatistics().getTableId());
                if (table != null) {
                    tables =
                            tables.with(
                                    table.id(), table.withStatistics(change.getPutStatistics()));
                }
            }
            case PUT_USER -> putUser(change.getPutUser());
            case DROP_USER -> users.remove(change.getDropUser());
            case PUT_SNAPSHOT -> history.save(change.getPutSnapshot());
            case DROP_SNAPSHOT -> history.forget(change.getDropSnapshot());
            case PUT_STATE -> putState(TableSnapshot.fromState(change.getPutState()));
            case CHANGE_NOT_SET ->
                    throw new ColonnadeException(
                            ErrorCode.DATA_CORRUPTED,
                            "log slot " + version + " has a catalog change of an unknown kind");
        }
    }

    private void putDefinition(TableDefinition definition) {
        TableSnapshot old = tables.get(definition.getId());
        if (old != null) {
            removeName(nameOf(old.definition()), old.id());
        }
        putTable(
                old == null
                        ? TableSnapshot.empty(definition, version)
                        : old.withDefinition(definition));
    }

    private void putState(TableSnapshot table) {
        TableSnapshot old = tables.get(table.id());
        if (old != null) {
            removeName(nameOf(old.definition()), old.id());
        }
        history.restored(table.id());
        putTable(table.asOf(version));
    }

    private void applyRows(TableChange change) {
        TableSnapshot table = tables.get(change.getTableId());
        if (table == null) {
            throw new ColonnadeException(
                    ErrorCode.DATA_CORRUPTED,
                    "log slot "
                            + version
                            + " changes table "
                            + change.getTableId()
                            + ", which does not exist");
        }
        List<SegmentDescriptor> segments = new ArrayList<>();
        Set<Long> removed = new HashSet<>(change.getRemoveList());
        Map<Long, ByteString> deletes = new HashMap<>();
        for (DeleteVector vector : change.getDeletesList()) {
            deletes.merge(vector.getSegmentOrdinal(), vector.getRows(), DeletedRows::union);
        }
        for (SegmentDescriptor segment :
                change.getTruncate() ? List.<SegmentDescriptor>of() : table.segments()) {
            if (!removed.contains(segment.getOrdinal())) {
                segments.add(withDeletes(segment, deletes.get(segment.getOrdinal())));
            }
        }
        long nextOrdinal = table.nextOrdinal();
        for (SegmentDescriptor segment : change.getAddList()) {
            segments.add(segment.toBuilder().setAddedVersion(version).build());
            nextOrdinal = Math.max(nextOrdinal, segment.getOrdinal() + 1);
        }
        for (InlineRows rows : change.getInlineList()) {
            addInline(segments, rows);
            nextOrdinal = Math.max(nextOrdinal, rows.getOrdinal() + 1);
        }
        tables =
                tables.with(
                        table.id(),
                        new TableSnapshot(
                                table.definition(),
                                Collections.unmodifiableList(segments),
                                table.statistics(),
                                nextOrdinal,
                                version,
                                Math.max(table.identityCount(), change.getIdentityCount())));
    }

    /** Behind the rows of the segment with the ordinal, or as a new segment in its place. */
    private void addInline(List<SegmentDescriptor> segments, InlineRows rows) {
        int at = segments.size();
        while (at > 0 && segments.get(at - 1).getOrdinal() > rows.getOrdinal()) {
            at--;
        }
        if (at > 0 && segments.get(at - 1).getOrdinal() == rows.getOrdinal()) {
            segments.set(at - 1, InlineSegments.append(segments.get(at - 1), rows, version));
        } else {
            segments.add(at, InlineSegments.start(rows, version));
        }
    }

    private static SegmentDescriptor withDeletes(SegmentDescriptor segment, ByteString rows) {
        return rows == null
                ? segment
                : segment.toBuilder()
                        .setDeletedRows(DeletedRows.union(segment.getDeletedRows(), rows))
                        .build();
    }

    void putSchema(SchemaDefinition schema) {
        schemas.put(schema.getName(), schema);
    }

    void putTable(TableSnapshot table) {
        tables = tables.with(table.id(), table);
        names.put(nameOf(table.definition()), table.id());
    }

    void putView(ViewDefinition view) {
        ViewDefinition old = views.get(view.getId());
        if (old != null) {
            removeName(new RelationName(old.getSchema(), old.getName()), old.getId());
        }
        views.put(view.getId(), view);
        names.put(new RelationName(view.getSchema(), view.getName()), view.getId());
    }

    void putUser(UserDefinition user) {
        users.put(user.getName(), user);
    }

    /** Of two tables that change names, one may have the other's already. */
    private void removeName(RelationName name, long id) {
        names.remove(name, id);
    }

    private static RelationName nameOf(TableDefinition definition) {
        return new RelationName(definition.getSchema(), definition.getName());
    }

    HistoryBuilder history() {
        return history;
    }

    Snapshot build() {
        return new Snapshot(
                version,
                epoch,
                lastHash,
                nextObjectId,
                catalogVersion,
                Collections.unmodifiableSortedMap(schemas),
                tables,
                Collections.unmodifiableMap(views),
                Collections.unmodifiableMap(users),
                Collections.unmodifiableMap(names),
                history.build());
    }
}
