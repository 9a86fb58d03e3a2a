package io.colonnade.leader.system;

import io.colonnade.leader.system.SystemTable.RowSink;
import io.colonnade.log.Constraint;
import io.colonnade.log.TableDefinition;
import io.colonnade.storage.snapshot.TableSnapshot;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Keys as pg_constraint and, since drivers look for them there, as pg_index shows them. There are
 * no indexes: nothing is enforced and nothing is searched by them. Stateless.
 */
final class PostgresKeys {
    private static final String SCHEMA = "pg_catalog";

    private PostgresKeys() {}

    static List<SystemTable> tables() {
        return List.of(
                SystemTable.of(
                        SCHEMA,
                        "pg_constraint",
                        "oid oid,conname name,connamespace oid,contype char,condeferrable bool,"
                                + "condeferred bool,convalidated bool,conrelid oid,contypid oid,"
                                + "conindid oid,conparentid oid,confrelid oid,confupdtype char,"
                                + "confdeltype char,confmatchtype char,conislocal bool,"
                                + "coninhcount int4,connoinherit bool,conkey text,confkey text,"
                                + "conbin text",
                        PostgresKeys::constraints),
                SystemTable.of(
                        SCHEMA,
                        "pg_index",
                        "indexrelid oid,indrelid oid,indnatts int2,indnkeyatts int2,"
                                + "indisunique bool,indnullsnotdistinct bool,indisprimary bool,"
                                + "indisexclusion bool,indimmediate bool,indisclustered bool,"
                                + "indisvalid bool,indcheckxmin bool,indisready bool,"
                                + "indislive bool,indisreplident bool,indkey text,"
                                + "indcollation text,indclass text,indoption text,indexprs text,"
                                + "indpred text",
                        PostgresKeys::indexes));
    }

    private static void indexes(SystemContext context, RowSink sink) {
        for (TableSnapshot table : CatalogObjects.tables(context)) {
            long number = CatalogObjects.firstIndex(table.id());
            for (Constraint constraint : table.definition().getConstraintsList()) {
                if (CatalogObjects.isKey(constraint)) {
                    index(sink, number, table.id(), constraint);
                }
                number++;
            }
        }
    }

    private static void index(RowSink sink, long number, long tableId, Constraint constraint) {
        int columns = constraint.getColumnsCount();
        sink.row(
                number,
                tableId,
                columns,
                columns,
                true,
                false,
                constraint.getKind() == Constraint.Kind.PRIMARY_KEY,
                false,
                true,
                false,
                true,
                false,
                true,
                true,
                false,
                array(constraint.getColumnsList()),
                null,
                null,
                array(constraint.getColumnsList().stream().map(column -> 0).toList()),
                null,
                null);
    }

    /** Of a key its own index; of a foreign key that of the key which it refers to. */
    private static long index(SystemContext context, TableDefinition table, Constraint constraint) {
        if (CatalogObjects.isKey(constraint)) {
            return CatalogObjects.indexOf(table, constraint.getColumnsList());
        }
        TableSnapshot target = context.snapshot().tables().get(constraint.getReferencedTable());
        return target == null
                ? 0
                : CatalogObjects.indexOf(
                        target.definition(), constraint.getReferencedColumnsList());
    }

    private static void constraints(SystemContext context, RowSink sink) {
        Map<String, Long> schemas = CatalogObjects.schemas(context);
        for (TableSnapshot table : CatalogObjects.tables(context)) {
            long number = CatalogObjects.firstConstraint(table.id());
            for (Constraint constraint : table.definition().getConstraintsList()) {
                sink.row(
                        number++,
                        constraint.getName(),
                        schemas.get(table.definition().getSchema()),
                        kind(constraint),
                        false,
                        false,
                        true,
                        table.id(),
                        0,
                        index(context, table.definition(), constraint),
                        0,
                        constraint.getReferencedTable(),
                        "a",
                        "a",
                        "s",
                        true,
                        0,
                        true,
                        array(constraint.getColumnsList()),
                        array(constraint.getReferencedColumnsList()),
                        null);
            }
        }
    }

    private static String kind(Constraint constraint) {
        return switch (constraint.getKind()) {
            case PRIMARY_KEY -> "p";
            case UNIQUE -> "u";
            case FOREIGN_KEY, UNRECOGNIZED -> "f";
        };
    }

    private static String array(List<Integer> numbers) {
        return numbers.isEmpty()
                ? null
                : numbers.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
    }
}
