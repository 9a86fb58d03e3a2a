package io.colonnade.sql.parser;

import io.colonnade.error.ErrorCode;
import io.colonnade.sql.parser.DmlStatement.Assignment;
import io.colonnade.sql.parser.DmlStatement.MergeAction;
import io.colonnade.sql.parser.DmlStatement.MergeBranch;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlWith;

import java.util.ArrayList;
import java.util.List;

/** Parses INSERT, UPDATE, DELETE and MERGE. */
final class DmlParser {
    private final Grammar grammar;
    private final TokenCursor cursor;

    DmlParser(Grammar grammar) {
        this.grammar = grammar;
        this.cursor = grammar.cursor();
    }

    /** The statement that begins here; a WITH in front was read already (null when none). */
    Statement statement(SqlNodeList with) {
        Token first = cursor.next();
        Statement statement =
                switch (first.text()) {
                    case "insert" -> insert(with, first);
                    case "update" -> update(with, first);
                    case "delete" -> delete(with, first);
                    default -> merge(with, first);
                };
        if (cursor.at("returning")) {
            throw cursor.notSupported("RETURNING", cursor.peek());
        }
        return statement;
    }

    private Statement insert(SqlNodeList with, Token first) {
        cursor.expect("into");
        SqlIdentifier table = grammar.names().object("a table name");
        AtParser.refuse(cursor);
        if (cursor.at("as")) {
            throw cursor.notSupported("an alias of the table of INSERT", cursor.peek());
        }
        boolean list = cursor.atSymbol("(") && !isQueryBehindParenthesis();
        List<SqlIdentifier> columns = list ? grammar.names().columnList() : List.of();
        if (cursor.at("overriding")) {
            throw cursor.notSupported("OVERRIDING", cursor.peek());
        }
        SqlNode source = null;
        if (cursor.accept("default")) {
            cursor.expect("values");
        } else {
            source = source(with);
        }
        if (cursor.at("on", "conflict")) {
            throw cursor.notSupported("ON CONFLICT", cursor.peek()).hint("Use MERGE.");
        }
        return new DmlStatement.Insert(cursor.span(first), table, columns, source);
    }

    private boolean isQueryBehindParenthesis() {
        int ahead = 1;
        while (cursor.peek(ahead).isSymbol("(")) {
            ahead++;
        }
        Token token = cursor.peek(ahead);
        return token.is("select")
                || token.is("with")
                || (token.is("values") && cursor.peek(ahead + 1).isSymbol("("));
    }

    /** The query of an INSERT, under the WITH that stood before the INSERT. */
    private SqlNode source(SqlNodeList with) {
        SqlNode query = grammar.queries().query();
        if (with == null) {
            return query;
        }
        if (query instanceof SqlOrderBy ordered && !(ordered.query instanceof SqlWith)) {
            SqlNode inner = new SqlWith(with.getParserPosition(), with, ordered.query);
            return new SqlOrderBy(
                    ordered.getParserPosition(),
                    inner,
                    ordered.orderList,
                    ordered.offset,
                    ordered.fetch);
        }
        return new SqlWith(with.getParserPosition(), with, query);
    }

    private Statement update(SqlNodeList with, Token first) {
        cursor.accept("only");
        SqlIdentifier table = grammar.names().object("a table name");
        AtParser.refuse(cursor);
        SqlIdentifier alias = alias();
        cursor.expect("set");
        List<Assignment> assignments = assignments();
        SqlNode from = cursor.accept("from") ? grammar.from().fromClause() : null;
        SqlNode where = where();
        return new DmlStatement.Update(
                cursor.span(first), with, table, alias, assignments, from, where);
    }

    private SqlIdentifier alias() {
        if (cursor.accept("as")) {
            return grammar.names().simple("an alias");
        }
        Token token = cursor.peek();
        boolean bare =
                NameParser.isColumnName(token)
                        && (token.kind() != Token.Kind.WORD
                                || Keywords.isBareTableAlias(token.text()));
        return bare ? grammar.names().simple("an alias") : null;
    }

    private SqlNode where() {
        if (!cursor.accept("where")) {
            return null;
        }
        if (cursor.at("current", "of")) {
            throw cursor.notSupported("WHERE CURRENT OF", cursor.peek());
        }
        return grammar.expressions().expression();
    }

    /** column = value, ... and (columns) = (values). */
    private List<Assignment> assignments() {
        List<Assignment> list = new ArrayList<>();
        do {
            if (cursor.atSymbol("(")) {
                rowAssignment(list);
            } else {
                SqlIdentifier column = grammar.names().object("a column name");
                cursor.expectSymbol("=");
                list.add(new Assignment(column, grammar.queries().valueOrDefault()));
            }
        } while (cursor.acceptSymbol(","));
        return List.copyOf(list);
    }

    private void rowAssignment(List<Assignment> list) {
        List<SqlIdentifier> columns = grammar.names().columnList();
        cursor.expectSymbol("=");
        Token open = cursor.peek();
        cursor.accept("row");
        cursor.expectSymbol("(");
        if (grammar.queries().atQuery()) {
            throw cursor.notSupported("the assignment of a query to several columns", open);
        }
        int count = 0;
        do {
            SqlNode value = grammar.queries().valueOrDefault();
            if (count < columns.size()) {
                list.add(new Assignment(columns.get(count), value));
            }
            count++;
        } while (cursor.acceptSymbol(","));
        cursor.expectSymbol(")");
        if (count != columns.size()) {
            throw cursor.error(
                    ErrorCode.SYNTAX_ERROR,
                    "number of columns does not match number of values",
                    open);
        }
    }

    private Statement delete(SqlNodeList with, Token first) {
        cursor.accept("from");
        cursor.accept("only");
        SqlIdentifier table = grammar.names().object("a table name");
        AtParser.refuse(cursor);
        SqlIdentifier alias = alias();
        SqlNode using = cursor.accept("using") ? grammar.from().fromClause() : null;
        SqlNode where = where();
        return new DmlStatement.Delete(cursor.span(first), with, table, alias, using, where);
    }

    private Statement merge(SqlNodeList with, Token first) {
        cursor.expect("into");
        SqlIdentifier table = grammar.names().object("a table name");
        AtParser.refuse(cursor);
        SqlIdentifier alias = alias();
        cursor.expect("using");
        SqlNode source = grammar.from().table();
        cursor.expect("on");
        SqlNode condition = grammar.expressions().expression();
        List<MergeBranch> branches = new ArrayList<>();
        boolean removeDuplicates = cursor.accept("remove", "duplicates");
        if (!removeDuplicates) {
            do {
                branches.add(branch());
            } while (cursor.at("when"));
        }
        return new DmlStatement.Merge(
                cursor.span(first),
                with,
                table,
                alias,
                source,
                condition,
                List.copyOf(branches),
                removeDuplicates);
    }

    private MergeBranch branch() {
        cursor.expect("when");
        boolean matched = !cursor.accept("not");
        cursor.expect("matched");
        SqlNode condition = cursor.accept("and") ? grammar.expressions().expression() : null;
        cursor.expect("then");
        MergeAction action = matched ? matchedAction() : notMatchedAction();
        return new MergeBranch(matched, condition, action);
    }

    private MergeAction matchedAction() {
        switch (cursor.expectAny("update", "delete", "do")) {
            case "update" -> {
                cursor.expect("set");
                return new MergeAction.UpdateRow(assignments());
            }
            case "delete" -> {
                return new MergeAction.DeleteRow();
            }
            default -> {
                cursor.expect("nothing");
                return new MergeAction.Nothing();
            }
        }
    }

    private MergeAction notMatchedAction() {
        if (cursor.expectAny("insert", "do").equals("do")) {
            cursor.expect("nothing");
            return new MergeAction.Nothing();
        }
        List<SqlIdentifier> columns = grammar.names().optionalColumnList();
        cursor.expect("values");
        cursor.expectSymbol("(");
        List<SqlNode> values = new ArrayList<>();
        do {
            values.add(grammar.queries().valueOrDefault());
        } while (cursor.acceptSymbol(","));
        cursor.expectSymbol(")");
        return new MergeAction.InsertRow(columns, List.copyOf(values));
    }
}
