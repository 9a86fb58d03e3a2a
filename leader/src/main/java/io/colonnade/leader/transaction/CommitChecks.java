package io.colonnade.leader.transaction;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.log.CatalogChange;
import io.colonnade.log.UserDefinition;
import io.colonnade.log.ViewDefinition;
import io.colonnade.storage.snapshot.RelationName;
import io.colonnade.storage.snapshot.Snapshot;
import io.colonnade.storage.snapshot.TableSnapshot;

import java.util.Optional;

/**
 * Decides whether a transaction may still commit on top of what others committed since it began.
 *
 * <pre>
 * catalogue   a new name must be free, a changed or dropped object must be as it was
 * rows        the definition that they were made by is in force; for the rest see Rebase
 * reads       of a serializable transaction that writes: nobody else changed what it read
 * </pre>
 */
final class CommitChecks {
    private final Snapshot current;
    private final Transaction transaction;
    private final RecentCommits recent;
    private final Conflicts conflicts;

    CommitChecks(
            Snapshot current, Transaction transaction, RecentCommits recent, Conflicts conflicts) {
        this.current = current;
        this.transaction = transaction;
        this.recent = recent;
        this.conflicts = conflicts;
    }

    /** Throws what the client is told when the transaction cannot commit. */
    void verify() {
        if (current == transaction.base()) {
            return;
        }
        if (transaction.isSerializable()) {
            transaction.reads().tables().forEach(this::verifyReads);
        }
        transaction.catalogChanges().forEach(this::verifyCatalog);
        transaction.tableChanges().keySet().forEach(this::verifyDefinition);
    }

    private void verifyCatalog(CatalogChange change) {
        switch (change.getChangeCase()) {
            case PUT_TABLE -> {
                var table = change.getPutTable();
                verifyRewritten(table.getId());
                verifyName(new RelationName(table.getSchema(), table.getName()), table.getId());
                verifySchema(table.getSchema());
                verifyUnchanged(table.getId());
            }
            case PUT_VIEW -> {
                var view = change.getPutView();
                verifyName(new RelationName(view.getSchema(), view.getName()), view.getId());
                verifySchema(view.getSchema());
                view.getDependsOnList().forEach(id -> verifyPresent(id, view));
            }
            case DROP_TABLE -> {
                verifyUnchanged(change.getDropTable());
                verifyNoNewView(change.getDropTable());
            }
            case PUT_SCHEMA -> {
                String name = change.getPutSchema().getName();
                if (current.schemas().containsKey(name)
                        && !transaction.base().schemas().containsKey(name)) {
                    throw new ColonnadeException(
                            ErrorCode.DUPLICATE_SCHEMA, "schema \"" + name + "\" already exists");
                }
            }
            case DROP_SCHEMA -> verifySchemaEmpty(change.getDropSchema());
            case DROP_VIEW -> verifyNoNewView(change.getDropView());
            case PUT_USER -> verifyUser(change.getPutUser());
            case PUT_STATE -> {
                var table = change.getPutState().getDefinition();
                verifyName(new RelationName(table.getSchema(), table.getName()), table.getId());
                verifySchema(table.getSchema());
                verifyUnchanged(table.getId());
                verifySameRows(table.getId());
            }
            case PUT_STATISTICS, PUT_SNAPSHOT, DROP_SNAPSHOT, DROP_USER, CHANGE_NOT_SET -> {}
        }
    }

    private void verifyUser(UserDefinition user) {
        UserDefinition before = transaction.base().users().get(user.getName());
        UserDefinition now = current.users().get(user.getName());
        if (before == null && now != null) {
            throw new ColonnadeException(
                    ErrorCode.DUPLICATE_OBJECT, "user \"" + user.getName() + "\" already exists");
        }
        if (before != null && !before.equals(now)) {
            throw new ColonnadeException(
                    ErrorCode.SERIALIZATION_FAILURE,
                    "user \"" + user.getName() + "\" was changed by another transaction");
        }
    }

    /** What a new view reads must not have been dropped meanwhile. */
    private void verifyPresent(long id, ViewDefinition view) {
        boolean known =
                transaction.base().tables().containsKey(id)
                        || transaction.base().views().containsKey(id);
        boolean present = current.tables().containsKey(id) || current.views().containsKey(id);
        if (known && !present) {
            throw new ColonnadeException(
                    ErrorCode.UNDEFINED_TABLE,
                    "a relation that view \""
                            + view.getName()
                            + "\" reads was dropped by another transaction");
        }
    }

    /** A view that others made meanwhile keeps what it reads from being dropped. */
    private void verifyNoNewView(long droppedId) {
        for (ViewDefinition view : current.views().values()) {
            if (view.getDependsOnList().contains(droppedId)
                    && !transaction.base().views().containsKey(view.getId())) {
                throw new ColonnadeException(
                                ErrorCode.DEPENDENT_OBJECTS,
                                "cannot drop a relation because view "
                                        + view.getName()
                                        + " depends on it")
                        .detail("Another transaction made the view since this one began.");
            }
        }
    }

    private void verifyName(RelationName name, long id) {
        Long owner = current.names().get(name);
        Long before = transaction.base().names().get(name);
        if (owner != null && owner != id && !owner.equals(before)) {
            throw new ColonnadeException(
                    ErrorCode.DUPLICATE_TABLE, "relation \"" + name.name() + "\" already exists");
        }
    }

    private void verifySchema(String schema) {
        boolean own =
                transaction.catalogChanges().stream()
                        .anyMatch(c -> c.getPutSchema().getName().equals(schema));
        if (!own && !current.schemas().containsKey(schema)) {
            throw new ColonnadeException(
                    ErrorCode.INVALID_SCHEMA_NAME, "schema \"" + schema + "\" does not exist");
        }
    }

    private void verifySchemaEmpty(String schema) {
        for (RelationName name : current.names().keySet()) {
            if (name.schema().equals(schema) && !transaction.base().names().containsKey(name)) {
                throw new ColonnadeException(
                        ErrorCode.DEPENDENT_OBJECTS,
                        "cannot drop schema " + schema + " because " + name + " depends on it");
            }
        }
    }

    private void verifyUnchanged(long tableId) {
        TableSnapshot before = transaction.base().tables().get(tableId);
        if (before == null) {
            return;
        }
        TableSnapshot now = current.tables().get(tableId);
        if (now == null || !now.definition().equals(before.definition())) {
            throw conflicts.definition(before);
        }
    }

    /** Rows that came in by an old definition must not stand beside those of the new one. */
    private void verifyRewritten(long tableId) {
        TableSnapshot before = transaction.base().tables().get(tableId);
        TableSnapshot now = current.tables().get(tableId);
        if (before != null
                && now != null
                && transaction.tableChanges().containsKey(tableId)
                && now.dataVersion() != before.dataVersion()) {
            throw conflicts.definition(before);
        }
    }

    /** Rows that others wrote meanwhile must not vanish under a state that replaces the table. */
    private void verifySameRows(long tableId) {
        TableSnapshot before = transaction.base().tables().get(tableId);
        TableSnapshot now = current.tables().get(tableId);
        if (now != null && (before == null || before.dataVersion() != now.dataVersion())) {
            throw conflicts.definition(now);
        }
    }

    private void verifyDefinition(long tableId) {
        TableSnapshot before = transaction.base().tables().get(tableId);
        if (before == null || transaction.isPlaced(tableId)) {
            return;
        }
        TableSnapshot now = current.tables().get(tableId);
        if (now == null) {
            throw new ColonnadeException(
                    ErrorCode.UNDEFINED_TABLE,
                    "relation \"" + before.definition().getName() + "\" was dropped meanwhile");
        }
        if (!now.definition().equals(before.definition())) {
            throw conflicts.definition(before);
        }
    }

    private void verifyReads(long tableId) {
        TableSnapshot before = transaction.base().tables().get(tableId);
        if (before == null) {
            return;
        }
        long version = transaction.base().version();
        Optional<RecentCommits.Found> other =
                recent.whoChanged(version, tableId, transaction.reads().of(tableId));
        if (other.isPresent()) {
            throw conflicts.read(before, other);
        }
        TableSnapshot now = current.tables().get(tableId);
        if (!recent.coversAllAfter(version)
                && (now == null || now.dataVersion() != before.dataVersion())) {
            throw conflicts.read(before, Optional.empty());
        }
    }
}
