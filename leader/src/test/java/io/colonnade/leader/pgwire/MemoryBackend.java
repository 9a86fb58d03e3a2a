package io.colonnade.leader.pgwire;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.leader.session.BackendSession;
import io.colonnade.leader.session.Cancellation;
import io.colonnade.leader.session.CommandTag;
import io.colonnade.leader.session.Login;
import io.colonnade.leader.session.ParameterValues;
import io.colonnade.leader.session.Prepared;
import io.colonnade.leader.session.ResultColumn;
import io.colonnade.leader.session.ResultStream;
import io.colonnade.leader.session.SessionBackend;
import io.colonnade.leader.session.SessionState;
import io.colonnade.sql.parser.ParsedStatement;
import io.colonnade.sql.parser.SessionStatement;
import io.colonnade.sql.parser.SqlParser;
import io.colonnade.sql.parser.TransactionStatement;
import io.colonnade.storage.vector.Batch;
import io.colonnade.type.SqlType;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A backend that answers known statement texts; for tests of the front end. */
final class MemoryBackend implements SessionBackend {
    /** How a statement is answered. */
    interface Answer {
        ResultStream run(SessionState state, ParameterValues parameters, Cancellation cancellation);
    }

    private record Known(List<ResultColumn> columns, List<SqlType> parameters, Answer answer) {}

    private record MemoryPrepared(
            ParsedStatement statement,
            List<SqlType> parameterTypes,
            List<ResultColumn> columns,
            Answer answer)
            implements Prepared {}

    private final Map<String, Known> known = new ConcurrentHashMap<>();
    private final Map<String, Login> logins = new ConcurrentHashMap<>();
    final List<String> events = Collections.synchronizedList(new ArrayList<>());

    MemoryBackend answer(
            String sql, List<ResultColumn> columns, List<SqlType> parameters, Answer answer) {
        known.put(sql, new Known(columns, parameters, answer));
        return this;
    }

    /** A statement without rows. */
    MemoryBackend command(String sql, CommandTag tag) {
        return answer(sql, List.of(), List.of(), (s, p, c) -> ResultStream.done(tag));
    }

    /** A query over the batches that the source gives. */
    MemoryBackend query(String sql, List<ResultColumn> columns, Iterable<Batch> batches) {
        return answer(sql, columns, List.of(), (s, p, c) -> new BatchRows(batches.iterator()));
    }

    /** A query that returns its one parameter. */
    MemoryBackend echo(String sql, SqlType type) {
        return answer(
                sql,
                List.of(ResultColumn.of("value", type)),
                List.of(type),
                (s, p, c) -> new BatchRows(List.of(TestBatches.of(p, type)).iterator()));
    }

    MemoryBackend user(Login login) {
        logins.put(login.user(), login);
        return this;
    }

    @Override
    public boolean authenticationRequired() {
        return !logins.isEmpty();
    }

    @Override
    public Optional<Login> findLogin(String user) {
        return Optional.ofNullable(logins.get(user));
    }

    @Override
    public BackendSession open(SessionState state) {
        if (state.database().equals("nowhere")) {
            throw new ColonnadeException(
                    ErrorCode.INVALID_CATALOG_NAME, "database \"nowhere\" does not exist");
        }
        return new MemorySession(state);
    }

    private final class MemorySession implements BackendSession {
        private final SessionState state;

        MemorySession(SessionState state) {
            this.state = state;
        }

        @Override
        public List<ParsedStatement> parse(String sql) {
            return SqlParser.parseScript(sql);
        }

        @Override
        public Prepared prepare(
                ParsedStatement statement,
                List<SqlType> parameterTypes,
                Cancellation cancellation) {
            Known found = known.get(text(statement));
            if (found == null) {
                throw new ColonnadeException(
                                ErrorCode.UNDEFINED_TABLE, "unknown: " + statement.text())
                        .detail("some detail")
                        .hint("some hint")
                        .position(statement.startOffset() + 1);
            }
            return new MemoryPrepared(
                    statement, found.parameters(), found.columns(), found.answer());
        }

        private String text(ParsedStatement statement) {
            String text = statement.text().replaceAll("\\s+", " ");
            int cursor = text.indexOf(" FOR SELECT");
            return text.startsWith("DECLARE") && cursor > 0 ? text.substring(cursor + 5) : text;
        }

        @Override
        public ResultStream execute(
                Prepared prepared, ParameterValues parameters, Cancellation cancellation) {
            return ((MemoryPrepared) prepared).answer().run(state, parameters, cancellation);
        }

        @Override
        public ParameterValues arguments(Prepared prepared, SessionStatement.Execute execute) {
            return ParameterValues.NONE;
        }

        @Override
        public void begin(TransactionStatement.Modes modes, boolean implicit) {
            events.add(implicit ? "begin implicit" : "begin");
        }

        @Override
        public void commit() {
            events.add("commit");
        }

        @Override
        public void rollback() {
            events.add("rollback");
        }

        @Override
        public void close() {
            events.add("close");
        }
    }
}
