package io.colonnade.leader.system;

import io.colonnade.leader.system.SystemTable.RowSink;
import io.colonnade.log.ColumnDefinition;
import io.colonnade.log.SchemaDefinition;
import io.colonnade.log.TableDefinition;
import io.colonnade.log.ViewDefinition;
import io.colonnade.sql.catalog.SystemRelation;
import io.colonnade.storage.snapshot.TableSnapshot;
import io.colonnade.type.SqlType;

import java.util.List;

/** The relations of pg_catalog about columns and types. Stateless. */
final class PostgresColumns {
    private static final String SCHEMA = "pg_catalog";

    private PostgresColumns() {}

    static List<SystemTable> tables() {
        return List.of(
                SystemTable.of(
                        SCHEMA,
                        "pg_description",
                        "objoid oid,classoid oid,objsubid int4,description text",
                        PostgresColumns::comments),
                SystemTable.of(
                        SCHEMA,
                        "pg_attribute",
                        "attrelid oid,attname name,atttypid oid,attstattarget int4,attlen int2,"
                                + "attnum int2,attndims int4,attcacheoff int4,atttypmod int4,"
                                + "attbyval bool,attalign char,attstorage char,attcompression char,"
                                + "attnotnull bool,atthasdef bool,atthasmissing bool,"
                                + "attidentity char,attgenerated char,attisdropped bool,"
                                + "attislocal bool,attinhcount int4,attcollation oid,attacl text,"
                                + "attoptions text,attfdwoptions text,attmissingval text,"
                                + "attisdistkey bool,attsortkeyord int4,attencodingtype int2",
                        PostgresColumns::attributes),
                SystemTable.of(
                        SCHEMA,
                        "pg_type",
                        "oid oid,typname name,typnamespace oid,typowner oid,typlen int2,"
                                + "typbyval bool,typtype char,typcategory char,"
                                + "typispreferred bool,typisdefined bool,typdelim text,"
                                + "typrelid oid,typelem oid,typarray oid,typinput text,"
                                + "typoutput text,typnotnull bool,typbasetype oid,typtypmod int4,"
                                + "typndims int4,typcollation oid,typdefault text",
                        PostgresColumns::types),
                SystemTable.of(
                        SCHEMA,
                        "pg_attrdef",
                        "oid oid,adrelid oid,adnum int2,adbin text,adsrc text",
                        PostgresColumns::defaults),
                SystemTable.of(
                        SCHEMA,
                        "pg_table_def",
                        "schemaname name,tablename name,column text,type text,encoding text,"
                                + "distkey bool,sortkey int4,notnull bool",
                        PostgresColumns::tableDefinitions));
    }

    private static void attributes(SystemContext context, RowSink sink) {
        for (TableSnapshot table : CatalogObjects.tables(context)) {
            TableDefinition definition = table.definition();
            for (int i = 0; i < definition.getColumnsCount(); i++) {
                ColumnDefinition column = definition.getColumns(i);
                int order = definition.getSortColumnsList().indexOf(column.getId()) + 1;
                attribute(
                        sink,
                        table.id(),
                        new Column(
                                column.getId(),
                                column.getName(),
                                PostgresTypes.oid(PostgresTypes.typeOf(column)),
                                PostgresTypes.typeOf(column)),
                        new Flags(
                                !column.getType().getNullable(),
                                !column.getDefaultSql().isEmpty(),
                                identity(column),
                                column.getId() == definition.getDistributionColumn(),
                                order));
            }
        }
        for (ViewDefinition view : CatalogObjects.views(context)) {
            for (int i = 0; i < view.getColumnTypesCount(); i++) {
                SqlType type = SqlType.fromProto(view.getColumnTypes(i));
                attribute(
                        sink,
                        view.getId(),
                        new Column(i + 1, view.getColumnNames(i), PostgresTypes.oid(type), type),
                        Flags.NONE);
            }
        }
        for (CatalogObjects.NumberedRelation system : CatalogObjects.systemRelations()) {
            List<SystemRelation.Column> columns = system.relation().columns();
            List<Integer> oids = SystemRelations.typeOids(system.relation());
            for (int i = 0; i < columns.size(); i++) {
                attribute(
                        sink,
                        system.oid(),
                        new Column(
                                i + 1, columns.get(i).name(), oids.get(i), columns.get(i).type()),
                        Flags.NONE);
            }
        }
    }

    private record Column(int number, String name, long typeOid, SqlType type) {}

    private static void comments(SystemContext context, RowSink sink) {
        for (TableSnapshot table : CatalogObjects.tables(context)) {
            TableDefinition definition = table.definition();
            comment(sink, table.id(), CatalogObjects.PG_CLASS, 0, definition.getComment());
            for (ColumnDefinition column : definition.getColumnsList()) {
                comment(
                        sink,
                        table.id(),
                        CatalogObjects.PG_CLASS,
                        column.getId(),
                        column.getComment());
            }
        }
        for (ViewDefinition view : CatalogObjects.views(context)) {
            comment(sink, view.getId(), CatalogObjects.PG_CLASS, 0, view.getComment());
        }
        for (SchemaDefinition schema : context.snapshot().schemas().values()) {
            comment(sink, schema.getId(), CatalogObjects.PG_NAMESPACE, 0, schema.getComment());
        }
    }

    private static void comment(
            RowSink sink, long object, long catalog, int column, String comment) {
        if (!comment.isEmpty()) {
            sink.row(object, catalog, column, comment);
        }
    }

    private static String identity(ColumnDefinition column) {
        if (!column.getIdentity()) {
            return "";
        }
        return column.getIdentityByDefault() ? "d" : "a";
    }

    private record Flags(
            boolean notNull, boolean hasDefault, String identity, boolean distKey, int sortOrder) {
        static final Flags NONE = new Flags(false, false, "", false, 0);
    }

    private static void attribute(RowSink sink, long relation, Column column, Flags flags) {
        SqlType type = column.type;
        boolean text = type.physical() == io.colonnade.type.PhysicalType.BYTES;
        sink.row(
                relation,
                column.name,
                column.typeOid,
                -1,
                PostgresTypes.length(column.typeOid),
                column.number,
                0,
                -1,
                PostgresTypes.modifier(type),
                false,
                "i",
                "p",
                "",
                flags.notNull,
                flags.hasDefault,
                false,
                flags.identity,
                "",
                false,
                true,
                0,
                text ? 100 : 0,
                null,
                null,
                null,
                null,
                flags.distKey,
                flags.sortOrder,
                0);
    }

    private static void types(SystemContext context, RowSink sink) {
        for (PostgresTypes.Row type : PostgresTypes.ROWS) {
            boolean text = type.category().equals("S");
            sink.row(
                    type.oid(),
                    type.name(),
                    CatalogObjects.PG_CATALOG,
                    CatalogObjects.OWNER,
                    type.length(),
                    type.length() > 0 && type.length() <= 8,
                    "b",
                    type.category(),
                    false,
                    true,
                    ",",
                    0,
                    0,
                    0,
                    type.name() + "in",
                    type.name() + "out",
                    false,
                    0,
                    -1,
                    0,
                    text ? 100 : 0,
                    null);
        }
    }

    private static void defaults(SystemContext context, RowSink sink) {
        for (TableSnapshot table : CatalogObjects.tables(context)) {
            for (int i = 0; i < table.definition().getColumnsCount(); i++) {
                ColumnDefinition column = table.definition().getColumns(i);
                if (!column.getDefaultSql().isEmpty()) {
                    sink.row(
                            table.id(),
                            table.id(),
                            column.getId(),
                            column.getDefaultSql(),
                            column.getDefaultSql());
                }
            }
        }
    }

    /** Redshift's: only relations in the search path. */
    private static void tableDefinitions(SystemContext context, RowSink sink) {
        List<String> path = context.session().searchPath();
        for (TableSnapshot table : CatalogObjects.tables(context)) {
            TableDefinition definition = table.definition();
            if (!path.contains(definition.getSchema())) {
                continue;
            }
            for (int i = 0; i < definition.getColumnsCount(); i++) {
                ColumnDefinition column = definition.getColumns(i);
                sink.row(
                        definition.getSchema(),
                        definition.getName(),
                        column.getName(),
                        PostgresTypes.typeOf(column).toString(),
                        CatalogObjects.encoding(table, i),
                        column.getId() == definition.getDistributionColumn(),
                        sortOrdinal(definition, column),
                        !column.getType().getNullable());
            }
        }
    }

    /** Position in the sort key from 1; alternating signs tell an interleaved one. */
    static int sortOrdinal(TableDefinition table, ColumnDefinition column) {
        int ordinal = table.getSortColumnsList().indexOf(column.getId()) + 1;
        boolean interleaved = table.getSort() == io.colonnade.log.SortStyle.INTERLEAVED;
        return interleaved && ordinal % 2 == 0 ? -ordinal : ordinal;
    }
}
