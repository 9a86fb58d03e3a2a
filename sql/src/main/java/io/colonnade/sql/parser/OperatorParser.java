package io.colonnade.sql.parser;

import static io.colonnade.sql.parser.ExpressionParser.ADDITIVE;
import static io.colonnade.sql.parser.ExpressionParser.AT_ZONE;
import static io.colonnade.sql.parser.ExpressionParser.COLLATE;
import static io.colonnade.sql.parser.ExpressionParser.COMPARISON;
import static io.colonnade.sql.parser.ExpressionParser.IS;
import static io.colonnade.sql.parser.ExpressionParser.MULTIPLICATIVE;
import static io.colonnade.sql.parser.ExpressionParser.OTHER;
import static io.colonnade.sql.parser.ExpressionParser.POWER;
import static io.colonnade.sql.parser.ExpressionParser.RANGE;

import io.colonnade.error.ErrorCode;
import io.colonnade.sql.parser.Token.Kind;

import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Parses what stands behind an operand, except AND and OR: infix and postfix operators. */
final class OperatorParser {
    /** A binary operator: Calcite's operator, or the name of a function that stands for it. */
    private record Infix(int level, SqlOperator operator, String function) {
        static Infix of(int level, SqlOperator operator) {
            return new Infix(level, operator, null);
        }

        static Infix function(int level, String name) {
            return new Infix(level, null, name);
        }
    }

    private static final Map<String, SqlKind> COMPARISONS =
            Map.of(
                    "=", SqlKind.EQUALS,
                    "<>", SqlKind.NOT_EQUALS,
                    "!=", SqlKind.NOT_EQUALS,
                    "<", SqlKind.LESS_THAN,
                    "<=", SqlKind.LESS_THAN_OR_EQUAL,
                    ">", SqlKind.GREATER_THAN,
                    ">=", SqlKind.GREATER_THAN_OR_EQUAL);

    private static final Map<String, Infix> INFIX =
            Map.ofEntries(
                    Map.entry("=", Infix.of(COMPARISON, SqlStdOperatorTable.EQUALS)),
                    Map.entry("<>", Infix.of(COMPARISON, SqlStdOperatorTable.NOT_EQUALS)),
                    Map.entry("!=", Infix.of(COMPARISON, SqlStdOperatorTable.NOT_EQUALS)),
                    Map.entry("<", Infix.of(COMPARISON, SqlStdOperatorTable.LESS_THAN)),
                    Map.entry("<=", Infix.of(COMPARISON, SqlStdOperatorTable.LESS_THAN_OR_EQUAL)),
                    Map.entry(">", Infix.of(COMPARISON, SqlStdOperatorTable.GREATER_THAN)),
                    Map.entry(
                            ">=", Infix.of(COMPARISON, SqlStdOperatorTable.GREATER_THAN_OR_EQUAL)),
                    Map.entry("+", Infix.of(ADDITIVE, SqlStdOperatorTable.PLUS)),
                    Map.entry("-", Infix.of(ADDITIVE, SqlStdOperatorTable.MINUS)),
                    Map.entry("*", Infix.of(MULTIPLICATIVE, SqlStdOperatorTable.MULTIPLY)),
                    Map.entry("/", Infix.of(MULTIPLICATIVE, SqlStdOperatorTable.DIVIDE)),
                    Map.entry("%", Infix.of(MULTIPLICATIVE, SqlStdOperatorTable.PERCENT_REMAINDER)),
                    Map.entry("^", Infix.function(POWER, "power")),
                    Map.entry("||", Infix.of(OTHER, SqlStdOperatorTable.CONCAT)),
                    Map.entry("&", Infix.of(OTHER, SqlStdOperatorTable.BITAND_OPERATOR)),
                    Map.entry("|", Infix.function(OTHER, "bitor")),
                    Map.entry("#", Infix.function(OTHER, "bitxor")),
                    Map.entry("<<", Infix.of(OTHER, SqlStdOperatorTable.BIT_LEFT_SHIFT)),
                    Map.entry(">>", Infix.function(OTHER, "rightshift")),
                    Map.entry("~", Infix.of(OTHER, SqlStdOperatorTable.POSIX_REGEX_CASE_SENSITIVE)),
                    Map.entry(
                            "~*",
                            Infix.of(OTHER, SqlStdOperatorTable.POSIX_REGEX_CASE_INSENSITIVE)),
                    Map.entry(
                            "!~",
                            Infix.of(
                                    OTHER, SqlStdOperatorTable.NEGATED_POSIX_REGEX_CASE_SENSITIVE)),
                    Map.entry(
                            "!~*",
                            Infix.of(
                                    OTHER,
                                    SqlStdOperatorTable.NEGATED_POSIX_REGEX_CASE_INSENSITIVE)),
                    Map.entry("~~", Infix.of(OTHER, SqlStdOperatorTable.LIKE)),
                    Map.entry("!~~", Infix.of(OTHER, SqlStdOperatorTable.NOT_LIKE)),
                    Map.entry("~~*", Infix.of(OTHER, SqlLibraryOperators.ILIKE)),
                    Map.entry("!~~*", Infix.of(OTHER, SqlLibraryOperators.NOT_ILIKE)));

    private final Grammar grammar;
    private final TokenCursor cursor;
    private final ExpressionParser expressions;

    OperatorParser(Grammar grammar, ExpressionParser expressions) {
        this.grammar = grammar;
        this.cursor = grammar.cursor();
        this.expressions = expressions;
    }

    /** The operand with one operator of at least this level behind it, or null. */
    SqlNode continued(SqlNode left, int level) {
        Token token = cursor.peek();
        return switch (token.kind()) {
            case SYMBOL -> symbol(left, token, level);
            case WORD -> word(left, token, level);
            default -> null;
        };
    }

    private SqlNode symbol(SqlNode left, Token token, int level) {
        Infix infix = INFIX.get(token.text());
        if (infix == null) {
            return isOperator(token) ? unknown(token) : null;
        }
        if (infix.level() < level) {
            return null;
        }
        cursor.next();
        return infix(left, infix, token);
    }

    private static boolean isOperator(Token token) {
        return "+-*/<>=~!@#%^&|`?".indexOf(token.text().charAt(0)) >= 0
                && !token.text().equals("=>");
    }

    private SqlNode unknown(Token token) {
        throw cursor.error(
                ErrorCode.UNDEFINED_FUNCTION, "operator does not exist: " + token.text(), token);
    }

    private SqlNode infix(SqlNode left, Infix infix, Token token) {
        SqlKind comparison = COMPARISONS.get(token.text());
        if (comparison != null
                && cursor.atAny("any", "some", "all")
                && cursor.peek(1).isSymbol("(")) {
            return quantified(left, comparison);
        }
        SqlNode right = expressions.expression(infix.level() + 1);
        if (infix.level() == COMPARISON
                && cursor.peek().kind() == Kind.SYMBOL
                && COMPARISONS.containsKey(cursor.peek().text())) {
            throw cursor.syntaxError();
        }
        return infix.operator() == null
                ? Nodes.function(
                        infix.function(),
                        left.getParserPosition().plus(right.getParserPosition()),
                        List.of(left, right))
                : Nodes.binary(infix.operator(), left, right);
    }

    private SqlNode quantified(SqlNode left, SqlKind comparison) {
        boolean all = cursor.next().is("all");
        SqlOperator operator =
                all ? SqlStdOperatorTable.all(comparison) : SqlStdOperatorTable.some(comparison);
        return Nodes.binary(operator, left, queryOrList());
    }

    /** ( query ) as the query itself, ( expressions ) as a list. */
    private SqlNode queryOrList() {
        Token open = cursor.peek();
        cursor.expectSymbol("(");
        if (grammar.queries().atQuery()) {
            SqlNode query = grammar.queries().query();
            cursor.expectSymbol(")");
            return query;
        }
        List<SqlNode> items = expressions.expressions();
        cursor.expectSymbol(")");
        return items.size() == 1 && Nodes.isQuery(items.getFirst())
                ? items.getFirst()
                : new SqlNodeList(items, cursor.span(open));
    }

    private SqlNode word(SqlNode left, Token token, int level) {
        return switch (token.text()) {
            case "is" -> level <= IS ? is(left) : null;
            case "isnull" -> level <= IS ? postfix(left, SqlStdOperatorTable.IS_NULL) : null;
            case "notnull" -> level <= IS ? postfix(left, SqlStdOperatorTable.IS_NOT_NULL) : null;
            case "not" -> level <= RANGE && atNegatable(1) ? range(left, true) : null;
            case "in", "between", "like", "ilike", "similar" ->
                    level <= RANGE && atNegatable(0) ? range(left, false) : null;
            case "overlaps" -> level <= RANGE ? overlaps(left) : null;
            case "operator" -> level <= OTHER ? qualifiedOperator(left) : null;
            case "at" -> level <= AT_ZONE && cursor.at("at", "time") ? atTimeZone(left) : null;
            case "collate" -> level <= COLLATE ? collate(left) : null;
            default -> null;
        };
    }

    private SqlNode postfix(SqlNode operand, SqlOperator operator) {
        SqlParserPos end = cursor.position(cursor.next());
        return operator.createCall(operand.getParserPosition().plus(end), operand);
    }

    private SqlNode is(SqlNode left) {
        cursor.next();
        boolean not = cursor.accept("not");
        if (cursor.accept("distinct")) {
            cursor.expect("from");
            return Nodes.binary(
                    not
                            ? SqlStdOperatorTable.IS_NOT_DISTINCT_FROM
                            : SqlStdOperatorTable.IS_DISTINCT_FROM,
                    left,
                    expressions.expression(IS + 1));
        }
        String what = cursor.expectAny("null", "true", "false", "unknown");
        SqlOperator operator =
                switch (what) {
                    case "null" ->
                            not ? SqlStdOperatorTable.IS_NOT_NULL : SqlStdOperatorTable.IS_NULL;
                    case "true" ->
                            not ? SqlStdOperatorTable.IS_NOT_TRUE : SqlStdOperatorTable.IS_TRUE;
                    case "false" ->
                            not ? SqlStdOperatorTable.IS_NOT_FALSE : SqlStdOperatorTable.IS_FALSE;
                    default ->
                            not
                                    ? SqlStdOperatorTable.IS_NOT_UNKNOWN
                                    : SqlStdOperatorTable.IS_UNKNOWN;
                };
        SqlParserPos end = cursor.position(cursor.previous());
        return operator.createCall(left.getParserPosition().plus(end), left);
    }

    private boolean atNegatable(int ahead) {
        Token token = cursor.peek(ahead);
        return token.is("in")
                || token.is("between")
                || token.is("like")
                || token.is("ilike")
                || (token.is("similar") && cursor.peek(ahead + 1).is("to"));
    }

    private SqlNode range(SqlNode left, boolean not) {
        if (not) {
            cursor.next();
        }
        return switch (cursor.next().text()) {
            case "in" ->
                    Nodes.binary(
                            not ? SqlStdOperatorTable.NOT_IN : SqlStdOperatorTable.IN,
                            left,
                            queryOrList());
            case "between" -> between(left, not);
            case "like" ->
                    like(left, not ? SqlStdOperatorTable.NOT_LIKE : SqlStdOperatorTable.LIKE);
            case "ilike" ->
                    like(left, not ? SqlLibraryOperators.NOT_ILIKE : SqlLibraryOperators.ILIKE);
            default -> {
                cursor.expect("to");
                yield like(
                        left,
                        not ? SqlStdOperatorTable.NOT_SIMILAR_TO : SqlStdOperatorTable.SIMILAR_TO);
            }
        };
    }

    private SqlNode between(SqlNode left, boolean not) {
        boolean symmetric = cursor.accept("symmetric");
        if (!symmetric) {
            cursor.accept("asymmetric");
        }
        SqlNode low = expressions.expression(OTHER);
        cursor.expect("and");
        SqlNode high = expressions.expression(OTHER);
        SqlOperator plain = not ? SqlStdOperatorTable.NOT_BETWEEN : SqlStdOperatorTable.BETWEEN;
        SqlOperator either =
                not
                        ? SqlStdOperatorTable.SYMMETRIC_NOT_BETWEEN
                        : SqlStdOperatorTable.SYMMETRIC_BETWEEN;
        return (symmetric ? either : plain)
                .createCall(SqlParserPos.sum(new SqlNode[] {left, low, high}), left, low, high);
    }

    private SqlNode like(SqlNode left, SqlOperator operator) {
        if (cursor.atAny("any", "some", "all")) {
            throw cursor.notSupported(operator.getName() + " with ANY or ALL", cursor.peek());
        }
        SqlNode pattern = expressions.expression(OTHER);
        if (!cursor.accept("escape")) {
            return Nodes.binary(operator, left, pattern);
        }
        SqlNode escape = expressions.expression(OTHER);
        return operator.createCall(
                SqlParserPos.sum(new SqlNode[] {left, pattern, escape}), left, pattern, escape);
    }

    private SqlNode overlaps(SqlNode left) {
        cursor.next();
        return Nodes.binary(SqlStdOperatorTable.OVERLAPS, left, expressions.expression(OTHER));
    }

    /** OPERATOR(schema.op), which has the level of "other operators" whatever it is. */
    private SqlNode qualifiedOperator(SqlNode left) {
        cursor.next();
        cursor.expectSymbol("(");
        while (NameParser.isLabel(cursor.peek())) {
            cursor.next();
            cursor.expectSymbol(".");
        }
        Token token = cursor.peek();
        Infix infix = token.kind() == Kind.SYMBOL ? INFIX.get(token.text()) : null;
        if (infix == null) {
            throw token.kind() == Kind.SYMBOL && isOperator(token)
                    ? cursor.error(
                            ErrorCode.UNDEFINED_FUNCTION,
                            "operator does not exist: " + token.text(),
                            token)
                    : cursor.expected("an operator");
        }
        cursor.next();
        cursor.expectSymbol(")");
        return infix(left, new Infix(OTHER, infix.operator(), infix.function()), token);
    }

    private SqlNode atTimeZone(SqlNode left) {
        cursor.skip(2);
        cursor.expect("zone");
        SqlNode zone = expressions.expression(AT_ZONE + 1);
        return Nodes.function(
                "timezone",
                left.getParserPosition().plus(zone.getParserPosition()),
                List.of(zone, left));
    }

    /** Collations that compare bytes are what we do anyway; the others are not there yet. */
    private SqlNode collate(SqlNode left) {
        cursor.next();
        Token token = cursor.peek();
        String name = grammar.names().object("a collation").names.getLast();
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "c", "posix", "default", "ucs_basic", "case_sensitive", "cs" -> left;
            default -> throw cursor.notSupported("collation \"" + name + "\"", token);
        };
    }
}
