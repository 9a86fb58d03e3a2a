package io.colonnade.sql.parser;

import io.colonnade.sql.parser.Token.Kind;

import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.util.Util;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Parses FROM: tables, joins, derived tables, functions. A comma binds looser than JOIN. */
final class FromParser {
    /** Functions of one column, which PostgreSQL names like the table. */
    private static final Set<String> SINGLE_COLUMN =
            Set.of("generate_series", "generate_subscripts");

    private final Grammar grammar;
    private final TokenCursor cursor;

    FromParser(Grammar grammar) {
        this.grammar = grammar;
        this.cursor = grammar.cursor();
    }

    /** What stands behind FROM or USING. */
    SqlNode fromClause() {
        SqlNode left = joined(table());
        while (cursor.acceptSymbol(",")) {
            SqlParserPos position = cursor.position(cursor.previous());
            SqlNode right = joined(table());
            left =
                    new SqlJoin(
                            position,
                            left,
                            SqlLiteral.createBoolean(false, position),
                            JoinType.COMMA.symbol(position),
                            right,
                            JoinConditionType.NONE.symbol(SqlParserPos.ZERO),
                            null);
        }
        return left;
    }

    /** The table with all joins that follow. */
    private SqlNode joined(SqlNode first) {
        SqlNode left = first;
        while (atJoin()) {
            left = join(left);
        }
        return left;
    }

    private boolean atJoin() {
        if (cursor.accept("join")) {
            cursor.reset(cursor.mark() - 1);
            return true;
        }
        return cursor.atAny("inner", "left", "right", "full", "cross", "natural");
    }

    private SqlNode join(SqlNode left) {
        SqlParserPos position = cursor.position(cursor.peek());
        boolean natural = cursor.accept("natural");
        JoinType type = joinType();
        cursor.expect("join");
        SqlNode right = table();
        SqlLiteral naturalLiteral = SqlLiteral.createBoolean(natural, position);
        SqlLiteral typeLiteral = type.symbol(position);
        if (natural || type == JoinType.CROSS) {
            SqlLiteral none = JoinConditionType.NONE.symbol(position);
            return new SqlJoin(position, left, naturalLiteral, typeLiteral, right, none, null);
        }
        while (atJoin()) {
            right = join(right);
        }
        SqlParserPos conditionPosition = cursor.position(cursor.peek());
        SqlLiteral conditionType;
        SqlNode condition;
        if (cursor.accept("on")) {
            conditionType = JoinConditionType.ON.symbol(conditionPosition);
            condition = grammar.expressions().expression();
        } else {
            cursor.expect("using");
            conditionType = JoinConditionType.USING.symbol(conditionPosition);
            Token open = cursor.peek();
            condition = new SqlNodeList(grammar.names().columnList(), cursor.span(open));
        }
        return new SqlJoin(
                position, left, naturalLiteral, typeLiteral, right, conditionType, condition);
    }

    private JoinType joinType() {
        String word = cursor.acceptAny("inner", "left", "right", "full", "cross");
        if (word == null || word.equals("inner")) {
            return JoinType.INNER;
        }
        if (word.equals("cross")) {
            return JoinType.CROSS;
        }
        cursor.accept("outer");
        return switch (word) {
            case "left" -> JoinType.LEFT;
            case "right" -> JoinType.RIGHT;
            default -> JoinType.FULL;
        };
    }

    /** One table with its alias. */
    SqlNode table() {
        Token first = cursor.peek();
        boolean lateral = cursor.accept("lateral");
        if (cursor.atSymbol("(")) {
            SqlNode inner = parenthesized();
            if (lateral) {
                inner = SqlStdOperatorTable.LATERAL.createCall(cursor.span(first), inner);
            }
            return aliased(inner, first);
        }
        if (cursor.at("unnest") && cursor.peek(1).isSymbol("(")) {
            return unnest(first);
        }
        if (cursor.at("rows", "from")) {
            throw cursor.notSupported("ROWS FROM", first);
        }
        if (cursor.at("values")) {
            throw cursor.expected("a table name").hint("Put VALUES into parentheses.");
        }
        cursor.accept("only");
        SqlIdentifier name = grammar.names().object("a table name");
        if (cursor.atSymbol("(")) {
            return function(name, lateral, first);
        }
        if (cursor.atSymbol("*")) {
            cursor.next();
        }
        refuseSuffixes();
        return AtParser.isHere(cursor) ? past(name, first) : aliased(name, first);
    }

    /** A table of the past has an alias in any case: its own name. */
    private SqlNode past(SqlIdentifier name, Token first) {
        SqlNode table = AtParser.clause(cursor).of(name);
        SqlNode aliased = aliased(table, first);
        return aliased != table
                ? aliased
                : SqlStdOperatorTable.AS.createCall(
                        cursor.span(first), table, name.getComponent(name.names.size() - 1));
    }

    private void refuseSuffixes() {
        if (cursor.atAny("tablesample", "pivot", "unpivot") && !cursor.peek(1).isSymbol(",")) {
            throw cursor.notSupported(cursor.peek().text().toUpperCase(Locale.ROOT), cursor.peek());
        }
    }

    /** A query or a join in parentheses; both may have more parentheses around their first part. */
    private SqlNode parenthesized() {
        cursor.expectSymbol("(");
        cursor.enter();
        SqlNode inner;
        Token first = cursor.peek();
        QueryParser queries = grammar.queries();
        if (queries.atQuery()) {
            inner = queries.query();
        } else if (cursor.atSymbol("(")) {
            inner = parenthesized();
            if (Nodes.isQuery(inner) && queries.atQueryTail()) {
                inner = queries.continued(inner);
            } else if (!cursor.atSymbol(")")) {
                inner = joined(aliased(inner, first));
            }
        } else {
            inner = joined(table());
        }
        cursor.leave();
        cursor.expectSymbol(")");
        return inner;
    }

    private SqlNode unnest(Token first) {
        cursor.next();
        cursor.expectSymbol("(");
        List<SqlNode> arguments = grammar.expressions().expressions();
        cursor.expectSymbol(")");
        SqlOperator operator = SqlStdOperatorTable.UNNEST;
        boolean ordinality = cursor.at("with", "ordinality");
        if (ordinality) {
            cursor.skip(2);
            operator = SqlStdOperatorTable.UNNEST_WITH_ORDINALITY;
        }
        SqlNode call = operator.createCall(cursor.span(first), arguments);
        return ordinality ? aliased(call, first) : singleColumn(call, "unnest", first);
    }

    private SqlNode function(SqlIdentifier name, boolean lateral, Token first) {
        cursor.expectSymbol("(");
        List<SqlNode> arguments =
                cursor.atSymbol(")") ? new ArrayList<>() : grammar.expressions().expressions();
        cursor.expectSymbol(")");
        SqlParserPos position = cursor.span(first);
        SqlIdentifier plain =
                name.names.size() == 2 && name.names.getFirst().equals("pg_catalog")
                        ? name.getComponent(1)
                        : name;
        SqlNode call =
                Nodes.function(
                        plain,
                        position,
                        SqlFunctionCategory.USER_DEFINED_TABLE_FUNCTION,
                        null,
                        arguments);
        SqlNode table = SqlStdOperatorTable.COLLECTION_TABLE.createCall(position, call);
        if (cursor.at("with", "ordinality")) {
            throw cursor.notSupported("WITH ORDINALITY of a function", cursor.peek());
        }
        if (lateral || arguments.stream().anyMatch(FromParser::hasColumn)) {
            table = SqlStdOperatorTable.LATERAL.createCall(position, table);
        }
        String last = plain.names.getLast();
        return SINGLE_COLUMN.contains(last)
                ? singleColumn(table, last, first)
                : aliased(table, first);
    }

    /** Does the expression name a column? Then the function is lateral, said or not. */
    private static boolean hasColumn(SqlNode node) {
        try {
            node.accept(
                    new SqlBasicVisitor<Void>() {
                        @Override
                        public Void visit(SqlIdentifier id) {
                            throw new Util.FoundOne(id);
                        }
                    });
            return false;
        } catch (Util.FoundOne found) {
            return true;
        }
    }

    /** A function of one column: the column is named like the alias, and that like the function. */
    private SqlNode singleColumn(SqlNode table, String name, Token first) {
        SqlNode aliased = aliased(table, first);
        boolean has = aliased != table;
        if (has && ((SqlCall) aliased).operandCount() > 2) {
            return aliased;
        }
        SqlIdentifier alias =
                has
                        ? ((SqlCall) aliased).operand(1)
                        : new SqlIdentifier(name, table.getParserPosition());
        return SqlStdOperatorTable.AS.createCall(cursor.span(first), table, alias, alias);
    }

    /** [AS] alias [(columns)] behind a table; the table itself when there is none. */
    private SqlNode aliased(SqlNode table, Token first) {
        Token token = cursor.peek();
        boolean as = cursor.accept("as");
        boolean bare =
                token.kind() == Kind.QUOTED_IDENTIFIER
                        || (token.kind() == Kind.WORD && Keywords.isBareTableAlias(token.text()));
        if (!as && !bare) {
            return table;
        }
        SqlIdentifier alias = grammar.names().simple("an alias");
        if (table.getKind() == SqlKind.JOIN) {
            throw cursor.notSupported("an alias of a join", token);
        }
        List<SqlNode> operands = new ArrayList<>();
        operands.add(table);
        operands.add(alias);
        if (cursor.atSymbol("(")) {
            if (NameParser.isLabel(cursor.peek(2))) {
                throw cursor.notSupported("a column definition list", cursor.peek());
            }
            operands.addAll(grammar.names().columnList());
        }
        refuseSuffixes();
        if (cursor.at("at")) {
            throw cursor.notSupported("AT behind an alias", cursor.peek());
        }
        return SqlStdOperatorTable.AS.createCall(cursor.span(first), operands);
    }
}
