package io.colonnade.leader.query;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.leader.session.CommandTag;
import io.colonnade.leader.session.ResultColumn;
import io.colonnade.leader.session.ResultStream;
import io.colonnade.leader.session.SessionState;
import io.colonnade.leader.session.TransactionStatus;
import io.colonnade.sql.parser.HistoryStatement;
import io.colonnade.storage.garbage.Garbage;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.BytesVector;
import io.colonnade.storage.vector.LongVector;
import io.colonnade.type.SqlType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** COLLECT GARBAGE: a report of one row. The session's thread only. */
final class GarbageStatements {
    static final List<ResultColumn> COLUMNS =
            List.of(
                    ResultColumn.of("stage", SqlType.VARCHAR),
                    ResultColumn.of("objects", SqlType.BIGINT),
                    ResultColumn.of("bytes", SqlType.BIGINT),
                    ResultColumn.of("log_slots", SqlType.BIGINT),
                    ResultColumn.of("checkpoints", SqlType.BIGINT));

    private final LeaderServices services;
    private final SessionState session;

    GarbageStatements(LeaderServices services, SessionState session) {
        this.services = services;
        this.session = session;
    }

    ResultStream collect(HistoryStatement.CollectGarbage collect) {
        if (!session.superuser()) {
            throw new ColonnadeException(
                    ErrorCode.INSUFFICIENT_PRIVILEGE, "must be superuser to collect garbage");
        }
        if (session.transactionStatus() == TransactionStatus.IN_BLOCK) {
            throw new ColonnadeException(
                    ErrorCode.ACTIVE_TRANSACTION,
                    "COLLECT GARBAGE cannot run inside a transaction block");
        }
        return new Report(
                collect.dryRun()
                        ? services.garbage().dryRun()
                        : services.garbage().collect(session.user()));
    }

    /** The row, once. */
    private static final class Report implements ResultStream {
        private final Garbage garbage;
        private boolean given;

        private Report(Garbage garbage) {
            this.garbage = garbage;
        }

        @Override
        public Batch next() {
            if (given) {
                return null;
            }
            given = true;
            Batch batch = Batch.create(COLUMNS.stream().map(ResultColumn::type).toList());
            byte[] stage =
                    garbage.stage()
                            .name()
                            .toLowerCase(Locale.ROOT)
                            .getBytes(StandardCharsets.UTF_8);
            ((BytesVector) batch.column(0)).append(0, stage, 0, stage.length);
            set(batch, 1, garbage.objects().size());
            set(batch, 2, garbage.bytes());
            set(batch, 3, garbage.slots().size());
            set(batch, 4, garbage.checkpoints().size());
            batch.setSize(1);
            return batch;
        }

        private static void set(Batch batch, int column, long value) {
            ((LongVector) batch.column(column)).values()[0] = value;
        }

        @Override
        public CommandTag tag() {
            return CommandTag.plain("COLLECT GARBAGE");
        }

        @Override
        public void close() {
            // Holds nothing.
        }
    }
}
