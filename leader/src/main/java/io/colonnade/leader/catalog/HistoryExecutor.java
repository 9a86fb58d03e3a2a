package io.colonnade.leader.catalog;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.leader.past.PastVersions;
import io.colonnade.leader.transaction.Transaction;
import io.colonnade.log.CatalogChange;
import io.colonnade.log.Constraint;
import io.colonnade.log.DroppedTable;
import io.colonnade.log.SavedSnapshot;
import io.colonnade.log.TableDefinition;
import io.colonnade.log.TableState;
import io.colonnade.log.ViewDefinition;
import io.colonnade.sql.catalog.TableRelation;
import io.colonnade.sql.definition.HistoryBinder;
import io.colonnade.sql.parser.HistoryStatement;
import io.colonnade.storage.snapshot.RelationName;
import io.colonnade.storage.snapshot.Snapshot;
import io.colonnade.storage.snapshot.TableSnapshot;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Does to a transaction what a statement about the past says: all of it is metadata, no row is
 * moved. One statement's.
 */
public final class HistoryExecutor {
    private final Transaction transaction;
    private final HistoryBinder binder;
    private final PastVersions past;
    private final Session session;
    private final Dependents dependents;

    /**
     * What the statement runs for.
     *
     * @param nowMicros begin of the transaction
     * @param boundView a view as the transaction sees it now; throws when it cannot be bound
     */
    public record Session(
            String user,
            boolean superuser,
            long nowMicros,
            LongSupplier newObjectId,
            Consumer<String> notice,
            UnaryOperator<ViewDefinition> boundView) {}

    public HistoryExecutor(
            Transaction transaction, HistoryBinder binder, PastVersions past, Session session) {
        this.transaction = transaction;
        this.binder = binder;
        this.past = past;
        this.session = session;
        this.dependents = new Dependents(transaction);
    }

    public void execute(HistoryStatement statement) {
        switch (statement) {
            case HistoryStatement.CreateSnapshot create -> createSnapshot(create);
            case HistoryStatement.DropSnapshot drop -> dropSnapshot(drop);
            case HistoryStatement.CloneTable clone -> cloneTable(clone);
            case HistoryStatement.RestoreTable restore -> restoreTable(restore);
            case HistoryStatement.RestoreWarehouse restore -> restoreWarehouse(restore);
            case HistoryStatement.UndropTable undrop -> undrop(undrop);
            case HistoryStatement.UndropSchema undrop -> undropSchema(undrop.schema());
            case HistoryStatement.CollectGarbage collect ->
                    throw ColonnadeException.internal("garbage is no part of the catalogue");
        }
    }

    /** A state that garbage collection leaves alone until the transaction has ended. */
    private Snapshot pinned(long version) {
        Snapshot state = past.at(version);
        past.pins().pin(transaction, state);
        return state;
    }

    private PastVersions.Observer observer() {
        return new PastVersions.Observer(transaction.base(), session.nowMicros());
    }

    /** Keeps the version that the transaction began on, whole, so that it opens fast for ever. */
    private void createSnapshot(HistoryStatement.CreateSnapshot create) {
        requireSuperuser("create snapshots");
        if (!transaction.isReadOnly()) {
            throw new ColonnadeException(
                    ErrorCode.ACTIVE_TRANSACTION,
                    "CREATE SNAPSHOT cannot follow changes of the same transaction");
        }
        SavedSnapshot old = transaction.view().history().saved().get(create.name());
        if (old != null && PastVersions.isKept(old, session.nowMicros())) {
            throw new ColonnadeException(
                    ErrorCode.DUPLICATE_OBJECT,
                    "snapshot \"" + create.name() + "\" already exists");
        }
        past.keep(transaction.base());
        long expires = create.keepMicros() == null ? 0 : session.nowMicros() + create.keepMicros();
        SavedSnapshot saved =
                SavedSnapshot.newBuilder()
                        .setName(create.name())
                        .setVersion(transaction.base().version())
                        .setCreatedMicros(session.nowMicros())
                        .setExpiresMicros(expires)
                        .setOwner(session.user())
                        .build();
        transaction.change(CatalogChange.newBuilder().setPutSnapshot(saved).build());
    }

    private void dropSnapshot(HistoryStatement.DropSnapshot drop) {
        requireSuperuser("drop snapshots");
        SavedSnapshot saved = transaction.view().history().saved().get(drop.name());
        if (saved == null || !PastVersions.isKept(saved, session.nowMicros())) {
            String missing = "snapshot \"" + drop.name() + "\" does not exist";
            if (!drop.ifExists()) {
                throw new ColonnadeException(ErrorCode.UNDEFINED_OBJECT, missing);
            }
            session.notice().accept(missing + ", skipping");
            return;
        }
        transaction.change(CatalogChange.newBuilder().setDropSnapshot(drop.name()).build());
    }

    private void requireSuperuser(String what) {
        if (!session.superuser()) {
            throw new ColonnadeException(
                    ErrorCode.INSUFFICIENT_PRIVILEGE, "must be superuser to " + what);
        }
    }

    private void cloneTable(HistoryStatement.CloneTable clone) {
        HistoryBinder.TableName name = binder.newName(clone.target());
        if (clone.ifNotExists() && idOf(name.schema(), name.name()) != null) {
            session.notice().accept("relation \"" + name.name() + "\" already exists, skipping");
            return;
        }
        copy(state(binder.table(clone.source(), clone.at())), name);
    }

    /** The state of a table, now or in the past. */
    private TableState state(TableRelation table) {
        long id = table.definition().getId();
        if (table.isPast()) {
            return pinned(table.atVersion()).table(id).orElseThrow().toState();
        }
        transaction.readsAll(id);
        return transaction.view().table(id).orElseThrow().toState();
    }

    /** A new table with the same segments; what it changes from now on is its own. */
    private void copy(TableState state, HistoryBinder.TableName name) {
        requireFree(name.schema(), name.name(), 0);
        TableDefinition.Builder definition =
                state.getDefinition().toBuilder()
                        .setId(session.newObjectId().getAsLong())
                        .setSchema(name.schema())
                        .setName(name.name())
                        .setOwner(session.user())
                        .setCreatedMicros(session.nowMicros())
                        .clearConstraints()
                        .clearComment();
        put(state.toBuilder().setDefinition(definition).build());
    }

    private void put(TableState state) {
        transaction.change(CatalogChange.newBuilder().setPutState(state).build());
    }

    private Long idOf(String schema, String name) {
        return transaction.view().names().get(new RelationName(schema, name));
    }

    private void requireFree(String schema, String name, long id) {
        Long owner = idOf(schema, name);
        if (owner != null && owner != id) {
            throw new ColonnadeException(
                            ErrorCode.DUPLICATE_TABLE, "relation \"" + name + "\" already exists")
                    .hint("Rename it first, or give the other one a new name.");
        }
    }

    private void restoreTable(HistoryStatement.RestoreTable restore) {
        TableState state = state(binder.table(restore.table(), restore.at()));
        if (restore.target() != null) {
            copy(state, binder.newName(restore.target()));
        } else {
            reinstate(state, Set.of());
        }
    }

    /**
     * Puts a table of the past in the place of what it is now, if it is.
     *
     * @param together tables that are put in place with it
     */
    private void reinstate(TableState state, Set<Long> together) {
        TableDefinition definition = state.getDefinition();
        if (!transaction.view().schemas().containsKey(definition.getSchema())) {
            throw new ColonnadeException(
                            ErrorCode.INVALID_SCHEMA_NAME,
                            "schema \"" + definition.getSchema() + "\" does not exist")
                    .hint("Create the schema first, or restore the table as one of another name.");
        }
        requireFree(definition.getSchema(), definition.getName(), definition.getId());
        TableSnapshot now = transaction.view().tables().get(definition.getId());
        TableState fitted = now == null ? state : PastStates.inPlaceOf(now, state);
        put(
                fitted.toBuilder()
                        .setDefinition(withoutLostReferences(definition, fitted, together))
                        .build());
        String what = "restore table " + definition.getName();
        dependents.rebind(definition.getId(), what, false, session.boundView());
    }

    /** A foreign key needs the table that it refers to. */
    private TableDefinition withoutLostReferences(
            TableDefinition of, TableState fitted, Set<Long> together) {
        TableDefinition.Builder kept = fitted.getDefinition().toBuilder().clearConstraints();
        for (Constraint constraint : of.getConstraintsList()) {
            long referenced = constraint.getReferencedTable();
            if (constraint.getKind() != Constraint.Kind.FOREIGN_KEY
                    || referenced == of.getId()
                    || together.contains(referenced)
                    || transaction.view().tables().containsKey(referenced)) {
                kept.addConstraints(constraint);
            } else {
                session.notice()
                        .accept(
                                "constraint \""
                                        + constraint.getName()
                                        + "\" refers to a table that no longer exists, skipping");
            }
        }
        return kept.build();
    }

    private void restoreWarehouse(HistoryStatement.RestoreWarehouse restore) {
        requireSuperuser("restore the warehouse");
        Snapshot then = pinned(binder.past(restore.at()).version());
        then.tables().values().forEach(t -> past.requireKept(t, then.version(), observer()));
        WarehouseChanges changes = WarehouseChanges.between(transaction.view(), then);
        transaction.changeAll(changes.changes());
        session.notice().accept(changes.summary());
    }

    private void undrop(HistoryStatement.UndropTable undrop) {
        DroppedTable dropped =
                binder.candidates(undrop.table()).stream()
                        .flatMap(name -> dropped(name).stream())
                        .findFirst()
                        .orElseThrow(() -> binder.notDropped(undrop.table()));
        reinstate(before(dropped).table(dropped.getId()).orElseThrow().toState(), Set.of());
    }

    /** The last state with the table; one that this transaction dropped itself is in its base. */
    private Snapshot before(DroppedTable dropped) {
        Snapshot base = transaction.base();
        return base.tables().containsKey(dropped.getId()) ? base : pinned(dropped.getVersion() - 1);
    }

    /**
     * Makes the schema again with the tables and views that it had when the last of its tables was
     * dropped: a schema of no kept table has left no trace.
     */
    private void undropSchema(String schema) {
        if (transaction.view().schemas().containsKey(schema)) {
            throw new ColonnadeException(
                    ErrorCode.DUPLICATE_SCHEMA, "schema \"" + schema + "\" already exists");
        }
        Snapshot then =
                newest(table -> table.getSchema().equals(schema))
                        .map(this::before)
                        .filter(state -> state.schemas().containsKey(schema))
                        .orElseThrow(
                                () ->
                                        new ColonnadeException(
                                                        ErrorCode.INVALID_SCHEMA_NAME,
                                                        "no table of a dropped schema \""
                                                                + schema
                                                                + "\" is kept")
                                                .hint(
                                                        "svv_dropped_tables lists the tables that"
                                                                + " there are."));
        transaction.change(
                CatalogChange.newBuilder().setPutSchema(then.schemas().get(schema)).build());
        List<TableSnapshot> tables =
                then.tables().values().stream()
                        .filter(table -> table.definition().getSchema().equals(schema))
                        .sorted(Comparator.comparingLong(TableSnapshot::id))
                        .toList();
        tables.forEach(table -> past.requireKept(table, then.version(), observer()));
        Set<Long> together =
                tables.stream().map(TableSnapshot::id).collect(Collectors.toUnmodifiableSet());
        tables.forEach(table -> reinstate(table.toState(), together));
        undropViews(schema, then);
    }

    /** A view is left out, with a notice, when something that it reads is gone or another. */
    private void undropViews(String schema, Snapshot then) {
        List<ViewDefinition> left =
                then.views().values().stream()
                        .filter(view -> view.getSchema().equals(schema))
                        .sorted(Comparator.comparingLong(ViewDefinition::getId))
                        .toList();
        boolean progress = true;
        while (progress && !left.isEmpty()) {
            List<ViewDefinition> failed = new ArrayList<>();
            for (ViewDefinition view : left) {
                try {
                    ViewDefinition bound = session.boundView().apply(view);
                    transaction.change(CatalogChange.newBuilder().setPutView(bound).build());
                } catch (ColonnadeException e) {
                    failed.add(view);
                }
            }
            progress = failed.size() < left.size();
            left = failed;
        }
        left.forEach(
                view ->
                        session.notice()
                                .accept(
                                        "view \""
                                                + view.getName()
                                                + "\" reads something that no longer exists,"
                                                + " skipping"));
    }

    /** The newest of this name that is still kept. */
    private java.util.Optional<DroppedTable> dropped(HistoryBinder.TableName name) {
        return newest(t -> t.getSchema().equals(name.schema()) && t.getName().equals(name.name()));
    }

    private java.util.Optional<DroppedTable> newest(Predicate<DroppedTable> wanted) {
        return transaction.view().history().dropped().values().stream()
                .filter(wanted)
                .filter(t -> past.keptUntil(t) > session.nowMicros())
                .max(
                        Comparator.comparingLong(DroppedTable::getVersion)
                                .thenComparingLong(DroppedTable::getId));
    }
}
