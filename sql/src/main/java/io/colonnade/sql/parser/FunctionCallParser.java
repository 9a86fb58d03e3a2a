package io.colonnade.sql.parser;

import io.colonnade.sql.parser.Token.Kind;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSelectKeyword;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Parses calls of functions with the clauses around aggregates and windows. Names in pg_catalog
 * lose their schema. The calls with words among their arguments are {@link SpecialCallParser}'s.
 */
final class FunctionCallParser {
    /** Aggregates whose inner ORDER BY Calcite wants as the last operand. */
    private static final Set<String> ORDERED_BY_OPERAND = Set.of("array_agg", "string_agg");

    private final Grammar grammar;
    private final TokenCursor cursor;
    private final ExpressionParser expressions;
    private final SpecialCallParser special;

    FunctionCallParser(Grammar grammar, ExpressionParser expressions) {
        this.grammar = grammar;
        this.cursor = grammar.cursor();
        this.expressions = expressions;
        this.special = new SpecialCallParser(grammar, expressions);
    }

    /** Does a call begin here that is not of the form name(arguments)? */
    boolean atSpecialCall() {
        return special.at() || atApproximate();
    }

    /** The call for which {@link #atSpecialCall} holds. */
    SqlNode specialCall() {
        return atApproximate() ? approximate() : special.call();
    }

    private boolean atApproximate() {
        return cursor.at("approximate")
                && cursor.peek(1).kind() == Kind.WORD
                && cursor.peek(2).isSymbol("(");
    }

    /** APPROXIMATE COUNT(DISTINCT x) and APPROXIMATE PERCENTILE_DISC, which we compute exactly. */
    private SqlNode approximate() {
        Token first = cursor.next();
        Token name = cursor.next();
        if (name.is("count") && cursor.peek(1).is("distinct")) {
            cursor.skip(2);
            SqlNode argument = expressions.expression();
            cursor.expectSymbol(")");
            SqlCall call =
                    Nodes.function("approx_count_distinct", cursor.span(first), List.of(argument));
            return suffixed(call, first);
        }
        if (name.is("percentile_disc")) {
            return call(grammar.names().identifier(name), first);
        }
        throw cursor.notSupported("APPROXIMATE " + name.text(), first);
    }

    /** The call of the function whose name was just read; an opening parenthesis stands here. */
    SqlNode call(SqlIdentifier written, Token first) {
        SqlIdentifier name = withoutCatalog(written);
        cursor.expectSymbol("(");
        List<SqlNode> arguments = new ArrayList<>();
        SqlLiteral quantifier = null;
        SqlOperator nulls = null;
        SqlNodeList order = null;
        if (cursor.atSymbol("*") && cursor.peek(1).isSymbol(")")) {
            arguments.add(SqlIdentifier.star(cursor.position(cursor.next())));
        } else if (!cursor.atSymbol(")")) {
            quantifier = quantifier();
            arguments(arguments);
            nulls = nullTreatment();
            order = cursor.at("order") ? grammar.windows().orderBy() : null;
        }
        cursor.expectSymbol(")");
        String simple = name.isSimple() ? name.getSimple() : "";
        if (order != null && ORDERED_BY_OPERAND.contains(simple)) {
            arguments.add(order);
        }
        SqlParserPos position = cursor.span(first);
        SqlCall call =
                Nodes.function(
                        name,
                        position,
                        SqlFunctionCategory.USER_DEFINED_FUNCTION,
                        quantifier,
                        arguments);
        if (nulls != null) {
            call = nulls.createCall(position, call);
        }
        if (order != null && !ORDERED_BY_OPERAND.contains(simple)) {
            call = SqlStdOperatorTable.WITHIN_GROUP.createCall(position, call, order);
        }
        return suffixed(call, first);
    }

    private static SqlIdentifier withoutCatalog(SqlIdentifier name) {
        return name.names.size() == 2 && name.names.getFirst().equals("pg_catalog")
                ? name.getComponent(1)
                : name;
    }

    private SqlLiteral quantifier() {
        Token token = cursor.peek();
        if (cursor.accept("distinct")) {
            return SqlSelectKeyword.DISTINCT.symbol(cursor.position(token));
        }
        return cursor.accept("all") ? SqlSelectKeyword.ALL.symbol(cursor.position(token)) : null;
    }

    private void arguments(List<SqlNode> list) {
        do {
            Token token = cursor.peek();
            if (token.is("variadic")) {
                throw cursor.notSupported("VARIADIC", token);
            }
            boolean named =
                    NameParser.isLabel(token)
                            && (cursor.peek(1).isSymbol("=>") || cursor.peek(1).isSymbol(":="));
            if (named) {
                SqlIdentifier name = grammar.names().label();
                cursor.next();
                SqlNode value = expressions.expression();
                list.add(
                        SqlStdOperatorTable.ARGUMENT_ASSIGNMENT.createCall(
                                cursor.span(token), value, name));
            } else {
                list.add(expressions.expression());
            }
        } while (cursor.acceptSymbol(","));
    }

    private SqlOperator nullTreatment() {
        if (cursor.at("ignore", "nulls")) {
            cursor.skip(2);
            return SqlStdOperatorTable.IGNORE_NULLS;
        }
        if (cursor.at("respect", "nulls")) {
            cursor.skip(2);
            return SqlStdOperatorTable.RESPECT_NULLS;
        }
        return null;
    }

    /** The call with its WITHIN GROUP, FILTER, null treatment and OVER. */
    SqlNode suffixed(SqlCall inner, Token first) {
        SqlCall call = withNulls(inner, first);
        if (cursor.at("within", "group")) {
            cursor.skip(2);
            cursor.expectSymbol("(");
            SqlNodeList order = grammar.windows().orderBy();
            cursor.expectSymbol(")");
            call = SqlStdOperatorTable.WITHIN_GROUP.createCall(cursor.span(first), call, order);
        }
        if (cursor.at("filter") && cursor.peek(1).isSymbol("(")) {
            cursor.skip(2);
            cursor.expect("where");
            SqlNode condition = expressions.expression();
            cursor.expectSymbol(")");
            call = SqlStdOperatorTable.FILTER.createCall(cursor.span(first), call, condition);
        }
        call = withNulls(call, first);
        if (!cursor.at("over")) {
            return call;
        }
        cursor.next();
        SqlNode window =
                cursor.atSymbol("(")
                        ? grammar.windows().specification()
                        : grammar.names().simple("a window");
        return SqlStdOperatorTable.OVER.createCall(cursor.span(first), call, window);
    }

    private SqlCall withNulls(SqlCall call, Token first) {
        SqlOperator nulls = nullTreatment();
        return nulls == null ? call : nulls.createCall(cursor.span(first), call);
    }
}
