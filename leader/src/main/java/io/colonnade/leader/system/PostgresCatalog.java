package io.colonnade.leader.system;

import io.colonnade.leader.statistics.DerivedStatistics;
import io.colonnade.leader.session.SessionState;
import io.colonnade.leader.system.SystemTable.RowSink;
import io.colonnade.log.ColumnDefinition;
import io.colonnade.log.Constraint;
import io.colonnade.log.TableDefinition;
import io.colonnade.log.UserDefinition;
import io.colonnade.log.ViewDefinition;
import io.colonnade.sql.catalog.SystemRelation;
import io.colonnade.storage.snapshot.TableSnapshot;
import io.colonnade.type.SqlType;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The relations of pg_catalog that have rows here, in PostgreSQL's shape. Stateless. */
final class PostgresCatalog {
    private static final String SCHEMA = "pg_catalog";
    private static final long DATABASE = 5;
    private static final int UTF8 = 6;

    private PostgresCatalog() {}

    static List<SystemTable> tables() {
        return List.of(
                SystemTable.of(
                        SCHEMA,
                        "pg_namespace",
                        "oid oid,nspname text,nspowner oid,nspacl text",
                        PostgresCatalog::namespaces),
                SystemTable.of(
                        SCHEMA,
                        "pg_class",
                        "oid oid,relname text,relnamespace oid,reltype oid,reloftype oid,"
                                + "relowner oid,relam oid,relfilenode oid,reltablespace oid,"
                                + "relpages int4,reltuples float4,relallvisible int4,"
                                + "reltoastrelid oid,relhasindex bool,relisshared bool,"
                                + "relpersistence text,relkind text,relnatts int2,relchecks int2,"
                                + "relhasrules bool,relhastriggers bool,relhassubclass bool,"
                                + "relrowsecurity bool,relforcerowsecurity bool,"
                                + "relispopulated bool,relreplident text,relispartition bool,"
                                + "relrewrite oid,relacl text,reloptions text,relpartbound text,"
                                + "relhasoids bool,reldiststyle int2,releffectivediststyle int4",
                        PostgresCatalog::classes),
                SystemTable.of(
                        SCHEMA,
                        "pg_attribute",
                        "attrelid oid,attname text,atttypid oid,attstattarget int4,attlen int2,"
                                + "attnum int2,attndims int4,attcacheoff int4,atttypmod int4,"
                                + "attbyval bool,attalign text,attstorage text,attcompression text,"
                                + "attnotnull bool,atthasdef bool,atthasmissing bool,"
                                + "attidentity text,attgenerated text,attisdropped bool,"
                                + "attislocal bool,attinhcount int4,attcollation oid,attacl text,"
                                + "attoptions text,attfdwoptions text,attmissingval text,"
                                + "attisdistkey bool,attsortkeyord int4,attencodingtype int2",
                        PostgresCatalog::attributes),
                SystemTable.of(
                        SCHEMA,
                        "pg_type",
                        "oid oid,typname text,typnamespace oid,typowner oid,typlen int2,"
                                + "typbyval bool,typtype text,typcategory text,"
                                + "typispreferred bool,typisdefined bool,typdelim text,"
                                + "typrelid oid,typelem oid,typarray oid,typinput text,"
                                + "typoutput text,typnotnull bool,typbasetype oid,typtypmod int4,"
                                + "typndims int4,typcollation oid,typdefault text",
                        PostgresCatalog::types),
                SystemTable.of(
                        SCHEMA,
                        "pg_attrdef",
                        "oid oid,adrelid oid,adnum int2,adbin text,adsrc text",
                        PostgresCatalog::defaults),
                SystemTable.of(
                        SCHEMA,
                        "pg_constraint",
                        "oid oid,conname text,connamespace oid,contype text,condeferrable bool,"
                                + "condeferred bool,convalidated bool,conrelid oid,contypid oid,"
                                + "conindid oid,conparentid oid,confrelid oid,confupdtype text,"
                                + "confdeltype text,confmatchtype text,conislocal bool,"
                                + "coninhcount int4,connoinherit bool,conkey text,confkey text,"
                                + "conbin text",
                        PostgresCatalog::constraints),
                SystemTable.of(
                        SCHEMA,
                        "pg_am",
                        "oid oid,amname text,amhandler text,amtype text",
                        (context, sink) -> sink.row(2, "heap", "heap_tableam_handler", "t")),
                SystemTable.of(
                        SCHEMA,
                        "pg_database",
                        "oid oid,datname text,datdba oid,encoding int4,datlocprovider text,"
                                + "datistemplate bool,datallowconn bool,datconnlimit int4,"
                                + "datcollate text,datctype text,daticulocale text,"
                                + "dattablespace oid,datacl text",
                        PostgresCatalog::databases),
                SystemTable.of(
                        SCHEMA,
                        "pg_user",
                        "usename text,usesysid oid,usecreatedb bool,usesuper bool,userepl bool,"
                                + "usecatupd bool,passwd text,valuntil timestamptz,useconfig text",
                        PostgresCatalog::users),
                SystemTable.of(
                        SCHEMA,
                        "pg_roles",
                        "oid oid,rolname text,rolsuper bool,rolinherit bool,rolcreaterole bool,"
                                + "rolcreatedb bool,rolcanlogin bool,rolreplication bool,"
                                + "rolconnlimit int4,rolpassword text,rolvaliduntil timestamptz,"
                                + "rolbypassrls bool,rolconfig text",
                        PostgresCatalog::roles),
                SystemTable.of(
                        SCHEMA,
                        "pg_tables",
                        "schemaname text,tablename text,tableowner text,tablespace text,"
                                + "hasindexes bool,hasrules bool,hastriggers bool,rowsecurity bool",
                        PostgresCatalog::tableList),
                SystemTable.of(
                        SCHEMA,
                        "pg_views",
                        "schemaname text,viewname text,viewowner text,definition text",
                        PostgresCatalog::viewList),
                SystemTable.of(
                        SCHEMA,
                        "pg_settings",
                        "name text,setting text,unit text,category text,short_desc text,"
                                + "context text,vartype text,source text",
                        PostgresCatalog::settings),
                SystemTable.of(
                        SCHEMA,
                        "pg_table_def",
                        "schemaname text,tablename text,column text,type text,encoding text,"
                                + "distkey bool,sortkey int4,notnull bool",
                        PostgresCatalog::tableDefinitions));
    }

    private static void namespaces(SystemContext context, RowSink sink) {
        CatalogObjects.schemas(context)
                .forEach((name, oid) -> sink.row(oid, name, CatalogObjects.OWNER, null));
    }

    private static void classes(SystemContext context, RowSink sink) {
        Map<String, Long> schemas = CatalogObjects.schemas(context);
        for (TableSnapshot table : CatalogObjects.tables(context)) {
            TableDefinition definition = table.definition();
            relation(
                    sink,
                    table.id(),
                    definition.getName(),
                    schemas.get(definition.getSchema()),
                    "r",
                    definition.getColumnsCount(),
                    DerivedStatistics.liveRows(table),
                    distributionNumber(definition));
        }
        for (ViewDefinition view : CatalogObjects.views(context)) {
            relation(
                    sink,
                    view.getId(),
                    view.getName(),
                    schemas.get(view.getSchema()),
                    "v",
                    view.getColumnNamesCount(),
                    0,
                    0);
        }
        for (CatalogObjects.NumberedRelation system : CatalogObjects.systemRelations()) {
            relation(
                    sink,
                    system.oid(),
                    system.relation().name(),
                    schemas.get(system.relation().schema()),
                    "v",
                    system.relation().columns().size(),
                    0,
                    0);
        }
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
            RowSink sink,
            long oid,
            String name,
            Long schema,
            String kind,
            int columns,
            double rows,
            int distribution) {
        boolean table = kind.equals("r");
        sink.row(
                oid,
                name,
                schema,
                0,
                0,
                CatalogObjects.OWNER,
                table ? 2 : 0,
                oid,
                0,
                0,
                rows,
                0,
                0,
                false,
                false,
                "p",
                kind,
                columns,
                0,
                !table,
                false,
                false,
                false,
                false,
                true,
                "n",
                false,
                0,
                null,
                null,
                null,
                false,
                distribution,
                distribution);
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
                        i + 1,
                        column.getName(),
                        PostgresTypes.typeOf(column),
                        new Flags(
                                !column.getType().getNullable(),
                                !column.getDefaultSql().isEmpty(),
                                identity(column),
                                column.getId() == definition.getDistributionColumn(),
                                order));
            }
        }
        for (CatalogObjects.NumberedRelation system : CatalogObjects.systemRelations()) {
            List<SystemRelation.Column> columns = system.relation().columns();
            for (int i = 0; i < columns.size(); i++) {
                attribute(
                        sink,
                        system.oid(),
                        i + 1,
                        columns.get(i).name(),
                        columns.get(i).type(),
                        new Flags(false, false, "", false, 0));
            }
        }
    }

    private static String identity(ColumnDefinition column) {
        if (!column.getIdentity()) {
            return "";
        }
        return column.getIdentityByDefault() ? "d" : "a";
    }

    private record Flags(
            boolean notNull, boolean hasDefault, String identity, boolean distKey, int sortOrder) {}

    private static void attribute(
            RowSink sink, long relation, int number, String name, SqlType type, Flags flags) {
        boolean text = type.physical() == io.colonnade.type.PhysicalType.BYTES;
        sink.row(
                relation,
                name,
                PostgresTypes.oid(type),
                -1,
                PostgresTypes.length(type),
                number,
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
                            i + 1,
                            column.getDefaultSql(),
                            column.getDefaultSql());
                }
            }
        }
    }

    private static void constraints(SystemContext context, RowSink sink) {
        Map<String, Long> schemas = CatalogObjects.schemas(context);
        for (TableSnapshot table : CatalogObjects.tables(context)) {
            for (Constraint constraint : table.definition().getConstraintsList()) {
                sink.row(
                        table.id(),
                        constraint.getName(),
                        schemas.get(table.definition().getSchema()),
                        kind(constraint),
                        false,
                        false,
                        true,
                        table.id(),
                        0,
                        0,
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

    private record User(long id, String name, boolean superuser) {}

    private static List<User> allUsers(SystemContext context) {
        List<User> users = new ArrayList<>();
        SessionState session = context.session();
        long id = 100;
        boolean known = false;
        for (UserDefinition user : context.snapshot().users().values()) {
            users.add(new User(id++, user.getName(), user.getSuperuser()));
            known |= user.getName().equals(session.user());
        }
        if (!known) {
            users.add(new User(CatalogObjects.OWNER, session.user(), session.superuser()));
        }
        return users;
    }

    private static void users(SystemContext context, RowSink sink) {
        for (User user : allUsers(context)) {
            sink.row(
                    user.name,
                    user.id,
                    user.superuser,
                    user.superuser,
                    false,
                    user.superuser,
                    "********",
                    null,
                    null);
        }
    }

    private static void roles(SystemContext context, RowSink sink) {
        for (User user : allUsers(context)) {
            sink.row(
                    user.id,
                    user.name,
                    user.superuser,
                    true,
                    user.superuser,
                    user.superuser,
                    true,
                    false,
                    -1,
                    "********",
                    null,
                    user.superuser,
                    null);
        }
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
                        CatalogObjects.encoding(definition, i),
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
