package io.colonnade.leader.system;

import io.colonnade.leader.system.SystemTable.RowSink;
import io.colonnade.log.ColumnDefinition;
import io.colonnade.log.Constraint;
import io.colonnade.log.SchemaDefinition;
import io.colonnade.log.SegmentDescriptor;
import io.colonnade.log.TableDefinition;
import io.colonnade.log.UserDefinition;
import io.colonnade.log.ViewDefinition;
import io.colonnade.storage.snapshot.Snapshot;
import io.colonnade.storage.snapshot.TableSnapshot;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Texts of objects by number: what pg_get_viewdef(), obj_description() and their kin look up (see
 * the binder's CatalogLookups). Stateless.
 */
final class ObjectTexts {
    private static final long KILOBYTE = 1 << 10;

    /** PostgreSQL shows a unit up to this many of it. */
    private static final long UNIT_LIMIT = 10_240;

    private ObjectTexts() {}

    static List<SystemTable> tables() {
        return List.of(
                SystemTable.of(
                        "pg_catalog",
                        "pg_object_text",
                        "object_kind text,object_number oid,object_part int4,object_text text",
                        ObjectTexts::texts));
    }

    private static void texts(SystemContext context, RowSink sink) {
        Snapshot snapshot = context.snapshot();
        for (TableSnapshot table : snapshot.tables().values()) {
            table(snapshot, table, sink);
        }
        for (ViewDefinition view : snapshot.views().values()) {
            sink.row("view", view.getId(), 0, " " + view.getSql() + ";");
            comment(sink, view.getId(), 0, view.getComment());
        }
        for (SchemaDefinition schema : snapshot.schemas().values()) {
            comment(sink, schema.getId(), 0, schema.getComment());
        }
        for (UserDefinition user : snapshot.users().values()) {
            sink.row("user", user.getId(), 0, user.getName());
        }
        sink.row("user", CatalogObjects.OWNER, 0, CatalogObjects.OWNER_NAME);
    }

    private static void table(Snapshot snapshot, TableSnapshot table, RowSink sink) {
        TableDefinition definition = table.definition();
        long bytes = 0;
        for (SegmentDescriptor segment : table.segments()) {
            bytes += segment.getBytes();
        }
        sink.row("size", table.id(), 0, Long.toString(bytes));
        sink.row("pretty size", table.id(), 0, pretty(bytes));
        comment(sink, table.id(), 0, definition.getComment());
        for (ColumnDefinition column : definition.getColumnsList()) {
            comment(sink, table.id(), column.getId(), column.getComment());
        }
        long number = CatalogObjects.firstConstraint(table.id());
        for (Constraint constraint : definition.getConstraintsList()) {
            sink.row("constraint", number++, 0, constraint(snapshot, definition, constraint));
        }
        indexes(definition, sink);
    }

    /** Of a key as an index: its definition as part 0, then its columns. */
    private static void indexes(TableDefinition table, RowSink sink) {
        long number = CatalogObjects.firstIndex(table.getId());
        for (Constraint constraint : table.getConstraintsList()) {
            if (CatalogObjects.isKey(constraint)) {
                String columns = names(table, constraint.getColumnsList());
                sink.row(
                        "index",
                        number,
                        0,
                        "CREATE UNIQUE INDEX "
                                + constraint.getName()
                                + " ON "
                                + table.getSchema()
                                + "."
                                + table.getName()
                                + " USING btree ("
                                + columns
                                + ")");
                int part = 1;
                for (int column : constraint.getColumnsList()) {
                    sink.row("index", number, part++, names(table, List.of(column)));
                }
            }
            number++;
        }
    }

    private static void comment(RowSink sink, long object, int column, String comment) {
        if (!comment.isEmpty()) {
            sink.row("comment", object, column, comment);
        }
    }

    private static String constraint(
            Snapshot snapshot, TableDefinition table, Constraint constraint) {
        String columns = names(table, constraint.getColumnsList());
        return switch (constraint.getKind()) {
            case PRIMARY_KEY -> "PRIMARY KEY (" + columns + ")";
            case UNIQUE -> "UNIQUE (" + columns + ")";
            case FOREIGN_KEY, UNRECOGNIZED -> {
                TableSnapshot target = snapshot.tables().get(constraint.getReferencedTable());
                yield "FOREIGN KEY ("
                        + columns
                        + ") REFERENCES "
                        + (target == null
                                ? "?"
                                : target.definition().getName()
                                        + "("
                                        + names(
                                                target.definition(),
                                                constraint.getReferencedColumnsList())
                                        + ")");
            }
        };
    }

    private static String names(TableDefinition table, List<Integer> ids) {
        return ids.stream()
                .map(
                        id ->
                                table.getColumnsList().stream()
                                        .filter(column -> column.getId() == id)
                                        .map(ColumnDefinition::getName)
                                        .findFirst()
                                        .orElse("?"))
                .collect(Collectors.joining(", "));
    }

    static String pretty(long bytes) {
        long amount = bytes;
        for (String unit : List.of("bytes", "kB", "MB", "GB")) {
            if (amount < UNIT_LIMIT) {
                return amount + " " + unit;
            }
            amount = (amount + KILOBYTE / 2) / KILOBYTE;
        }
        return String.format(Locale.ROOT, "%d TB", amount);
    }
}
