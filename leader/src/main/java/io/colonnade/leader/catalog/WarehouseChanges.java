package io.colonnade.leader.catalog;

import io.colonnade.log.CatalogChange;
import io.colonnade.log.SchemaDefinition;
import io.colonnade.log.TableState;
import io.colonnade.log.ViewDefinition;
import io.colonnade.sql.bind.BindContext;
import io.colonnade.storage.snapshot.Snapshot;
import io.colonnade.storage.snapshot.TableSnapshot;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What turns the schemas, tables and views of one state into those of another. Users, saved
 * snapshots and temporary tables stay. Immutable.
 *
 * @param changes in an order in which no name is taken twice
 * @param summary for the client
 */
record WarehouseChanges(List<CatalogChange> changes, String summary) {
    /** Views go before the tables that they read, and come after them. */
    static WarehouseChanges between(Snapshot now, Snapshot then) {
        List<CatalogChange> changes = new ArrayList<>();
        int dropped = 0;
        int restored = 0;
        for (ViewDefinition view : now.views().values()) {
            if (!view.equals(then.views().get(view.getId()))) {
                changes.add(change().setDropView(view.getId()).build());
            }
        }
        for (TableSnapshot table : sorted(now)) {
            if (!then.tables().containsKey(table.id())) {
                changes.add(change().setDropTable(table.id()).build());
                dropped++;
            }
        }
        for (SchemaDefinition schema : then.schemas().values()) {
            if (!isTemporary(schema.getName())
                    && !schema.equals(now.schemas().get(schema.getName()))) {
                changes.add(change().setPutSchema(schema).build());
            }
        }
        for (TableSnapshot table : sorted(then)) {
            TableSnapshot present = now.tables().get(table.id());
            if (!isSame(table, present)) {
                TableState state = table.toState();
                TableState next = present == null ? state : PastStates.inPlaceOf(present, state);
                changes.add(change().setPutState(next).build());
                restored++;
            }
        }
        for (ViewDefinition view : then.views().values()) {
            if (!view.equals(now.views().get(view.getId()))) {
                changes.add(change().setPutView(view).build());
            }
        }
        for (String schema : now.schemas().keySet()) {
            if (!isTemporary(schema) && !then.schemas().containsKey(schema)) {
                changes.add(change().setDropSchema(schema).build());
            }
        }
        return new WarehouseChanges(
                changes,
                "restored "
                        + restored
                        + " tables to version "
                        + then.version()
                        + ", dropped "
                        + dropped
                        + " tables that are newer");
    }

    private static boolean isTemporary(String schema) {
        return schema.startsWith(BindContext.TEMPORARY_PREFIX);
    }

    private static List<TableSnapshot> sorted(Snapshot snapshot) {
        return snapshot.tables().values().stream()
                .filter(table -> !isTemporary(table.definition().getSchema()))
                .sorted(Comparator.comparingLong(TableSnapshot::id))
                .toList();
    }

    private static boolean isSame(TableSnapshot then, TableSnapshot now) {
        return now != null
                && now.dataVersion() == then.dataVersion()
                && now.definition().equals(then.definition());
    }

    private static CatalogChange.Builder change() {
        return CatalogChange.newBuilder();
    }
}
