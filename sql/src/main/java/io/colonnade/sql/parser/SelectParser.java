package io.colonnade.sql.parser;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.sql.parser.Token.Kind;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlSelectKeyword;
import org.apache.calcite.sql.SqlStarExclude;
import org.apache.calcite.sql.fun.SqlInternalOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

import java.util.ArrayList;
import java.util.List;

/**
 * Parses one SELECT block. TOP and DISTINCT ON, which need the ORDER BY behind the block, are kept
 * until {@link LimitParser} asks for them.
 */
final class SelectParser {
    /** The target of SELECT ... INTO. */
    record Into(SqlIdentifier table, boolean temporary, Token token) {}

    private final Grammar grammar;
    private final TokenCursor cursor;
    private Into into;
    private SqlOrderBy top;
    private DistinctOn distinctOn;

    SelectParser(Grammar grammar) {
        this.grammar = grammar;
        this.cursor = grammar.cursor();
    }

    /** The INTO read since the last call, or null. */
    Into takeInto() {
        Into taken = into;
        into = null;
        return taken;
    }

    void restoreInto(Into outer) {
        into = outer;
    }

    /** Fails when the query just read was SELECT ... INTO. */
    void refuseInto() {
        if (into != null) {
            throw notHere(into.token());
        }
    }

    private ColonnadeException notHere(Token token) {
        return cursor.error(ErrorCode.SYNTAX_ERROR, "SELECT ... INTO is not allowed here", token);
    }

    /** The SELECT TOP that this query is, or null. */
    SqlOrderBy takeTop(SqlNode query) {
        SqlOrderBy taken = top != null && top == query ? top : null;
        if (taken != null) {
            top = null;
        }
        return taken;
    }

    /** Lets DISTINCT ON of this query choose rows by its ORDER BY. */
    void orderDistinctOn(SqlNode query, SqlNodeList order) {
        if (distinctOn != null && distinctOn.isOf(query)) {
            if (order != null) {
                distinctOn.order(order);
            }
            distinctOn = null;
        }
    }

    /** SELECT ... up to QUALIFY; the word SELECT stands here. */
    SqlNode select() {
        Token first = cursor.next();
        List<SqlNode> keywords = new ArrayList<>();
        List<SqlNode> distinctKeys = distinct(keywords);
        SqlNode limit = top();
        SqlNodeList items = items();
        into();
        SqlNode from = cursor.accept("from") ? grammar.from().fromClause() : null;
        SqlNode where = cursor.accept("where") ? grammar.expressions().expression() : null;
        if (cursor.at("start", "with") || cursor.at("connect", "by")) {
            throw cursor.notSupported("CONNECT BY", cursor.peek());
        }
        SqlNodeList groupBy = groupBy();
        SqlNode having = cursor.accept("having") ? grammar.expressions().expression() : null;
        SqlNode qualify = qualify();
        SqlNodeList windows = grammar.windows().windowClause();
        if (qualify == null) {
            qualify = qualify();
        }
        SqlParserPos position = cursor.span(first);
        SqlSelect select =
                new SqlSelect(
                        position,
                        new SqlNodeList(keywords, cursor.position(first)),
                        items,
                        from,
                        where,
                        groupBy,
                        having,
                        windows,
                        qualify,
                        null,
                        null,
                        null,
                        SqlNodeList.EMPTY);
        if (!distinctKeys.isEmpty()) {
            distinctOn = new DistinctOn(select, distinctKeys);
        }
        if (limit == null) {
            return select;
        }
        top = new SqlOrderBy(position, select, SqlNodeList.EMPTY, null, limit);
        return top;
    }

    private SqlNode qualify() {
        return cursor.accept("qualify") ? grammar.expressions().expression() : null;
    }

    /** ALL, DISTINCT or DISTINCT ON (keys). */
    private List<SqlNode> distinct(List<SqlNode> keywords) {
        SqlParserPos position = cursor.position(cursor.peek());
        if (cursor.accept("all")) {
            keywords.add(SqlSelectKeyword.ALL.symbol(position));
            return List.of();
        }
        if (!cursor.accept("distinct")) {
            return List.of();
        }
        if (!cursor.accept("on")) {
            keywords.add(SqlSelectKeyword.DISTINCT.symbol(position));
            return List.of();
        }
        cursor.expectSymbol("(");
        List<SqlNode> keys = grammar.expressions().expressions();
        cursor.expectSymbol(")");
        return keys;
    }

    /** TOP n, unless "top" is a column; null when it is not there. */
    private SqlNode top() {
        Token next = cursor.peek(1);
        boolean count = next.kind() == Kind.INTEGER || next.kind() == Kind.PARAMETER;
        if (!cursor.at("top") || !count) {
            return null;
        }
        cursor.next();
        return grammar.literals().constant();
    }

    private SqlNodeList items() {
        Token first = cursor.peek();
        List<SqlNode> items = new ArrayList<>();
        do {
            items.add(item());
        } while (cursor.acceptSymbol(","));
        return new SqlNodeList(items, cursor.span(first));
    }

    private SqlNode item() {
        Token first = cursor.peek();
        SqlNode node;
        if (cursor.atSymbol("*")) {
            node = SqlIdentifier.star(cursor.position(cursor.next()));
        } else {
            node = grammar.expressions().expression();
        }
        if (node instanceof SqlIdentifier star && star.isStar()) {
            return cursor.at("exclude") ? exclude(star, first) : star;
        }
        SqlIdentifier alias = alias();
        return alias == null
                ? node
                : SqlStdOperatorTable.AS.createCall(cursor.span(first), node, alias);
    }

    private SqlIdentifier alias() {
        if (cursor.accept("as")) {
            return grammar.names().label();
        }
        Token token = cursor.peek();
        boolean bare =
                token.kind() == Kind.QUOTED_IDENTIFIER
                        || (token.kind() == Kind.WORD && Keywords.isBareLabel(token.text()));
        return bare ? grammar.names().label() : null;
    }

    /** EXCLUDE column or EXCLUDE (columns). */
    private SqlNode exclude(SqlIdentifier star, Token first) {
        cursor.next();
        Token open = cursor.peek();
        List<SqlIdentifier> columns =
                cursor.atSymbol("(")
                        ? grammar.names().columnList()
                        : List.of(grammar.names().simple("a column name"));
        return new SqlStarExclude(
                cursor.span(first), star, new SqlNodeList(columns, cursor.span(open)));
    }

    /** INTO [TEMP] [TABLE] name. */
    private void into() {
        Token token = cursor.peek();
        if (!cursor.accept("into")) {
            return;
        }
        boolean temporary = cursor.acceptAny("temp", "temporary") != null;
        cursor.accept("table");
        SqlIdentifier name = grammar.names().object("a table name");
        if (into != null) {
            throw notHere(token);
        }
        into = new Into(name, temporary || name.names.getLast().startsWith("#"), token);
    }

    private SqlNodeList groupBy() {
        if (!cursor.accept("group")) {
            return null;
        }
        Token first = cursor.previous();
        cursor.expect("by");
        boolean all = cursor.accept("all");
        if (all && (cursor.atEndOfStatement() || cursor.atSymbol(")") || atClause())) {
            throw cursor.notSupported("GROUP BY ALL", first);
        }
        boolean distinct = !all && cursor.accept("distinct");
        List<SqlNode> elements = groupingElements();
        SqlParserPos position = cursor.span(first);
        return distinct
                ? SqlNodeList.of(
                        SqlInternalOperators.GROUP_BY_DISTINCT.createCall(position, elements))
                : new SqlNodeList(elements, position);
    }

    private boolean atClause() {
        return cursor.at("having")
                || cursor.at("qualify")
                || cursor.at("window")
                || grammar.queries().atQueryTail();
    }

    private List<SqlNode> groupingElements() {
        List<SqlNode> elements = new ArrayList<>();
        do {
            elements.add(groupingElement());
        } while (cursor.acceptSymbol(","));
        return elements;
    }

    private SqlNode groupingElement() {
        Token first = cursor.peek();
        if (cursor.at("grouping", "sets") && cursor.peek(2).isSymbol("(")) {
            cursor.skip(3);
            List<SqlNode> sets = groupingElements();
            cursor.expectSymbol(")");
            return SqlStdOperatorTable.GROUPING_SETS.createCall(cursor.span(first), sets);
        }
        if (cursor.atAny("rollup", "cube") && cursor.peek(1).isSymbol("(")) {
            boolean rollup = cursor.next().is("rollup");
            cursor.next();
            List<SqlNode> items = grammar.expressions().expressions();
            cursor.expectSymbol(")");
            return (rollup ? SqlStdOperatorTable.ROLLUP : SqlStdOperatorTable.CUBE)
                    .createCall(cursor.span(first), items);
        }
        if (cursor.atSymbol("(") && cursor.peek(1).isSymbol(")")) {
            cursor.skip(2);
            return new SqlNodeList(cursor.span(first));
        }
        return grammar.expressions().expression();
    }
}
