package io.colonnade.sql.parser;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

import java.util.ArrayList;
import java.util.List;

/** Parses window specifications, the WINDOW clause, and ORDER BY lists. */
final class WindowParser {
    private final Grammar grammar;
    private final TokenCursor cursor;

    WindowParser(Grammar grammar) {
        this.grammar = grammar;
        this.cursor = grammar.cursor();
    }

    /** ORDER BY item, ...; the word ORDER stands here. */
    SqlNodeList orderBy() {
        Token first = cursor.peek();
        cursor.expect("order", "by");
        List<SqlNode> items = new ArrayList<>();
        do {
            items.add(orderItem());
        } while (cursor.acceptSymbol(","));
        return new SqlNodeList(items, cursor.span(first));
    }

    private SqlNode orderItem() {
        Token first = cursor.peek();
        SqlNode item = grammar.expressions().expression();
        if (cursor.accept("desc")) {
            item = SqlStdOperatorTable.DESC.createCall(cursor.span(first), item);
        } else if (cursor.at("using")) {
            throw cursor.notSupported("ORDER BY ... USING", cursor.peek());
        } else {
            cursor.accept("asc");
        }
        if (cursor.accept("nulls", "first")) {
            return SqlStdOperatorTable.NULLS_FIRST.createCall(cursor.span(first), item);
        }
        if (cursor.accept("nulls", "last")) {
            return SqlStdOperatorTable.NULLS_LAST.createCall(cursor.span(first), item);
        }
        return item;
    }

    /** WINDOW name AS (specification), ...; or null when the clause is not there. */
    SqlNodeList windowClause() {
        if (!cursor.accept("window")) {
            return null;
        }
        Token first = cursor.previous();
        List<SqlNode> windows = new ArrayList<>();
        do {
            SqlIdentifier name = grammar.names().simple("a window name");
            cursor.expect("as");
            SqlWindow window = specification();
            window.setDeclName(name);
            windows.add(window);
        } while (cursor.acceptSymbol(","));
        return new SqlNodeList(windows, cursor.span(first));
    }

    /** ( [name] [PARTITION BY ...] [ORDER BY ...] [frame] ). */
    SqlWindow specification() {
        Token first = cursor.peek();
        cursor.expectSymbol("(");
        SqlIdentifier base =
                NameParser.isColumnName(cursor.peek())
                                && !cursor.atAny("partition", "range", "rows", "groups")
                        ? grammar.names().simple("a window name")
                        : null;
        SqlNodeList partition = SqlNodeList.EMPTY;
        if (cursor.accept("partition", "by")) {
            Token start = cursor.peek();
            List<SqlNode> items = grammar.expressions().expressions();
            partition = new SqlNodeList(items, cursor.span(start));
        }
        SqlNodeList order = cursor.at("order") ? orderBy() : SqlNodeList.EMPTY;
        Frame frame = frame();
        cursor.expectSymbol(")");
        return SqlWindow.create(
                null,
                base,
                partition,
                order,
                frame.isRows(),
                frame.lower(),
                frame.upper(),
                null,
                frame.exclusion(),
                cursor.span(first));
    }

    /** The frame of a window; bounds are null where not written. */
    private record Frame(SqlLiteral isRows, SqlNode lower, SqlNode upper, SqlLiteral exclusion) {}

    private Frame frame() {
        SqlParserPos position = cursor.position(cursor.peek());
        if (cursor.at("groups")) {
            throw cursor.notSupported("a GROUPS frame", cursor.peek());
        }
        String kind = cursor.acceptAny("rows", "range");
        if (kind == null) {
            return new Frame(
                    SqlLiteral.createBoolean(false, SqlParserPos.ZERO),
                    null,
                    null,
                    SqlWindow.createExcludeNoOthers(position));
        }
        SqlNode lower;
        SqlNode upper = null;
        if (cursor.accept("between")) {
            lower = bound();
            cursor.expect("and");
            upper = bound();
        } else {
            lower = bound();
        }
        return new Frame(
                SqlLiteral.createBoolean(kind.equals("rows"), position), lower, upper, exclusion());
    }

    private SqlNode bound() {
        Token first = cursor.peek();
        if (cursor.accept("current", "row")) {
            return SqlWindow.createCurrentRow(cursor.span(first));
        }
        if (cursor.at("unbounded")) {
            cursor.next();
            return cursor.expectAny("preceding", "following").equals("preceding")
                    ? SqlWindow.createUnboundedPreceding(cursor.span(first))
                    : SqlWindow.createUnboundedFollowing(cursor.span(first));
        }
        SqlNode distance = grammar.expressions().expression(ExpressionParser.OTHER);
        return cursor.expectAny("preceding", "following").equals("preceding")
                ? SqlWindow.createPreceding(distance, cursor.span(first))
                : SqlWindow.createFollowing(distance, cursor.span(first));
    }

    private SqlLiteral exclusion() {
        if (!cursor.accept("exclude")) {
            return SqlWindow.createExcludeNoOthers(SqlParserPos.ZERO);
        }
        SqlParserPos position = cursor.position(cursor.peek());
        switch (cursor.expectAny("current", "group", "ties", "no")) {
            case "current" -> {
                cursor.expect("row");
                return SqlWindow.createExcludeCurrentRow(position);
            }
            case "group" -> {
                return SqlWindow.createExcludeGroup(position);
            }
            case "ties" -> {
                return SqlWindow.createExcludeTies(position);
            }
            default -> {
                cursor.expect("others");
                return SqlWindow.createExcludeNoOthers(position);
            }
        }
    }
}
