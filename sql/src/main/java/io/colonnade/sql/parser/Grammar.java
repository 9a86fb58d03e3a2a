package io.colonnade.sql.parser;

/** All parsers of one script, wired over one cursor. The parsers find each other here. */
final class Grammar {
    private final TokenCursor cursor;
    private final NameParser names;
    private final TypeParser types;
    private final LiteralParser literals;
    private final IntervalParser intervals;
    private final WindowParser windows;
    private final FromParser from;
    private final QueryParser queries;
    private final ExpressionParser expressions;
    private final StatementParser statements;

    Grammar(TokenCursor cursor) {
        this.cursor = cursor;
        this.names = new NameParser(cursor);
        this.types = new TypeParser(cursor);
        this.literals = new LiteralParser(cursor, types);
        this.intervals = new IntervalParser(cursor);
        this.windows = new WindowParser(this);
        this.from = new FromParser(this);
        this.queries = new QueryParser(this);
        this.expressions = new ExpressionParser(this);
        this.statements = new StatementParser(this);
    }

    TokenCursor cursor() {
        return cursor;
    }

    NameParser names() {
        return names;
    }

    TypeParser types() {
        return types;
    }

    LiteralParser literals() {
        return literals;
    }

    IntervalParser intervals() {
        return intervals;
    }

    WindowParser windows() {
        return windows;
    }

    FromParser from() {
        return from;
    }

    QueryParser queries() {
        return queries;
    }

    ExpressionParser expressions() {
        return expressions;
    }

    StatementParser statements() {
        return statements;
    }
}
