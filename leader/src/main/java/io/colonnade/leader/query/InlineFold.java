package io.colonnade.leader.query;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.leader.transaction.ClosedSegments;
import io.colonnade.leader.transaction.Transaction;
import io.colonnade.leader.vacuum.SliceOrder;
import io.colonnade.log.SegmentDescriptor;
import io.colonnade.log.TableDefinition;
import io.colonnade.log.WriteResult;
import io.colonnade.storage.inline.InlineSegments;
import io.colonnade.storage.seam.FailPoints;
import io.colonnade.storage.snapshot.Snapshot;
import io.colonnade.storage.snapshot.TableSnapshot;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.Optional;

/**
 * Writes inline segments of one table again as objects, slice by slice, each in a transaction of
 * its own, beside those who insert and delete. Knows no threads, so that a simulator can drive it,
 * too. One thread's.
 */
public final class InlineFold {
    private static final Logger LOG = LoggerFactory.getLogger(InlineFold.class);

    /** Attempts at segments that others delete from; the next look is another one. */
    private static final int ATTEMPTS = 5;

    private final Outside outside;

    /** What a fold needs of its leader. */
    public interface Outside {
        /** The newest committed state. */
        Snapshot current();

        ClosedSegments closedSegments();

        /** Whether one node can read all of the segment. */
        boolean canRewrite(SegmentDescriptor segment);

        /**
         * Writes the rows of one slice as segments, with the places that they had.
         *
         * @param part the state with no other segments in the table
         */
        List<WriteResult> rewrite(
                TableDefinition table, List<SegmentDescriptor> slice, Snapshot part);

        Transaction begin(Snapshot base);

        void commit(Transaction transaction);
    }

    public InlineFold(Outside outside) {
        this.outside = outside;
    }

    /** Folds the segments, or leaves some for another time if others are faster. */
    public void run(FoldingRule.Fold fold) {
        outside.closedSegments().close(fold.tableId(), fold.ordinals());
        try {
            for (int attempt = 0; attempt < ATTEMPTS && !foldOnce(fold); attempt++) {
                LOG.debug("rows of table {} changed while they were folded", fold.tableId());
            }
        } finally {
            outside.closedSegments().forget(fold.tableId(), fold.ordinals());
        }
    }

    /** False if somebody took the segments away or changed the table meanwhile. */
    private boolean foldOnce(FoldingRule.Fold fold) {
        Snapshot base = outside.current();
        Optional<TableSnapshot> table = base.table(fold.tableId());
        if (table.isEmpty()) {
            return true;
        }
        List<SegmentDescriptor> segments =
                table.get().segments().stream()
                        .filter(InlineSegments::isInline)
                        .filter(outside::canRewrite)
                        .filter(segment -> fold.ordinals().contains(segment.getOrdinal()))
                        .toList();
        for (List<SegmentDescriptor> slice : SliceOrder.bySlice(segments).values()) {
            Snapshot part = base.with(table.get().withSegments(slice));
            // Begun before anything is written: its age bounds that of its objects, which garbage
            // collection leaves alone only while they are young.
            Transaction transaction = outside.begin(base);
            List<WriteResult> written = outside.rewrite(table.get().definition(), slice, part);
            transaction.rewrite(fold.tableId(), slice, written);
            FailPoints.hit("fold.before-commit");
            try {
                outside.commit(transaction);
            } catch (ColonnadeException e) {
                if (e.code() == ErrorCode.SERIALIZATION_FAILURE) {
                    return false;
                }
                throw e;
            }
        }
        return true;
    }
}
