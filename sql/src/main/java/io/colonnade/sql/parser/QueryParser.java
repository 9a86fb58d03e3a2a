package io.colonnade.sql.parser;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

import java.util.ArrayList;
import java.util.List;

/**
 * Parses queries: WITH, set operations, VALUES, TABLE, and ORDER BY with LIMIT behind them. The
 * SELECT block itself is {@link SelectParser}'s.
 */
final class QueryParser {
    private final Grammar grammar;
    private final TokenCursor cursor;
    private final SelectParser selects;
    private final LimitParser limits;

    QueryParser(Grammar grammar) {
        this.grammar = grammar;
        this.cursor = grammar.cursor();
        this.selects = new SelectParser(grammar);
        this.limits = new LimitParser(grammar);
    }

    /** Does a query begin here that has no parenthesis in front? */
    boolean atQuery() {
        return cursor.at("select")
                || cursor.at("with")
                || (cursor.at("values") && cursor.peek(1).isSymbol("("))
                || (cursor.at("table") && NameParser.isColumnName(cursor.peek(1)));
    }

    /** Does something stand here that continues a query in parentheses? */
    boolean atQueryTail() {
        return cursor.atAny(
                "union",
                "intersect",
                "except",
                "minus",
                "order",
                "limit",
                "offset",
                "fetch",
                "for");
    }

    /** A query and, when it was SELECT ... INTO, its target (else null). */
    record TopQuery(SqlNode node, SelectParser.Into into) {}

    /** The query of a statement, where INTO is allowed. */
    TopQuery topQuery() {
        SqlNode node = body(withClause());
        return new TopQuery(node, selects.takeInto());
    }

    /** As above behind a WITH clause that was read already. */
    TopQuery topQuery(SqlNodeList with) {
        SqlNode node = body(with);
        return new TopQuery(node, selects.takeInto());
    }

    /** A query, which must stand here; it may be in parentheses. */
    SqlNode query() {
        SelectParser.Into outer = selects.takeInto();
        cursor.enter();
        SqlNode node = body(withClause());
        cursor.leave();
        selects.refuseInto();
        selects.restoreInto(outer);
        return node;
    }

    /** ( query ). */
    SqlNode parenthesizedQuery() {
        cursor.expectSymbol("(");
        SqlNode query = query();
        cursor.expectSymbol(")");
        return query;
    }

    /** The query whose first operand, which stood in parentheses, was read already. */
    SqlNode continued(SqlNode first) {
        return limits.tail(unions(first), selects);
    }

    private SqlNode body(SqlNodeList with) {
        SqlNode node = unions(null);
        if (with != null) {
            node = new SqlWith(with.getParserPosition(), with, node);
        }
        return limits.tail(node, selects);
    }

    private SqlNode unions(SqlNode first) {
        SqlNode left = intersections(first);
        String word = setOperator();
        while (word != null) {
            boolean all = acceptAll();
            SqlOperator operator =
                    word.equals("union")
                            ? (all ? SqlStdOperatorTable.UNION_ALL : SqlStdOperatorTable.UNION)
                            : (all ? SqlStdOperatorTable.EXCEPT_ALL : SqlStdOperatorTable.EXCEPT);
            left = Nodes.binary(operator, left, intersections(null));
            word = setOperator();
        }
        return left;
    }

    private String setOperator() {
        return cursor.at("minus") ? cursor.next().text() : cursor.acceptAny("union", "except");
    }

    private SqlNode intersections(SqlNode first) {
        SqlNode left = first == null ? operand() : first;
        while (cursor.accept("intersect")) {
            SqlOperator operator =
                    acceptAll() ? SqlStdOperatorTable.INTERSECT_ALL : SqlStdOperatorTable.INTERSECT;
            left = Nodes.binary(operator, left, operand());
        }
        return left;
    }

    private boolean acceptAll() {
        return cursor.acceptAny("all", "distinct") != null && cursor.previous().is("all");
    }

    private SqlNode operand() {
        if (cursor.atSymbol("(")) {
            return parenthesizedQuery();
        }
        if (cursor.at("values")) {
            return values();
        }
        if (cursor.at("table")) {
            Token first = cursor.next();
            SqlIdentifier table = grammar.names().object("a table");
            return SqlStdOperatorTable.EXPLICIT_TABLE.createCall(cursor.span(first), table);
        }
        if (!cursor.at("select")) {
            cursor.accept("select");
            throw cursor.expected("VALUES");
        }
        return selects.select();
    }

    /** VALUES (row), ... where an item may be DEFAULT, which only INSERT understands. */
    SqlNode values() {
        Token first = cursor.peek();
        cursor.expect("values");
        List<SqlNode> rows = new ArrayList<>();
        do {
            rows.add(row());
        } while (cursor.acceptSymbol(","));
        return SqlStdOperatorTable.VALUES.createCall(cursor.span(first), rows);
    }

    private SqlNode row() {
        Token open = cursor.peek();
        cursor.accept("row");
        cursor.expectSymbol("(");
        List<SqlNode> items = new ArrayList<>();
        do {
            items.add(valueOrDefault());
        } while (cursor.acceptSymbol(","));
        cursor.expectSymbol(")");
        return SqlStdOperatorTable.ROW.createCall(cursor.span(open), items);
    }

    /** An expression or the word DEFAULT. */
    SqlNode valueOrDefault() {
        if (cursor.at("default")) {
            SqlParserPos position = cursor.position(cursor.next());
            return SqlStdOperatorTable.DEFAULT.createCall(position);
        }
        return grammar.expressions().expression();
    }

    /** WITH [RECURSIVE] item, ...; or null when the clause is not there. */
    SqlNodeList withClause() {
        if (!cursor.accept("with")) {
            return null;
        }
        Token first = cursor.previous();
        boolean recursive = cursor.accept("recursive");
        List<SqlNode> items = new ArrayList<>();
        do {
            items.add(withItem(recursive));
        } while (cursor.acceptSymbol(","));
        return new SqlNodeList(items, cursor.span(first));
    }

    private SqlNode withItem(boolean recursive) {
        SqlIdentifier name = grammar.names().simple("a name");
        Token open = cursor.peek();
        List<SqlIdentifier> columns = grammar.names().optionalColumnList();
        SqlNodeList columnList =
                columns.isEmpty() ? null : new SqlNodeList(columns, cursor.span(open));
        cursor.expect("as");
        if (cursor.accept("not")) {
            cursor.expect("materialized");
        } else {
            cursor.accept("materialized");
        }
        Token inner = cursor.peek(1);
        if (cursor.atSymbol("(")
                && (inner.is("insert") || inner.is("update") || inner.is("delete"))) {
            throw cursor.notSupported("a data-modifying statement in WITH", inner);
        }
        SqlNode query = parenthesizedQuery();
        return new SqlWithItem(
                name.getParserPosition(),
                name,
                columnList,
                query,
                SqlLiteral.createBoolean(recursive, name.getParserPosition()));
    }
}
