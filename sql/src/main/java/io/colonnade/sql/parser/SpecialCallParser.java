package io.colonnade.sql.parser;

import static io.colonnade.sql.parser.ExpressionParser.OTHER;

import io.colonnade.sql.parser.Token.Kind;

import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.fun.SqlTrimFunction;
import org.apache.calcite.sql.parser.SqlParserPos;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Parses the calls that have words among their arguments: CAST, EXTRACT, TRIM, DATEADD, ... */
final class SpecialCallParser {
    private static final Set<String> NAMES =
            Set.of(
                    "cast",
                    "try_cast",
                    "convert",
                    "extract",
                    "position",
                    "substring",
                    "trim",
                    "overlay",
                    "floor",
                    "ceil",
                    "ceiling",
                    "dateadd",
                    "datediff",
                    "date_part",
                    "datepart");

    private final Grammar grammar;
    private final TokenCursor cursor;
    private final ExpressionParser expressions;

    SpecialCallParser(Grammar grammar, ExpressionParser expressions) {
        this.grammar = grammar;
        this.cursor = grammar.cursor();
        this.expressions = expressions;
    }

    boolean at() {
        if (cursor.at("pg_catalog") && cursor.peek(1).isSymbol(".")) {
            return cursor.peek(2).is("date_part") && cursor.peek(3).isSymbol("(");
        }
        return cursor.peek(1).isSymbol("(") && NAMES.contains(cursor.peek().text());
    }

    SqlNode call() {
        if (cursor.at("pg_catalog")) {
            cursor.skip(2);
        }
        Token name = cursor.next();
        cursor.expectSymbol("(");
        SqlNode node =
                switch (name.text()) {
                    case "cast", "try_cast" -> cast(name);
                    case "convert" -> convert(name);
                    case "extract" -> extract(name);
                    case "position" -> position(name);
                    case "substring" -> substring(name);
                    case "trim" -> trim(name);
                    case "overlay" -> overlay(name);
                    case "floor" -> plain(SqlStdOperatorTable.FLOOR, name);
                    case "ceil", "ceiling" -> plain(SqlStdOperatorTable.CEIL, name);
                    case "dateadd" -> dated(SqlLibraryOperators.DATEADD, name);
                    case "datediff" -> dated(SqlLibraryOperators.DATEDIFF, name);
                    case "datepart" -> dated(SqlLibraryOperators.DATEPART, name);
                    default -> dated(SqlLibraryOperators.DATE_PART, name);
                };
        return node;
    }

    private SqlNode close(SqlOperator operator, Token name, List<SqlNode> arguments) {
        cursor.expectSymbol(")");
        return operator.createCall(cursor.span(name), arguments);
    }

    private SqlNode plain(SqlOperator operator, Token name) {
        return close(operator, name, expressions.expressions());
    }

    private SqlNode cast(Token name) {
        SqlNode value = expressions.expression();
        cursor.expect("as");
        TypeName type = grammar.types().type();
        cursor.expectSymbol(")");
        return name.is("cast")
                ? grammar.intervals().cast(value, type, name)
                : SqlLibraryOperators.TRY_CAST.createCall(cursor.span(name), value, type.toSpec());
    }

    /** Redshift's CONVERT(type, value). */
    private SqlNode convert(Token name) {
        TypeName type = grammar.types().type();
        cursor.expectSymbol(",");
        SqlNode value = expressions.expression();
        cursor.expectSymbol(")");
        return grammar.intervals().cast(value, type, name);
    }

    private SqlNode extract(Token name) {
        SqlIntervalQualifier part = part();
        cursor.expect("from");
        return close(SqlStdOperatorTable.EXTRACT, name, List.of(part, expressions.expression()));
    }

    /** A date part: a bare word or a string. */
    private SqlIntervalQualifier part() {
        Token token = cursor.peek();
        if (!NameParser.isLabel(token) && token.kind() != Kind.STRING) {
            throw cursor.expected("a date part such as YEAR");
        }
        cursor.next();
        return DatePart.qualifier(token.text(), cursor.position(token));
    }

    /** A function whose first argument is a date part; if that is an expression, a plain call. */
    private SqlNode dated(SqlOperator operator, Token name) {
        List<SqlNode> arguments = new ArrayList<>();
        Token token = cursor.peek();
        boolean part = NameParser.isLabel(token) || token.kind() == Kind.STRING;
        if (!part || !cursor.peek(1).isSymbol(",")) {
            if (!cursor.atSymbol(")")) {
                arguments.addAll(expressions.expressions());
            }
            cursor.expectSymbol(")");
            return Nodes.function(name.text(), cursor.span(name), arguments);
        }
        arguments.add(part());
        cursor.expectSymbol(",");
        arguments.addAll(expressions.expressions());
        return close(operator, name, arguments);
    }

    /** POSITION(a IN b); with a comma, an ordinary function. */
    private SqlNode position(Token name) {
        SqlNode wanted = expressions.expression(OTHER);
        if (!cursor.accept("in")) {
            cursor.expectSymbol(",");
        }
        return close(SqlStdOperatorTable.POSITION, name, List.of(wanted, expressions.expression()));
    }

    private SqlNode substring(Token name) {
        List<SqlNode> arguments = new ArrayList<>();
        arguments.add(expressions.expression());
        if (cursor.accept("from")) {
            arguments.add(expressions.expression());
            if (cursor.accept("for")) {
                arguments.add(expressions.expression());
            }
        } else if (cursor.accept("for")) {
            arguments.add(SqlLiteral.createExactNumeric("1", cursor.position(name)));
            arguments.add(expressions.expression());
        } else {
            while (cursor.acceptSymbol(",")) {
                arguments.add(expressions.expression());
            }
        }
        return close(SqlStdOperatorTable.SUBSTRING, name, arguments);
    }

    /** TRIM([BOTH | LEADING | TRAILING] [characters] FROM text), and TRIM(text [, characters]). */
    private SqlNode trim(Token name) {
        Token side = cursor.peek();
        String word = cursor.acceptAny("both", "leading", "trailing");
        SqlTrimFunction.Flag flag =
                word == null
                        ? SqlTrimFunction.Flag.BOTH
                        : SqlTrimFunction.Flag.valueOf(word.toUpperCase(Locale.ROOT));
        SqlNode characters = null;
        SqlNode text;
        if (cursor.accept("from")) {
            text = expressions.expression();
        } else {
            text = expressions.expression();
            if (cursor.accept("from")) {
                characters = text;
                text = expressions.expression();
            } else if (cursor.acceptSymbol(",")) {
                characters = expressions.expression();
            }
        }
        cursor.expectSymbol(")");
        SqlParserPos flagPosition = word == null ? SqlParserPos.ZERO : cursor.position(side);
        return SqlStdOperatorTable.TRIM.createCall(
                cursor.span(name), flag.symbol(flagPosition), characters, text);
    }

    private SqlNode overlay(Token name) {
        List<SqlNode> arguments = new ArrayList<>();
        arguments.add(expressions.expression());
        cursor.expect("placing");
        arguments.add(expressions.expression());
        cursor.expect("from");
        arguments.add(expressions.expression());
        if (cursor.accept("for")) {
            arguments.add(expressions.expression());
        }
        return close(SqlStdOperatorTable.OVERLAY, name, arguments);
    }
}
