package io.colonnade.leader.catalog;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.leader.transaction.Transaction;
import io.colonnade.log.CatalogChange;
import io.colonnade.log.SchemaDefinition;
import io.colonnade.log.TableDefinition;
import io.colonnade.log.ViewDefinition;
import io.colonnade.sql.definition.Definition;
import io.colonnade.sql.definition.RenamedRelations.Name;
import io.colonnade.storage.snapshot.TableSnapshot;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** ALTER SCHEMA ... RENAME: everything in the schema moves, and views go on reading it. */
final class SchemaRename {
    private final Transaction transaction;
    private final Dependents dependents;

    SchemaRename(Transaction transaction, Dependents dependents) {
        this.transaction = transaction;
        this.dependents = dependents;
    }

    /** The schema of this name; those of the system belong to nobody who could change them. */
    static SchemaDefinition schema(Transaction transaction, String name) {
        SchemaDefinition schema = transaction.view().schemas().get(name);
        if (schema == null) {
            throw new ColonnadeException(
                    ErrorCode.INSUFFICIENT_PRIVILEGE, "must be owner of schema " + name);
        }
        return schema;
    }

    static void checkName(String name) {
        if (name.startsWith("pg_")) {
            throw new ColonnadeException(
                            ErrorCode.INVALID_NAME, "unacceptable schema name \"" + name + "\"")
                    .detail("The prefix \"pg_\" is reserved for system schemas.");
        }
    }

    void execute(Definition.RenameSchema rename) {
        String newName = rename.newName();
        SchemaDefinition schema = schema(transaction, rename.name());
        checkName(newName);
        if (transaction.view().schemas().containsKey(newName)) {
            throw new ColonnadeException(
                    ErrorCode.DUPLICATE_SCHEMA, "schema \"" + newName + "\" already exists");
        }
        change(CatalogChange.newBuilder().setPutSchema(schema.toBuilder().setName(newName)));
        Map<Long, Name> moved = new HashMap<>();
        for (TableSnapshot table : List.copyOf(transaction.view().tables().values())) {
            TableDefinition definition = table.definition();
            if (definition.getSchema().equals(rename.name())) {
                moved.put(table.id(), new Name(rename.name(), definition.getName()));
                change(
                        CatalogChange.newBuilder()
                                .setPutTable(definition.toBuilder().setSchema(newName)));
            }
        }
        for (ViewDefinition view : List.copyOf(transaction.view().views().values())) {
            if (view.getSchema().equals(rename.name())) {
                moved.put(view.getId(), new Name(rename.name(), view.getName()));
                change(CatalogChange.newBuilder().setPutView(view.toBuilder().setSchema(newName)));
            }
        }
        Map<Name, Name> names = new HashMap<>();
        moved.values().forEach(old -> names.put(old, new Name(newName, old.name())));
        dependents.follow(moved.keySet(), names);
        change(CatalogChange.newBuilder().setDropSchema(rename.name()));
    }

    private void change(CatalogChange.Builder change) {
        transaction.change(change.build());
    }
}
