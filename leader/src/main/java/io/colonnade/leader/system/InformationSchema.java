package io.colonnade.leader.system;

import io.colonnade.leader.system.SystemTable.RowSink;
import io.colonnade.log.ColumnDefinition;
import io.colonnade.log.Constraint;
import io.colonnade.log.TableDefinition;
import io.colonnade.log.ViewDefinition;
import io.colonnade.storage.snapshot.TableSnapshot;
import io.colonnade.type.SqlType;
import io.colonnade.type.TypeKind;

import java.util.List;

/** The SQL standard's views of the catalogue, and Redshift's svv_ views of the same. Stateless. */
final class InformationSchema {
    private static final String SCHEMA = "information_schema";

    private static final String TABLE_COLUMNS =
            "table_catalog text,table_schema text,table_name text,table_type text";

    private static final String COLUMN_COLUMNS =
            "table_catalog text,table_schema text,table_name text,column_name text,"
                    + "ordinal_position int4,column_default text,is_nullable text,data_type text,"
                    + "character_maximum_length int4,numeric_precision int4,"
                    + "numeric_precision_radix int4,numeric_scale int4,datetime_precision int4,"
                    + "udt_name text";

    private InformationSchema() {}

    static List<SystemTable> tables() {
        return List.of(
                SystemTable.of(
                        SCHEMA,
                        "schemata",
                        "catalog_name text,schema_name text,schema_owner text",
                        InformationSchema::schemata),
                SystemTable.of(SCHEMA, "tables", TABLE_COLUMNS, InformationSchema::relations),
                SystemTable.of(SCHEMA, "columns", COLUMN_COLUMNS, InformationSchema::columns),
                SystemTable.of(
                        SCHEMA,
                        "views",
                        "table_catalog text,table_schema text,table_name text,"
                                + "view_definition text,check_option text,is_updatable text",
                        InformationSchema::views),
                SystemTable.of(
                        SCHEMA,
                        "table_constraints",
                        "constraint_catalog text,constraint_schema text,constraint_name text,"
                                + "table_catalog text,table_schema text,table_name text,"
                                + "constraint_type text,is_deferrable text,"
                                + "initially_deferred text",
                        InformationSchema::constraints),
                SystemTable.of(
                        SCHEMA,
                        "key_column_usage",
                        "constraint_catalog text,constraint_schema text,constraint_name text,"
                                + "table_catalog text,table_schema text,table_name text,"
                                + "column_name text,ordinal_position int4",
                        InformationSchema::keyColumns),
                SystemTable.of(
                        "pg_catalog",
                        "svv_tables",
                        TABLE_COLUMNS + ",remarks text",
                        (context, sink) ->
                                relations(
                                        context,
                                        cells ->
                                                sink.row(
                                                        cells[0], cells[1], cells[2], cells[3],
                                                        null))),
                SystemTable.of(
                        "pg_catalog", "svv_columns", COLUMN_COLUMNS, InformationSchema::columns));
    }

    private static void schemata(SystemContext context, RowSink sink) {
        for (String schema : CatalogObjects.schemas(context).keySet()) {
            sink.row(context.session().database(), schema, context.session().user());
        }
    }

    private static void relations(SystemContext context, RowSink sink) {
        String database = context.session().database();
        for (TableSnapshot table : CatalogObjects.tables(context)) {
            TableDefinition definition = table.definition();
            sink.row(database, definition.getSchema(), definition.getName(), "BASE TABLE");
        }
        for (ViewDefinition view : CatalogObjects.views(context)) {
            sink.row(database, view.getSchema(), view.getName(), "VIEW");
        }
        for (CatalogObjects.NumberedRelation system : CatalogObjects.systemRelations()) {
            sink.row(database, system.relation().schema(), system.relation().name(), "VIEW");
        }
    }

    private static void columns(SystemContext context, RowSink sink) {
        String database = context.session().database();
        for (TableSnapshot table : CatalogObjects.tables(context)) {
            TableDefinition definition = table.definition();
            for (int i = 0; i < definition.getColumnsCount(); i++) {
                ColumnDefinition column = definition.getColumns(i);
                String defaultSql = column.getDefaultSql();
                column(
                        sink,
                        new Owner(database, definition.getSchema(), definition.getName()),
                        i + 1,
                        column.getName(),
                        PostgresTypes.typeOf(column),
                        defaultSql.isEmpty() ? null : defaultSql,
                        column.getType().getNullable());
            }
        }
        for (ViewDefinition view : CatalogObjects.views(context)) {
            Owner owner = new Owner(database, view.getSchema(), view.getName());
            for (int i = 0; i < view.getColumnTypesCount(); i++) {
                SqlType type = SqlType.fromProto(view.getColumnTypes(i));
                column(sink, owner, i + 1, view.getColumnNames(i), type, null, true);
            }
        }
    }

    /** The relation of a column. */
    private record Owner(String database, String schema, String relation) {}

    private static void column(
            RowSink sink,
            Owner owner,
            int number,
            String name,
            SqlType type,
            String defaultSql,
            boolean nullable) {
        boolean text = type.kind() == TypeKind.CHAR || type.kind() == TypeKind.VARCHAR;
        Integer digits = numericPrecision(type);
        sink.row(
                owner.database,
                owner.schema,
                owner.relation,
                name,
                number,
                defaultSql,
                nullable ? "YES" : "NO",
                type.kind().sqlName(),
                text && type.precision() > 0 ? type.precision() : null,
                digits,
                digits == null ? null : type.kind() == TypeKind.DECIMAL ? 10 : 2,
                type.kind() == TypeKind.DECIMAL ? type.scale() : null,
                isTime(type) ? 6 : null,
                PostgresTypes.name(PostgresTypes.oid(type)));
    }

    private static Integer numericPrecision(SqlType type) {
        return switch (type.kind()) {
            case SMALLINT -> 16;
            case INTEGER -> 32;
            case BIGINT -> 64;
            case REAL -> 24;
            case DOUBLE -> 53;
            case DECIMAL -> type.precision();
            default -> null;
        };
    }

    private static boolean isTime(SqlType type) {
        return switch (type.kind()) {
            case TIME, TIMESTAMP, TIMESTAMPTZ -> true;
            default -> false;
        };
    }

    private static void views(SystemContext context, RowSink sink) {
        for (ViewDefinition view : CatalogObjects.views(context)) {
            sink.row(
                    context.session().database(),
                    view.getSchema(),
                    view.getName(),
                    view.getSql(),
                    "NONE",
                    "NO");
        }
    }

    private static void constraints(SystemContext context, RowSink sink) {
        String database = context.session().database();
        for (TableSnapshot table : CatalogObjects.tables(context)) {
            TableDefinition definition = table.definition();
            for (Constraint constraint : definition.getConstraintsList()) {
                String kind = constraint.getKind().name().replace('_', ' ');
                sink.row(
                        database,
                        definition.getSchema(),
                        constraint.getName(),
                        database,
                        definition.getSchema(),
                        definition.getName(),
                        kind,
                        "NO",
                        "NO");
            }
        }
    }

    private static void keyColumns(SystemContext context, RowSink sink) {
        String database = context.session().database();
        for (TableSnapshot table : CatalogObjects.tables(context)) {
            TableDefinition definition = table.definition();
            for (Constraint constraint : definition.getConstraintsList()) {
                int ordinal = 1;
                for (int id : constraint.getColumnsList()) {
                    sink.row(
                            database,
                            definition.getSchema(),
                            constraint.getName(),
                            database,
                            definition.getSchema(),
                            definition.getName(),
                            name(definition, id),
                            ordinal++);
                }
            }
        }
    }

    private static String name(TableDefinition table, int columnId) {
        return table.getColumnsList().stream()
                .filter(column -> column.getId() == columnId)
                .findFirst()
                .orElseThrow()
                .getName();
    }
}
