package io.colonnade.sql.parser;

import io.colonnade.error.ErrorCode;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.parser.SqlParserPos;

import java.math.BigDecimal;
import java.util.Locale;

/** Parses what follows a query's body: ORDER BY, LIMIT, OFFSET, FETCH, and refuses row locks. */
final class LimitParser {
    private final Grammar grammar;
    private final TokenCursor cursor;

    LimitParser(Grammar grammar) {
        this.grammar = grammar;
        this.cursor = grammar.cursor();
    }

    /** The query under its ORDER BY and limits, or the query itself when it has none. */
    SqlNode tail(SqlNode query, SelectParser selects) {
        Token first = cursor.peek();
        SqlNodeList order = cursor.at("order") ? grammar.windows().orderBy() : null;
        SqlNode offset = null;
        SqlNode fetch = null;
        boolean more = true;
        boolean limited = false;
        while (more) {
            if (cursor.accept("limit")) {
                limited = true;
                fetch = limit();
            } else if (cursor.accept("offset")) {
                offset = count("OFFSET");
                cursor.acceptAny("row", "rows");
            } else if (cursor.accept("fetch")) {
                limited = true;
                fetch = fetch();
            } else {
                more = false;
            }
        }
        refuseLocking();
        SqlNode body = query;
        SqlOrderBy top = selects.takeTop(query);
        if (top != null) {
            if (limited) {
                throw cursor.error(
                        ErrorCode.SYNTAX_ERROR, "TOP and LIMIT cannot be used together", first);
            }
            body = top.query;
            fetch = top.fetch;
        }
        selects.orderDistinctOn(body, order);
        if (order == null && offset == null && fetch == null) {
            return body;
        }
        return new SqlOrderBy(
                body.getParserPosition(),
                body,
                order == null ? SqlNodeList.EMPTY : order,
                offset,
                fetch);
    }

    private SqlNode limit() {
        if (cursor.accept("all") || cursor.accept("null")) {
            return null;
        }
        return count("LIMIT");
    }

    private SqlNode fetch() {
        cursor.expectAny("first", "next");
        Token first = cursor.peek();
        SqlNode count =
                cursor.atAny("row", "rows")
                        ? SqlLiteral.createExactNumeric("1", cursor.position(first))
                        : count("FETCH");
        cursor.expectAny("row", "rows");
        if (cursor.at("with", "ties")) {
            throw cursor.notSupported("FETCH ... WITH TIES", cursor.peek());
        }
        cursor.expect("only");
        return count;
    }

    /** A number of rows: a constant or a parameter. */
    SqlNode count(String clause) {
        Token token = cursor.peek();
        SqlNode value = withoutCast(grammar.expressions().expression(ExpressionParser.OTHER));
        if (value instanceof SqlDynamicParam) {
            return value;
        }
        String text = Nodes.stringValue(value);
        if (text != null && text.strip().matches("\\d{1,18}")) {
            return SqlLiteral.createExactNumeric(text.strip(), value.getParserPosition());
        }
        if (isNegative(value)) {
            throw cursor.error(ErrorCode.INVALID_ARGUMENT, clause + " must not be negative", token);
        }
        if (value instanceof SqlNumericLiteral number) {
            return whole(number, token, clause);
        }
        throw cursor.notSupported("an expression in " + clause, token)
                .hint("Use a constant or a parameter.");
    }

    private static boolean isNegative(SqlNode value) {
        return value.getKind() == SqlKind.MINUS_PREFIX
                || (value instanceof SqlNumericLiteral number
                        && number.bigDecimalValue().signum() < 0);
    }

    private SqlNode whole(SqlNumericLiteral number, Token token, String clause) {
        BigDecimal value = number.bigDecimalValue();
        if (number.isInteger()) {
            return number;
        }
        if (value.stripTrailingZeros().scale() > 0) {
            throw cursor.error(
                    ErrorCode.INVALID_ARGUMENT, clause + " must be a whole number", token);
        }
        SqlParserPos position = number.getParserPosition();
        return SqlLiteral.createExactNumeric(value.toBigInteger().toString(), position);
    }

    private static SqlNode withoutCast(SqlNode node) {
        return node.getKind() == SqlKind.CAST ? withoutCast(((SqlCall) node).operand(0)) : node;
    }

    private void refuseLocking() {
        if (cursor.at("for") && cursor.peek(1).kind() == Token.Kind.WORD) {
            String strength = cursor.peek(1).text().toUpperCase(Locale.ROOT);
            throw cursor.notSupported("row locking by FOR " + strength, cursor.peek());
        }
    }
}
