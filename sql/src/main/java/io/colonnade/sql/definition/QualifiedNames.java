package io.colonnade.sql.definition;

import io.colonnade.sql.bind.BindContext;
import io.colonnade.sql.bind.TimePoints;
import io.colonnade.sql.catalog.Catalog;
import io.colonnade.sql.parser.AtClause;
import io.colonnade.sql.parser.Positions;
import io.colonnade.sql.parser.QueryStatement;
import io.colonnade.sql.parser.SqlParser;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Puts the schema before every relation that a view's text names without one, so that the view
 * means the same whatever the search path of who uses it. One per text.
 */
public final class QualifiedNames {
    private static final String SYSTEM_SCHEMA = "pg_catalog";

    private final String sql;
    private final Catalog catalog;
    private final BindContext context;
    private final List<String> path = new ArrayList<>();

    // Where to put which schema, by offset.
    private final TreeMap<Integer, String> schemas = new TreeMap<>();

    private QualifiedNames(String sql, Catalog catalog, BindContext context) {
        this.sql = sql;
        this.catalog = catalog;
        this.context = context;
        if (!context.searchPath().contains(SYSTEM_SCHEMA)) {
            path.add(SYSTEM_SCHEMA);
        }
        path.addAll(context.searchPath());
    }

    /** The query's text with qualified names. */
    public static String of(String sql, Catalog catalog, BindContext context) {
        QualifiedNames names = new QualifiedNames(sql, catalog, context);
        RelationNames.visit(
                ((QueryStatement.Query) SqlParser.parseStatement(sql)).node(),
                new RelationNames.Found() {
                    @Override
                    public void relation(SqlIdentifier name, boolean aliased) {
                        names.qualify(name, catalog);
                    }

                    @Override
                    public void past(SqlCall call) {
                        names.qualifyPast(call);
                    }
                });
        StringBuilder text = new StringBuilder(sql);
        for (Map.Entry<Integer, String> schema : names.schemas.descendingMap().entrySet()) {
            text.insert(schema.getKey(), schema.getValue() + ".");
        }
        return text.toString();
    }

    /** The schemas of that time count, and common table expressions do not. */
    private void qualifyPast(SqlCall call) {
        Catalog past = catalog.at(TimePoints.of(AtClause.of(call), context)).catalog();
        qualify(AtClause.table(call), past);
    }

    private void qualify(SqlIdentifier name, Catalog catalog) {
        if (!name.isSimple()) {
            return;
        }
        for (String schema : path) {
            if (catalog.find(schema, name.getSimple()).isPresent()) {
                schemas.put(
                        Positions.offset(sql, name.getParserPosition()),
                        schema.matches("[a-z_][a-z0-9_]*")
                                ? schema
                                : '"' + schema.replace("\"", "\"\"") + '"');
                return;
            }
        }
    }
}
