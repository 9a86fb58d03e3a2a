package io.colonnade.sql.parser;

import io.colonnade.sql.parser.TransactionStatement.Isolation;
import io.colonnade.sql.parser.TransactionStatement.Modes;

import java.util.Optional;

/** Parses BEGIN, COMMIT, ROLLBACK and their synonyms. */
final class TransactionParser {
    private final TokenCursor cursor;

    TransactionParser(Grammar grammar) {
        this.cursor = grammar.cursor();
    }

    Statement statement() {
        Token first = cursor.next();
        switch (first.text()) {
            case "begin" -> {
                cursor.acceptAny("work", "transaction");
                return new TransactionStatement.Begin(modes(), false);
            }
            case "start" -> {
                cursor.expect("transaction");
                return new TransactionStatement.Begin(modes(), true);
            }
            default -> {
                boolean commit = first.is("commit") || first.is("end");
                if (cursor.at("prepared")) {
                    return StatementParser.unsupported(cursor, first.text() + " PREPARED");
                }
                cursor.acceptAny("work", "transaction");
                if (!commit && cursor.at("to")) {
                    return StatementParser.unsupported(cursor, "ROLLBACK TO SAVEPOINT");
                }
                chain();
                return commit
                        ? new TransactionStatement.Commit()
                        : new TransactionStatement.Rollback();
            }
        }
    }

    private void chain() {
        Token token = cursor.peek();
        if (cursor.accept("and")) {
            boolean no = cursor.accept("no");
            cursor.expect("chain");
            if (!no) {
                throw cursor.notSupported("AND CHAIN", token);
            }
        }
    }

    /** Behind SET TRANSACTION or SET SESSION CHARACTERISTICS AS TRANSACTION. */
    Statement setTransaction(boolean forSession) {
        if (cursor.at("snapshot")) {
            throw cursor.notSupported("SET TRANSACTION SNAPSHOT", cursor.peek());
        }
        Token token = cursor.peek();
        Modes modes = modes();
        if (cursor.peek() == token) {
            throw cursor.syntaxError();
        }
        return new TransactionStatement.SetTransaction(modes, forSession);
    }

    private Modes modes() {
        Optional<Isolation> isolation = Optional.empty();
        Optional<Boolean> readOnly = Optional.empty();
        while (true) {
            String word = cursor.acceptAny("isolation", "read", "deferrable", "not");
            if (word == null) {
                return new Modes(isolation, readOnly);
            }
            switch (word) {
                case "isolation" -> {
                    cursor.expect("level");
                    isolation = Optional.of(level());
                }
                case "read" ->
                        readOnly = Optional.of(cursor.expectAny("only", "write").equals("only"));
                case "not" -> cursor.expect("deferrable");
                default -> {}
            }
            cursor.acceptSymbol(",");
        }
    }

    private Isolation level() {
        switch (cursor.expectAny("serializable", "snapshot", "repeatable", "read")) {
            case "serializable" -> {
                return Isolation.SERIALIZABLE;
            }
            case "snapshot" -> {
                return Isolation.SNAPSHOT;
            }
            case "repeatable" -> {
                cursor.expect("read");
                return Isolation.REPEATABLE_READ;
            }
            default -> {
                return cursor.expectAny("committed", "uncommitted").equals("committed")
                        ? Isolation.READ_COMMITTED
                        : Isolation.READ_UNCOMMITTED;
            }
        }
    }
}
