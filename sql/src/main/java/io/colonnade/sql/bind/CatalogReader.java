package io.colonnade.sql.bind;

import io.colonnade.sql.catalog.Catalog;
import io.colonnade.sql.catalog.Relation;
import io.colonnade.sql.catalog.TimePoint;
import io.colonnade.sql.catalog.ViewRelation;
import io.colonnade.type.SqlType;

import org.apache.calcite.config.CalciteConnectionConfig;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.prepare.Prepare;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.validate.SqlMoniker;
import org.apache.calcite.sql.validate.SqlNameMatcher;
import org.apache.calcite.sql.validate.SqlNameMatchers;
import org.apache.calcite.sql.validate.SqlValidatorUtil;
import org.checkerframework.checker.nullness.qual.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Our catalog as Calcite reads it, for one statement. Remembers which relations were used. A name
 * under the schema {@link #WITH_ROW_ID} means the table with its $row_id; one under {@link #AT} and
 * a version means the relation as it was then. One thread.
 */
final class CatalogReader implements Prepare.CatalogReader {
    /** Pseudo schema over the real ones: its tables have $row_id as their last column. */
    static final String WITH_ROW_ID = "$with_row_id";

    /** Pseudo schema over versions of the past, which stand over the schemas of their time. */
    static final String AT = "$at";

    private static final SqlNameMatcher MATCHER = SqlNameMatchers.withCaseSensitive(true);

    /** Types of PostgreSQL that are numbers here. */
    private static final Set<String> OID_TYPES =
            Set.of("oid", "xid", "cid", "regclass", "regnamespace", "regrole");

    /** Types of PostgreSQL that are text here. */
    private static final Set<String> TEXT_TYPES =
            Set.of(
                    "name",
                    "regproc",
                    "regprocedure",
                    "regtype",
                    "regoper",
                    "regoperator",
                    "regconfig",
                    "\"char\"",
                    "unknown",
                    "json",
                    "jsonb",
                    "super",
                    "uuid",
                    "int2vector",
                    "oidvector",
                    "anyarray",
                    "aclitem",
                    "cstring",
                    "pg_node_tree",
                    "inet",
                    "tid",
                    "text");

    private final Catalog catalog;
    private final ViewBinder views;
    private final CalciteSchema root;
    private final List<List<String>> schemaPaths;
    private final Map<Key, Prepare.PreparingTable> tables = new LinkedHashMap<>();
    private final Map<Long, Catalog> past = new HashMap<>();

    // The version whose names a view's text means while it is bound; 0 = the statement's own.
    private long version;
    private final Map<String, Relation> used = new LinkedHashMap<>();

    /** A relation by version (0 = the statement's own), schema and name. */
    private record Key(long version, boolean rowId, String schema, String name) {}

    /** Binds the text of a view when one is named; its names are those of the reader's version. */
    @FunctionalInterface
    interface ViewBinder {
        Prepare.PreparingTable bind(CatalogReader reader, ViewRelation view, List<String> names);
    }

    CatalogReader(Catalog catalog, BindContext context, ViewBinder views) {
        this.catalog = catalog;
        this.views = views;
        this.root =
                CalciteSchema.createRootSchema(
                        false, false, context.database(), new CatalogSchema(this, List.of()));
        List<List<String>> paths = new ArrayList<>();
        if (catalog.hasSchema(context.temporarySchema())) {
            paths.add(List.of(context.temporarySchema()));
        }
        if (!context.searchPath().contains(BindContext.SYSTEM_SCHEMA)) {
            paths.add(List.of(BindContext.SYSTEM_SCHEMA));
        }
        for (String schema : context.searchPath()) {
            paths.add(List.of(schema));
        }
        paths.add(List.of());
        this.schemaPaths = List.copyOf(paths);
    }

    Catalog catalog() {
        return catalogAt(version);
    }

    /** The catalogue under the pseudo schema of a version that {@link #open} gave. */
    Catalog catalogAt(long ofVersion) {
        return ofVersion == 0 ? catalog : past.get(ofVersion);
    }

    /** Makes a point of the past known; its version. */
    long open(TimePoint point) {
        Catalog.Past found = catalog.at(point);
        past.putIfAbsent(found.version(), found.catalog());
        return found.version();
    }

    /** The relations that were looked up and found, views included. */
    Collection<Relation> usedRelations() {
        return used.values();
    }

    /** Names of all columns of the relations used, for hints. */
    List<String> usedColumns() {
        return tables.values().stream()
                .flatMap(table -> table.getRowType().getFieldNames().stream())
                .distinct()
                .toList();
    }

    /** The table with these full names, or null: schema, table, and the pseudo schemas before. */
    Prepare.@Nullable PreparingTable find(List<String> names) {
        boolean rowId = names.getFirst().equals(WITH_ROW_ID);
        boolean at = names.size() == 4;
        Key key =
                new Key(
                        at ? Long.parseLong(names.get(1)) : version,
                        rowId,
                        names.get(names.size() - 2),
                        names.getLast());
        Prepare.PreparingTable known = tables.get(key);
        if (known != null) {
            return known;
        }
        Relation relation = catalogAt(key.version()).find(key.schema(), key.name()).orElse(null);
        if (relation == null) {
            return null;
        }
        used.put(key.schema() + '.' + key.name() + '@' + key.version(), relation);
        Prepare.PreparingTable table =
                relation instanceof ViewRelation view
                        ? view(key.version(), view, names)
                        : new ColonnadeTable(this, relation, rowId);
        tables.put(key, table);
        return table;
    }

    private Prepare.PreparingTable view(long of, ViewRelation view, List<String> names) {
        long outer = version;
        version = of;
        try {
            return views.bind(this, view, names);
        } finally {
            version = outer;
        }
    }

    @Override
    public Prepare.@Nullable PreparingTable getTable(List<String> names) {
        return names.size() < 2 ? null : find(names);
    }

    @Override
    public Prepare.@Nullable PreparingTable getTableForMember(List<String> names) {
        return getTable(names);
    }

    @Override
    public @Nullable RelDataType getNamedType(SqlIdentifier typeName) {
        String name = typeName.names.getLast().toLowerCase(Locale.ROOT);
        name = name.substring(name.lastIndexOf('.') + 1);
        if (OID_TYPES.contains(name)) {
            return TypeMapping.toRel(SqlType.BIGINT, true);
        }
        if (TEXT_TYPES.contains(name)
                || name.startsWith("_")
                || typeName.toString().startsWith("information_schema.")) {
            return TypeMapping.toRel(SqlType.VARCHAR, true);
        }
        return null;
    }

    @Override
    public CatalogReader withSchemaPath(List<String> schemaPath) {
        return this;
    }

    @Override
    public List<List<String>> getSchemaPaths() {
        return schemaPaths;
    }

    @Override
    public CalciteSchema getRootSchema() {
        return root;
    }

    @Override
    public CalciteConnectionConfig getConfig() {
        return CalciteConnectionConfig.DEFAULT;
    }

    @Override
    public SqlNameMatcher nameMatcher() {
        return MATCHER;
    }

    @Override
    public boolean isCaseSensitive() {
        return true;
    }

    @Override
    public boolean matches(String string, String name) {
        return string.equals(name);
    }

    @Override
    public @Nullable RelDataTypeField field(RelDataType rowType, String alias) {
        return MATCHER.field(rowType, alias);
    }

    @Override
    public RelDataType createTypeFromProjection(RelDataType type, List<String> columns) {
        return SqlValidatorUtil.createTypeFromProjection(type, columns, TypeMapping.FACTORY, true);
    }

    @Override
    public List<SqlMoniker> getAllSchemaObjectNames(List<String> names) {
        return List.of();
    }

    @Override
    public RelDataTypeFactory getTypeFactory() {
        return TypeMapping.FACTORY;
    }

    @Override
    public void registerRules(RelOptPlanner planner) {}

    @Override
    public <C> @Nullable C unwrap(Class<C> type) {
        return type.isInstance(this) ? type.cast(this) : null;
    }

    @Override
    public void lookupOperatorOverloads(
            SqlIdentifier name,
            @Nullable SqlFunctionCategory category,
            SqlSyntax syntax,
            List<SqlOperator> operators,
            SqlNameMatcher matcher) {}

    @Override
    public List<SqlOperator> getOperatorList() {
        return List.of();
    }
}
