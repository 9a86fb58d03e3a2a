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
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
        names.visit(((QueryStatement.Query) SqlParser.parseStatement(sql)).node(), Set.of());
        StringBuilder text = new StringBuilder(sql);
        for (Map.Entry<Integer, String> schema : names.schemas.descendingMap().entrySet()) {
            text.insert(schema.getKey(), schema.getValue() + ".");
        }
        return text.toString();
    }

    /**
     * @param common names of common table expressions that hide relations here
     */
    private void visit(SqlNode node, Set<String> common) {
        switch (node) {
            case null -> {
                // An absent clause.
            }
            case SqlWith with -> with(with, common);
            case SqlSelect select -> {
                from(select.getFrom(), common);
                for (int i = 0; i < select.operandCount(); i++) {
                    if (i != SqlSelect.FROM_OPERAND) {
                        visit(select.operand(i), common);
                    }
                }
            }
            case SqlCall call when call.getKind() == SqlKind.EXPLICIT_TABLE ->
                    from(call.operand(0), common);
            case SqlCall call -> call.getOperandList().forEach(operand -> visit(operand, common));
            case SqlNodeList list -> list.forEach(item -> visit(item, common));
            default -> {
                // No relation in it.
            }
        }
    }

    private void with(SqlWith with, Set<String> outer) {
        Set<String> common = new HashSet<>(outer);
        for (SqlNode node : with.withList) {
            SqlWithItem item = (SqlWithItem) node;
            Set<String> visible = new HashSet<>(common);
            if (item.recursive.booleanValue()) {
                visible.add(item.name.getSimple());
            }
            visit(item.query, visible);
            common.add(item.name.getSimple());
        }
        visit(with.body, common);
    }

    private void from(SqlNode node, Set<String> common) {
        switch (node) {
            case null -> {
                // SELECT without FROM.
            }
            case SqlIdentifier name -> qualify(name, common);
            case SqlCall call when call.getKind() == SqlKind.AS -> from(call.operand(0), common);
            case SqlCall call when AtClause.isPast(call) -> qualifyPast(call);
            case SqlJoin join -> {
                from(join.getLeft(), common);
                from(join.getRight(), common);
                visit(join.getCondition(), common);
            }
            default -> visit(node, common);
        }
    }

    /** The schemas of that time count, and common table expressions do not. */
    private void qualifyPast(SqlCall call) {
        Catalog past = catalog.at(TimePoints.of(AtClause.of(call), context)).catalog();
        qualify(AtClause.table(call), past);
    }

    private void qualify(SqlIdentifier name, Set<String> common) {
        if (!name.isSimple() || !common.contains(name.getSimple())) {
            qualify(name, catalog);
        }
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
