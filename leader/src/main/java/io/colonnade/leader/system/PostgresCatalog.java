package io.colonnade.leader.system;

import io.colonnade.leader.statistics.DerivedStatistics;
import io.colonnade.leader.system.SystemTable.RowSink;
import io.colonnade.log.Constraint;
import io.colonnade.log.SchemaDefinition;
import io.colonnade.log.TableDefinition;
import io.colonnade.log.ViewDefinition;
import io.colonnade.storage.snapshot.TableSnapshot;

import java.util.List;
import java.util.Map;

/** The relations of pg_catalog that have rows here, in PostgreSQL's shape. Stateless. */
final class PostgresCatalog {
    private static final String SCHEMA = "pg_catalog";
    private static final long DATABASE = 5;
    private static final int UTF8 = 6;
    private static final long BTREE = 403;

    private PostgresCatalog() {}

    static List<SystemTable> tables() {
        return List.of(
                SystemTable.of(
                        SCHEMA,
                        "pg_namespace",
                        "oid oid,nspname name,nspowner oid,nspacl text",
                        PostgresCatalog::namespaces),
                SystemTable.of(
                        SCHEMA,
                        "pg_class",
                        "oid oid,relname name,relnamespace oid,reltype oid,reloftype oid,"
                                + "relowner oid,relam oid,relfilenode oid,reltablespace oid,"
                                + "relpages int4,reltuples float4,relallvisible int4,"
                                + "reltoastrelid oid,relhasindex bool,relisshared bool,"
                                + "relpersistence char,relkind char,relnatts int2,relchecks int2,"
                                + "relhasrules bool,relhastriggers bool,relhassubclass bool,"
                                + "relrowsecurity bool,relforcerowsecurity bool,"
                                + "relispopulated bool,relreplident char,relispartition bool,"
                                + "relrewrite oid,relacl text,reloptions text,relpartbound text,"
                                + "relhasoids bool,reldiststyle int2,releffectivediststyle int4",
                        PostgresCatalog::classes),
                SystemTable.of(
                        SCHEMA,
                        "pg_am",
                        "oid oid,amname name,amhandler text,amtype char",
                        (context, sink) -> {
                            sink.row(2, "heap", "heap_tableam_handler", "t");
                            sink.row(BTREE, "btree", "bthandler", "i");
                        }),
                SystemTable.of(
                        SCHEMA,
                        "pg_database",
                        "oid oid,datname name,datdba oid,encoding int4,datlocprovider text,"
                                + "datistemplate bool,datallowconn bool,datconnlimit int4,"
                                + "datcollate text,datctype text,daticulocale text,"
                                + "dattablespace oid,datacl text",
                        PostgresCatalog::databases),
                SystemTable.of(
                        SCHEMA,
                        "pg_tables",
                        "schemaname name,tablename name,tableowner name,tablespace text,"
                                + "hasindexes bool,hasrules bool,hastriggers bool,rowsecurity bool",
                        PostgresCatalog::tableList),
                SystemTable.of(
                        SCHEMA,
                        "pg_views",
                        "schemaname name,viewname name,viewowner name,definition text",
                        PostgresCatalog::viewList),
                SystemTable.of(
                        SCHEMA,
                        "pg_settings",
                        "name text,setting text,unit text,category text,short_desc text,"
                                + "context text,vartype text,source text",
                        PostgresCatalog::settings));
    }

    private static void namespaces(SystemContext context, RowSink sink) {
        for (Map.Entry<String, Long> schema : CatalogObjects.schemas(context).entrySet()) {
            SchemaDefinition stored = context.snapshot().schemas().get(schema.getKey());
            long owner =
                    stored == null
                            ? CatalogObjects.OWNER
                            : CatalogObjects.userId(context, stored.getOwner());
            sink.row(schema.getValue(), schema.getKey(), owner, null);
        }
    }

    private static void classes(SystemContext context, RowSink sink) {
        Map<String, Long> schemas = CatalogObjects.schemas(context);
        for (TableSnapshot table : CatalogObjects.tables(context)) {
            TableDefinition definition = table.definition();
            relation(
                    sink,
                    new ClassRow(
                            table.id(),
                            definition.getName(),
                            schemas.get(definition.getSchema()),
                            CatalogObjects.userId(context, definition.getOwner()),
                            definition.getColumnsCount(),
                            definition.getConstraintsList().stream()
                                    .anyMatch(CatalogObjects::isKey)),
                    (double) DerivedStatistics.liveRows(table),
                    distributionNumber(definition));
        }
        CatalogObjects.tables(context)
                .forEach(table -> indexes(context, sink, table.definition(), schemas));
        for (ViewDefinition view : CatalogObjects.views(context)) {
            view(
                    sink,
                    new ClassRow(
                            view.getId(),
                            view.getName(),
                            schemas.get(view.getSchema()),
                            CatalogObjects.userId(context, view.getOwner()),
                            view.getColumnNamesCount(),
                            false));
        }
        for (CatalogObjects.NumberedRelation system : CatalogObjects.systemRelations()) {
            view(
                    sink,
                    new ClassRow(
                            system.oid(),
                            system.relation().name(),
                            schemas.get(system.relation().schema()),
                            CatalogObjects.OWNER,
                            system.relation().columns().size(),
                            false));
        }
    }

    /** Keys of a table, which clients look for as indexes. */
    private static void indexes(
            SystemContext context, RowSink sink, TableDefinition table, Map<String, Long> schemas) {
        long number = CatalogObjects.firstIndex(table.getId());
        for (Constraint constraint : table.getConstraintsList()) {
            if (CatalogObjects.isKey(constraint)) {
                relation(
                        sink,
                        new ClassRow(
                                number,
                                constraint.getName(),
                                schemas.get(table.getSchema()),
                                CatalogObjects.userId(context, table.getOwner()),
                                constraint.getColumnsCount(),
                                false),
                        "i",
                        0,
                        0);
            }
            number++;
        }
    }

    private record ClassRow(
            long oid, String name, long schema, long owner, int columns, boolean keys) {}

    private static void view(RowSink sink, ClassRow row) {
        relation(sink, row, "v", 0, 0);
    }

    private static void relation(RowSink sink, ClassRow row, double rows, int distribution) {
        relation(sink, row, "r", rows, distribution);
    }

    /** Redshift's numbers: 0 EVEN, 1 KEY, 8 ALL, 9 AUTO. */
    private static int distributionNumber(TableDefinition table) {
        return switch (table.getDistribution()) {
            case EVEN -> 0;
            case KEY -> 1;
            case ALL -> 8;
            case AUTO, UNRECOGNIZED -> 9;
        };
    }

    private static void relation(
            RowSink sink, ClassRow row, String kind, double rows, int distribution) {
        boolean table = kind.equals("r");
        sink.row(
                row.oid,
                row.name,
                row.schema,
                0,
                0,
                row.owner,
                table ? 2 : kind.equals("i") ? BTREE : 0,
                row.oid,
                0,
                0,
                rows,
                0,
                0,
                row.keys,
                false,
                "p",
                kind,
                row.columns,
                0,
                kind.equals("v"),
                false,
                false,
                false,
                false,
                true,
                "d",
                false,
                0,
                null,
                null,
                null,
                false,
                distribution,
                distribution);
    }

    private static void databases(SystemContext context, RowSink sink) {
        sink.row(
                DATABASE,
                context.session().database(),
                CatalogObjects.OWNER,
                UTF8,
                "c",
                false,
                true,
                -1,
                "C",
                "C",
                null,
                1663,
                null);
    }

    private static void tableList(SystemContext context, RowSink sink) {
        for (TableSnapshot table : CatalogObjects.tables(context)) {
            TableDefinition definition = table.definition();
            sink.row(
                    definition.getSchema(),
                    definition.getName(),
                    definition.getOwner(),
                    null,
                    false,
                    false,
                    false,
                    false);
        }
    }

    private static void viewList(SystemContext context, RowSink sink) {
        for (ViewDefinition view : CatalogObjects.views(context)) {
            sink.row(view.getSchema(), view.getName(), view.getOwner(), view.getSql());
        }
    }

    private static void settings(SystemContext context, RowSink sink) {
        context.session()
                .settings()
                .all()
                .forEach(
                        (name, value) ->
                                sink.row(
                                        name, value, null, "Session", "", "user", "string",
                                        "session"));
    }
}
