package io.colonnade.leader.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.log.SegmentDescriptor;
import io.colonnade.log.WriteResult;
import io.colonnade.storage.log.CommitLog;
import io.colonnade.storage.seam.Clock;
import io.colonnade.storage.seam.Rng;
import io.colonnade.storage.snapshot.DeletedRows;
import io.colonnade.storage.snapshot.RowOrigins;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.roaringbitmap.RoaringBitmap;

import java.util.List;
import java.util.Set;

/** Segments that are written again while other transactions take rows of them, or all. */
final class RewriteTest {
    private final FaultyObjectStore store = new FaultyObjectStore();
    private final Committer committer =
            Committer.open(new CommitLog(store), Clock.system(), Rng.system(), 1_000);
    private long table;

    @BeforeEach
    void fill() {
        table = TestTransactions.createTable(committer, "t");
        insert("s");
    }

    @AfterEach
    void close() {
        committer.close();
    }

    @Test
    void aReplacedTableTakesWhatARewriteMade() {
        Transaction replace = replacement();
        committer.commit(rewrite());
        committer.commit(replace);
        assertEquals(Set.of("replaced{}"), contents());
    }

    /** Its rows include one that is gone, which would come back. */
    @Test
    void aReplacedTableBringsNoRowBackThatWasDeletedBeforeARewrite() {
        Transaction replace = replacement();
        Transaction delete = new Transaction(committer.current());
        TestTransactions.deleteRow(delete, table, "s", 3);
        committer.commit(delete);
        committer.commit(rewrite());
        assertEquals(ErrorCode.SERIALIZATION_FAILURE, failure(replace));
        assertEquals(Set.of("rewritten{}"), contents());
    }

    @Test
    void aReplacedTableBringsNoRowBackThatWasDeletedAfterARewrite() {
        Transaction replace = replacement();
        committer.commit(rewrite());
        Transaction delete = new Transaction(committer.current());
        TestTransactions.deleteRow(delete, table, "rewritten", 0);
        committer.commit(delete);
        assertEquals(ErrorCode.SERIALIZATION_FAILURE, failure(replace));
    }

    /** Its ordinals are given out again, to segments that have nothing to do with it. */
    @Test
    void aRewriteThatWasNotWrittenIsForgotten() {
        Transaction delete = new Transaction(committer.current());
        TestTransactions.deleteRow(delete, table, "s", 3);
        Transaction rewrite = rewrite();
        store.fail(FaultyObjectStore.Fault.FAIL_BEFORE, 3);
        assertEquals(ErrorCode.IO_ERROR, failure(rewrite));
        Transaction truncate = new Transaction(committer.current());
        truncate.truncate(table);
        committer.commit(truncate);
        insert("other");
        assertEquals(ErrorCode.SERIALIZATION_FAILURE, failure(delete));
        assertEquals(Set.of("other{}"), contents());
    }

    private void insert(String segment) {
        Transaction transaction = new Transaction(committer.current());
        TestTransactions.insert(transaction, table, segment);
        committer.commit(transaction);
    }

    private Set<String> contents() {
        return TestTransactions.contents(committer.current(), table);
    }

    private ErrorCode failure(Transaction transaction) {
        return assertThrows(ColonnadeException.class, () -> committer.commit(transaction)).code();
    }

    /** All rows at once, as ALTER TABLE writes them. */
    private Transaction replacement() {
        Transaction transaction = new Transaction(committer.current());
        transaction.replace(
                table,
                List.of(
                        WriteResult.newBuilder()
                                .setSegment(segment("replaced").setRows(10))
                                .build()));
        return transaction;
    }

    /** The segment s as VACUUM writes it, without its deleted rows. */
    private Transaction rewrite() {
        Transaction transaction = new Transaction(committer.current());
        SegmentDescriptor old =
                committer.current().table(table).orElseThrow().segments().getFirst();
        RoaringBitmap deleted = DeletedRows.decode(old.getDeletedRows());
        RowOrigins.Encoder origins = new RowOrigins.Encoder();
        int rows = 0;
        for (int row = 0; row < old.getRows(); row++) {
            if (!deleted.contains(row)) {
                origins.add(old.getOrdinal() << 20 | row);
                rows++;
            }
        }
        transaction.rewrite(
                table,
                List.of(old),
                List.of(
                        WriteResult.newBuilder()
                                .setSegment(segment("rewritten").setRows(rows))
                                .setRowOrigins(origins.encoded())
                                .build()));
        return transaction;
    }

    private static SegmentDescriptor.Builder segment(String name) {
        return SegmentDescriptor.newBuilder().setName(name);
    }
}
