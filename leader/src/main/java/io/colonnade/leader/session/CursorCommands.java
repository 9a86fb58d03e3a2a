package io.colonnade.leader.session;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.sql.parser.CursorStatement;
import io.colonnade.storage.vector.Batch;

/** DECLARE, FETCH, MOVE and CLOSE over the session's portals. Owned by the session's thread. */
final class CursorCommands {
    private final Session session;

    CursorCommands(Session session) {
        this.session = session;
    }

    static void check(CursorStatement.Declare declare) {
        if (declare.hold()) {
            throw ColonnadeException.notSupported("DECLARE CURSOR WITH HOLD");
        }
        if (declare.binary()) {
            throw ColonnadeException.notSupported("DECLARE BINARY CURSOR");
        }
    }

    ResultStream declare(
            CursorStatement.Declare declare, SessionCommand command, ParameterValues parameters) {
        if (session.state().transactionStatus() != TransactionStatus.IN_BLOCK) {
            throw new ColonnadeException(
                            ErrorCode.NO_ACTIVE_TRANSACTION,
                            "DECLARE CURSOR can only be used in transaction blocks")
                    .hint("Write BEGIN first.");
        }
        if (session.portals().contains(declare.name())) {
            throw new ColonnadeException(
                    ErrorCode.DUPLICATE_CURSOR, "cursor \"" + declare.name() + "\" already exists");
        }
        session.openCursor(declare.name(), command.inner(), parameters);
        return ResultStream.done(CommandTag.plain("DECLARE CURSOR"));
    }

    ResultStream fetch(CursorStatement.Fetch fetch, Cancellation cancellation) {
        Portal cursor = session.portals().require(fetch.cursor());
        if (fetch.direction() != CursorStatement.Direction.FORWARD || fetch.count() < 0) {
            throw ColonnadeException.notSupported("moving a cursor other than forward");
        }
        cancellation.onCancel(cursor.cancellation()::cancel);
        session.start(cursor);
        FetchedRows rows = new FetchedRows(cursor, fetch.count());
        if (!fetch.move()) {
            return rows;
        }
        long moved = 0;
        for (Batch batch = rows.next(); batch != null; batch = rows.next()) {
            moved += batch.rowCount();
        }
        return ResultStream.done(CommandTag.counted("MOVE", moved));
    }

    ResultStream close(CursorStatement.Close close) {
        if (close.cursor() == null) {
            session.portals().closeAll();
        } else {
            session.portals().require(close.cursor());
            session.portals().close(close.cursor());
        }
        return ResultStream.done(CommandTag.plain(close.tag()));
    }

    /** Some rows from a cursor, which stays open. */
    private static final class FetchedRows implements ResultStream {
        private final Portal cursor;
        private long left;

        FetchedRows(Portal cursor, long count) {
            this.cursor = cursor;
            left = count;
        }

        @Override
        public Batch next() {
            if (left <= 0) {
                return null;
            }
            RowSlice slice = cursor.next(left);
            if (slice == null) {
                left = 0;
                return null;
            }
            left -= slice.rowCount();
            return slice.toBatch();
        }

        @Override
        public CommandTag tag() {
            return new CommandTag("FETCH", CommandTag.ROWS_SENT);
        }

        @Override
        public void close() {}
    }
}
