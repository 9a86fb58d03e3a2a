package io.colonnade.sql.parser;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;

import java.util.ArrayList;
import java.util.List;

/**
 * The entry of this room: SQL text to statements. Stateless; every call is independent. Failures
 * are {@link ColonnadeException}s with a position: 42601 for what is no SQL, 0A000 for what is
 * known and not supported, 54001 for what is too deep or too long.
 */
public final class SqlParser {
    /** The longest text of a request, in characters: Redshift's limit of 16 MB. */
    public static final int LENGTH_LIMIT = 16 * 1024 * 1024;

    private SqlParser() {}

    /** The statements of a script, without the empty ones; the whole script must be correct. */
    public static List<ParsedStatement> parseScript(String sql) {
        return parseScript(sql, ParserOptions.DEFAULT);
    }

    /** The statements of a script, without the empty ones; the whole script must be correct. */
    public static List<ParsedStatement> parseScript(String sql, ParserOptions options) {
        if (sql.length() > LENGTH_LIMIT) {
            throw new ColonnadeException(
                            ErrorCode.STATEMENT_TOO_COMPLEX,
                            "the request is longer than " + LENGTH_LIMIT + " characters")
                    .detail("It has " + sql.length() + " characters.")
                    .hint("Load data by COPY instead of by long INSERT statements.");
        }
        List<Token> tokens = new Lexer(sql, options).tokens();
        Positions positions = new Positions(sql);
        try {
            return script(new TokenCursor(sql, tokens, positions, false));
        } catch (ColonnadeException error) {
            if (error.code() != ErrorCode.SYNTAX_ERROR) {
                throw error;
            }
        } catch (StackOverflowError smallStack) {
            throw new ColonnadeException(
                    ErrorCode.STATEMENT_TOO_COMPLEX, "statement is nested too deeply");
        }
        return script(new TokenCursor(sql, tokens, positions, true));
    }

    private static List<ParsedStatement> script(TokenCursor cursor) {
        Grammar grammar = new Grammar(cursor);
        List<ParsedStatement> statements = new ArrayList<>();
        while (cursor.peek().kind() != Token.Kind.END) {
            if (cursor.atSymbol(";")) {
                cursor.next();
                continue;
            }
            int start = cursor.peek().start();
            Statement statement = grammar.statements().statement();
            if (!cursor.atEndOfStatement()) {
                throw cursor.expected("end of statement");
            }
            String text = cursor.sql().substring(start, cursor.previous().end());
            statements.add(new ParsedStatement(text, start, statement));
        }
        return List.copyOf(statements);
    }

    /** The one statement of this text, which may be {@link Statement.Empty}. */
    public static Statement parseStatement(String sql) {
        return parseStatement(sql, ParserOptions.DEFAULT);
    }

    /** The one statement of this text, which may be {@link Statement.Empty}. */
    public static Statement parseStatement(String sql, ParserOptions options) {
        List<ParsedStatement> statements = parseScript(sql, options);
        if (statements.size() > 1) {
            throw new ColonnadeException(
                            ErrorCode.SYNTAX_ERROR,
                            "cannot insert multiple commands into a prepared statement")
                    .position(Positions.characterPosition(sql, statements.get(1).startOffset()));
        }
        return statements.isEmpty() ? new Statement.Empty() : statements.getFirst().statement();
    }
}
