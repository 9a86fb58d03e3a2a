package io.colonnade.sql.parser;

import io.colonnade.sql.parser.Token.Kind;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

import java.util.ArrayList;
import java.util.List;

/**
 * Parses operands: constants, names, calls, parentheses, CASE, and the casts and subscripts behind.
 */
final class PrimaryParser {
    private final Grammar grammar;
    private final TokenCursor cursor;
    private final ExpressionParser expressions;
    private final FunctionCallParser functions;

    PrimaryParser(Grammar grammar, ExpressionParser expressions) {
        this.grammar = grammar;
        this.cursor = grammar.cursor();
        this.expressions = expressions;
        this.functions = new FunctionCallParser(grammar, expressions);
    }

    /** An operand, which must stand here. */
    SqlNode primary() {
        Token first = cursor.peek();
        SqlNode node = atom();
        while (cursor.peek().kind() == Kind.SYMBOL) {
            if (cursor.atSymbol("::")) {
                cursor.next();
                node = grammar.intervals().cast(node, grammar.types().type(), first);
            } else if (cursor.atSymbol("[")) {
                node = subscript(node, first);
            } else if (cursor.atSymbol(".")) {
                node = field(node, first);
            } else {
                break;
            }
        }
        return node;
    }

    private SqlNode atom() {
        SqlNode constant = grammar.literals().constant();
        if (constant != null) {
            return constant;
        }
        if (cursor.atSymbol("(")) {
            return parenthesized();
        }
        Token token = cursor.peek();
        if (token.kind() == Kind.QUOTED_IDENTIFIER) {
            return nameOrCall();
        }
        if (token.kind() != Kind.WORD) {
            throw cursor.expected("an expression");
        }
        return word(token);
    }

    private SqlNode word(Token token) {
        SqlParserPos position = cursor.position(token);
        boolean call = cursor.peek(1).isSymbol("(");
        switch (token.text()) {
            case "null" -> {
                cursor.next();
                return SqlLiteral.createNull(position);
            }
            case "true", "false" -> {
                cursor.next();
                return SqlLiteral.createBoolean(token.is("true"), position);
            }
            case "case" -> {
                return caseExpression();
            }
            case "array" -> {
                return array();
            }
            case "exists", "row" -> {
                if (call) {
                    return token.is("row") ? row() : exists();
                }
            }
            default -> {}
        }
        if (Keywords.CONTEXT_VALUES.contains(token.text()) && !call) {
            cursor.next();
            return new SqlIdentifier(token.text(), position);
        }
        if (grammar.literals().atInterval()) {
            return grammar.intervals().interval();
        }
        if (grammar.types().atTypedString()) {
            return grammar.literals().typedString();
        }
        if (functions.atSpecialCall()) {
            return functions.specialCall();
        }
        return nameOrCall();
    }

    /** A column, qualified or not, {@code t.*}, or a call of a function. */
    private SqlNode nameOrCall() {
        Token first = cursor.peek();
        if (!isName(first)) {
            throw cursor.expected("an expression");
        }
        List<String> names = new ArrayList<>();
        List<SqlParserPos> parts = new ArrayList<>();
        boolean star = false;
        do {
            Token token = cursor.next();
            star = token.isSymbol("*");
            names.add(token.text());
            parts.add(grammar.names().namePosition(token));
        } while (!star && acceptDot());
        if (star) {
            names.set(names.size() - 1, "");
            return SqlIdentifier.star(names, cursor.span(first), parts);
        }
        SqlIdentifier name = grammar.names().compound(names, parts, first);
        if (cursor.atSymbol("(") && cursor.peek(1).isSymbol("+") && cursor.peek(2).isSymbol(")")) {
            throw cursor.notSupported("the outer join by (+)", cursor.peek())
                    .hint("Write LEFT JOIN or RIGHT JOIN.");
        }
        return cursor.atSymbol("(") ? functions.call(name, first) : name;
    }

    private boolean isName(Token token) {
        return NameParser.isColumnName(token)
                || (token.kind() == Kind.WORD
                        && cursor.peek(1).isSymbol("(")
                        && (Keywords.isFunctionName(token.text())
                                || Keywords.CONTEXT_VALUES.contains(token.text())));
    }

    /** Takes a dot and makes sure that a name or a star follows. */
    private boolean acceptDot() {
        if (!cursor.atSymbol(".")) {
            return false;
        }
        cursor.next();
        if (!NameParser.isLabel(cursor.peek()) && !cursor.atSymbol("*")) {
            throw cursor.expected("a name");
        }
        return true;
    }

    private SqlNode parenthesized() {
        Token open = cursor.next();
        QueryParser queries = grammar.queries();
        if (queries.atQuery()) {
            SqlNode query = queries.query();
            cursor.expectSymbol(")");
            return query;
        }
        SqlNode first = expressions.expression();
        if (Nodes.isQuery(first) && queries.atQueryTail()) {
            SqlNode query = queries.continued(first);
            cursor.expectSymbol(")");
            return query;
        }
        List<SqlNode> items = new ArrayList<>();
        items.add(first);
        while (cursor.acceptSymbol(",")) {
            items.add(expressions.expression());
        }
        cursor.expectSymbol(")");
        if (items.size() == 1) {
            return first;
        }
        return SqlStdOperatorTable.ROW.createCall(cursor.span(open), items);
    }

    private SqlNode row() {
        Token first = cursor.next();
        cursor.expectSymbol("(");
        List<SqlNode> items = cursor.atSymbol(")") ? new ArrayList<>() : expressions.expressions();
        cursor.expectSymbol(")");
        return SqlStdOperatorTable.ROW.createCall(cursor.span(first), items);
    }

    private SqlNode exists() {
        Token first = cursor.next();
        SqlNode query = grammar.queries().parenthesizedQuery();
        return SqlStdOperatorTable.EXISTS.createCall(cursor.span(first), query);
    }

    private SqlNode array() {
        Token first = cursor.next();
        if (cursor.atSymbol("(")) {
            if (cursor.peek(1).isSymbol(")")) {
                cursor.skip(2);
                return SqlStdOperatorTable.ARRAY_VALUE_CONSTRUCTOR.createCall(cursor.span(first));
            }
            if (isQueryBehindParentheses()) {
                SqlNode query = grammar.queries().parenthesizedQuery();
                return SqlStdOperatorTable.ARRAY_QUERY.createCall(cursor.span(first), query);
            }
            cursor.next();
            List<SqlNode> items = expressions.expressions();
            cursor.expectSymbol(")");
            return SqlStdOperatorTable.ARRAY_VALUE_CONSTRUCTOR.createCall(
                    cursor.span(first), items);
        }
        return arrayItems(first);
    }

    private boolean isQueryBehindParentheses() {
        int ahead = 0;
        while (cursor.peek(ahead).isSymbol("(")) {
            ahead++;
        }
        Token token = cursor.peek(ahead);
        return token.is("select") || token.is("with") || token.is("values");
    }

    /** [ item, ... ], where an item may again be a bracketed list. */
    private SqlNode arrayItems(Token first) {
        cursor.expectSymbol("[");
        List<SqlNode> items = new ArrayList<>();
        if (!cursor.atSymbol("]")) {
            do {
                items.add(
                        cursor.atSymbol("[")
                                ? arrayItems(cursor.peek())
                                : expressions.expression());
            } while (cursor.acceptSymbol(","));
        }
        cursor.expectSymbol("]");
        return SqlStdOperatorTable.ARRAY_VALUE_CONSTRUCTOR.createCall(cursor.span(first), items);
    }

    private SqlNode subscript(SqlNode array, Token first) {
        Token open = cursor.next();
        if (cursor.atSymbol(":")) {
            throw cursor.notSupported("an array slice", open);
        }
        SqlNode index = expressions.expression();
        if (cursor.atSymbol(":")) {
            throw cursor.notSupported("an array slice", open);
        }
        cursor.expectSymbol("]");
        return SqlStdOperatorTable.ITEM.createCall(cursor.span(first), array, index);
    }

    private SqlNode field(SqlNode record, Token first) {
        Token dot = cursor.next();
        if (cursor.atSymbol("*")) {
            throw cursor.notSupported("the expansion of a composite value", dot);
        }
        SqlIdentifier name = grammar.names().label();
        return SqlStdOperatorTable.DOT.createCall(cursor.span(first), record, name);
    }

    private SqlNode caseExpression() {
        Token first = cursor.next();
        SqlNode value = cursor.at("when") ? null : expressions.expression();
        SqlNodeList whens = new SqlNodeList(cursor.position(first));
        SqlNodeList thens = new SqlNodeList(cursor.position(first));
        cursor.expect("when");
        do {
            whens.add(expressions.expression());
            cursor.expect("then");
            thens.add(expressions.expression());
        } while (cursor.accept("when"));
        SqlNode otherwise = cursor.accept("else") ? expressions.expression() : null;
        cursor.expect("end");
        return SqlCase.createSwitched(cursor.span(first), value, whens, thens, otherwise);
    }
}
