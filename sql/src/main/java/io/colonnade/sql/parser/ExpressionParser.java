package io.colonnade.sql.parser;

import io.colonnade.sql.parser.Token.Kind;

import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

import java.util.ArrayList;
import java.util.List;

/**
 * Parses expressions by operator precedence (Pratt). The levels are PostgreSQL's; a higher level
 * binds tighter:
 *
 * <pre>
 * OR &lt; AND &lt; NOT &lt; IS &lt; comparison &lt; BETWEEN IN LIKE &lt; other operators
 *    &lt; + - &lt; * / % &lt; ^ &lt; AT TIME ZONE &lt; COLLATE &lt; unary minus &lt; [] &lt; ::
 * </pre>
 */
final class ExpressionParser {
    static final int OR = 1;
    static final int AND = 2;
    static final int NOT = 3;
    static final int IS = 4;
    static final int COMPARISON = 5;
    static final int RANGE = 6;
    static final int OTHER = 7;
    static final int ADDITIVE = 8;
    static final int MULTIPLICATIVE = 9;
    static final int POWER = 10;
    static final int AT_ZONE = 11;
    static final int COLLATE = 12;
    static final int UNARY = 13;

    /** Longer chains of AND and OR become balanced trees, so that nothing recurses as deep. */
    private static final int CHAIN_LIMIT = 64;

    private final TokenCursor cursor;
    private final OperatorParser operators;
    private final PrimaryParser primaries;

    ExpressionParser(Grammar grammar) {
        this.cursor = grammar.cursor();
        this.primaries = new PrimaryParser(grammar, this);
        this.operators = new OperatorParser(grammar, this);
    }

    /** An expression, which must stand here. */
    SqlNode expression() {
        cursor.enter();
        SqlNode node = expression(OR);
        cursor.leave();
        return node;
    }

    /** One or more expressions with commas. */
    List<SqlNode> expressions() {
        List<SqlNode> list = new ArrayList<>();
        do {
            list.add(expression());
        } while (cursor.acceptSymbol(","));
        return list;
    }

    /** An expression of operators at least this tight. */
    SqlNode expression(int level) {
        SqlNode left = prefixed();
        while (true) {
            SqlNode more = continued(left, level);
            if (more == null) {
                return left;
            }
            left = more;
        }
    }

    /** The expression with one more operator behind it, or null when none of this level follows. */
    private SqlNode continued(SqlNode left, int level) {
        Token token = cursor.peek();
        if (token.kind() == Kind.WORD) {
            if (level <= OR && token.is("or")) {
                return chain(left, "or", SqlStdOperatorTable.OR, AND);
            }
            if (level <= AND && token.is("and")) {
                return chain(left, "and", SqlStdOperatorTable.AND, NOT);
            }
        }
        return operators.continued(left, level);
    }

    private SqlNode chain(SqlNode first, String word, SqlBinaryOperator operator, int level) {
        List<SqlNode> operands = new ArrayList<>();
        operands.add(first);
        while (cursor.accept(word)) {
            operands.add(expression(level));
        }
        return operands.size() > CHAIN_LIMIT
                ? balanced(operands, operator)
                : leftDeep(operands, operator);
    }

    private static SqlNode leftDeep(List<SqlNode> operands, SqlOperator operator) {
        SqlNode node = operands.getFirst();
        for (SqlNode operand : operands.subList(1, operands.size())) {
            node = Nodes.binary(operator, node, operand);
        }
        return node;
    }

    private static SqlNode balanced(List<SqlNode> operands, SqlOperator operator) {
        if (operands.size() == 1) {
            return operands.getFirst();
        }
        int middle = operands.size() / 2;
        return Nodes.binary(
                operator,
                balanced(operands.subList(0, middle), operator),
                balanced(operands.subList(middle, operands.size()), operator));
    }

    /** A primary behind any number of prefix operators. */
    private SqlNode prefixed() {
        Token token = cursor.peek();
        if (token.is("not")) {
            return prefix(SqlStdOperatorTable.NOT, NOT);
        }
        if (token.kind() != Kind.SYMBOL) {
            return primaries.primary();
        }
        return switch (token.text()) {
            case "-" -> sign(SqlStdOperatorTable.UNARY_MINUS);
            case "+" -> sign(SqlStdOperatorTable.UNARY_PLUS);
            case "|/" -> prefixFunction("sqrt");
            case "||/" -> prefixFunction("cbrt");
            case "@" -> prefixFunction("abs");
            case "~" -> prefixFunction("bitnot");
            default -> primaries.primary();
        };
    }

    private SqlNode prefix(SqlOperator operator, int level) {
        SqlParserPos position = cursor.position(cursor.next());
        cursor.enter();
        SqlNode operand = expression(level);
        cursor.leave();
        return operator.createCall(position.plus(operand.getParserPosition()), operand);
    }

    /** A sign; that of a number becomes part of it. */
    private SqlNode sign(SqlOperator operator) {
        SqlNode call = prefix(operator, UNARY);
        if (!(((SqlCall) call).operand(0) instanceof SqlNumericLiteral number)) {
            return call;
        }
        return operator == SqlStdOperatorTable.UNARY_PLUS
                ? number
                : SqlLiteral.createNegative(number, call.getParserPosition());
    }

    private SqlNode prefixFunction(String name) {
        Token token = cursor.next();
        cursor.enter();
        SqlNode operand = expression(OTHER);
        cursor.leave();
        return Nodes.function(name, cursor.span(token), List.of(operand));
    }
}
