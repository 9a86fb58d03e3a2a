package io.colonnade.leader.system;

import io.colonnade.log.ColumnSummary;
import io.colonnade.log.Constraint;
import io.colonnade.log.SchemaDefinition;
import io.colonnade.log.SegmentDescriptor;
import io.colonnade.log.TableDefinition;
import io.colonnade.log.UserDefinition;
import io.colonnade.log.ViewDefinition;
import io.colonnade.sql.catalog.SystemRelation;
import io.colonnade.storage.encoding.Encoding;
import io.colonnade.storage.snapshot.Snapshot;
import io.colonnade.storage.snapshot.TableSnapshot;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Numbers and names of everything in the catalogue, system relations included. */
final class CatalogObjects {
    static final long PG_CATALOG = 11;
    static final long INFORMATION_SCHEMA = 13_000;

    /** PostgreSQL's own numbers, which clients know by heart. */
    static final long PG_CLASS = 1259;

    static final long PG_NAMESPACE = 2615;

    private static final Map<String, Long> KNOWN =
            Map.of(
                    "pg_type", 1247L,
                    "pg_attribute", 1249L,
                    "pg_proc", 1255L,
                    "pg_class", PG_CLASS,
                    "pg_database", 1262L,
                    "pg_attrdef", 2604L,
                    "pg_constraint", 2606L,
                    "pg_namespace", PG_NAMESPACE,
                    "pg_extension", 3079L);

    /** Other system relations are numbered from here, in their fixed order. */
    private static final long FIRST_SYSTEM_RELATION = 11_000;

    private static final long FIRST_CONSTRAINT = 1_000_000_000;
    private static final long FIRST_INDEX = 1_500_000_000;
    private static final long CONSTRAINTS_PER_TABLE = 100;

    static final long OWNER = 10;

    /** The superuser of a warehouse without users. */
    static final String OWNER_NAME = "admin";

    private CatalogObjects() {}

    /** Schema names with their numbers: stored ones, then the system's. */
    static Map<String, Long> schemas(SystemContext context) {
        Map<String, Long> schemas = new LinkedHashMap<>();
        schemas.put("pg_catalog", PG_CATALOG);
        for (SchemaDefinition schema : context.snapshot().schemas().values()) {
            schemas.put(schema.getName(), schema.getId());
        }
        schemas.put("information_schema", INFORMATION_SCHEMA);
        return schemas;
    }

    /** A user's number; the one superuser of a warehouse without users has PostgreSQL's own. */
    static long userId(SystemContext context, String name) {
        UserDefinition user = context.snapshot().users().get(name);
        return user == null ? OWNER : user.getId();
    }

    /** A system relation with its number. */
    record NumberedRelation(long oid, SystemRelation relation) {}

    static List<NumberedRelation> systemRelations() {
        List<NumberedRelation> relations = new ArrayList<>();
        long oid = FIRST_SYSTEM_RELATION;
        for (String schema : SystemRelations.schemas()) {
            for (String name : SystemRelations.names(schema)) {
                SystemRelation relation =
                        (SystemRelation) SystemRelations.find(schema, name).orElseThrow();
                relations.add(new NumberedRelation(KNOWN.getOrDefault(name, oid++), relation));
            }
        }
        return relations;
    }

    /** Number of a table's first constraint; the others follow. */
    static long firstConstraint(long tableId) {
        return FIRST_CONSTRAINT + (tableId - Snapshot.FIRST_OBJECT_ID) * CONSTRAINTS_PER_TABLE;
    }

    /** Keys of a table are shown as indexes, too; theirs are numbered like the constraints. */
    static long firstIndex(long tableId) {
        return FIRST_INDEX + (tableId - Snapshot.FIRST_OBJECT_ID) * CONSTRAINTS_PER_TABLE;
    }

    /** Number of the index of the key with these columns, 0 if there is none. */
    static long indexOf(TableDefinition table, List<Integer> columns) {
        for (int i = 0; i < table.getConstraintsCount(); i++) {
            Constraint constraint = table.getConstraints(i);
            if (isKey(constraint) && constraint.getColumnsList().equals(columns)) {
                return firstIndex(table.getId()) + i;
            }
        }
        return 0;
    }

    static boolean isKey(Constraint constraint) {
        return constraint.getKind() != Constraint.Kind.FOREIGN_KEY;
    }

    static List<TableSnapshot> tables(SystemContext context) {
        return context.snapshot().tables().values().stream()
                .sorted(java.util.Comparator.comparingLong(TableSnapshot::id))
                .toList();
    }

    static List<ViewDefinition> views(SystemContext context) {
        return context.snapshot().views().values().stream()
                .sorted(java.util.Comparator.comparingLong(ViewDefinition::getId))
                .toList();
    }

    /**
     * The encoding of a column as users name it; AUTO shows the one that most rows have, or the
     * type's default while there are none.
     */
    static String encoding(TableSnapshot snapshot, int index) {
        TableDefinition table = snapshot.definition();
        String written = table.getColumns(index).getEncode();
        if (!written.isEmpty()) {
            return written.equals("raw") ? "none" : written;
        }
        Optional<Encoding> stored = mainEncoding(snapshot, table.getColumns(index).getId());
        if (stored.isPresent()) {
            return stored.get() == Encoding.RAW ? "none" : stored.get().sqlName();
        }
        if (table.getSortColumnsList().contains(table.getColumns(index).getId())) {
            return "none";
        }
        return switch (PostgresTypes.typeOf(table.getColumns(index)).kind()) {
            case BOOLEAN, REAL, DOUBLE -> "none";
            case CHAR, VARCHAR -> "lzo";
            default -> "az64";
        };
    }

    private static Optional<Encoding> mainEncoding(TableSnapshot table, int columnId) {
        Map<Integer, Long> rows = new TreeMap<>();
        for (SegmentDescriptor segment : table.segments()) {
            for (ColumnSummary column : segment.getColumnsList()) {
                if (column.getColumnId() == columnId && column.getMainEncoding() > 0) {
                    rows.merge(column.getMainEncoding() - 1, segment.getRows(), Long::sum);
                }
            }
        }
        return rows.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(most -> Encoding.of(most.getKey()));
    }
}
