package io.colonnade.leader.simulation;

import io.colonnade.leader.query.InlineFold;
import io.colonnade.leader.transaction.ClosedSegments;
import io.colonnade.leader.transaction.Transaction;
import io.colonnade.log.SegmentDescriptor;
import io.colonnade.log.TableDefinition;
import io.colonnade.log.WriteResult;
import io.colonnade.storage.seam.Clock;
import io.colonnade.storage.snapshot.Snapshot;

import java.util.List;
import java.util.function.UnaryOperator;

/** What production's fold needs of a simulated leader. */
final class LeaderFolding implements InlineFold.Outside {
    private final World world;
    private final SimulatedLeader leader;
    private final Clock clock;

    /** Does what was written last again, on the state of then. */
    private UnaryOperator<Transaction> again = transaction -> transaction;

    LeaderFolding(World world, SimulatedLeader leader, Clock clock) {
        this.world = world;
        this.leader = leader;
        this.clock = clock;
    }

    @Override
    public Snapshot current() {
        return leader.current();
    }

    @Override
    public ClosedSegments closedSegments() {
        return leader.commits().closedSegments();
    }

    @Override
    public boolean canRewrite(SegmentDescriptor segment) {
        return true;
    }

    @Override
    public List<WriteResult> rewrite(
            TableDefinition table, List<SegmentDescriptor> slice, Snapshot part) {
        List<WriteResult> written =
                leader.segments().rewrite(part.tables().get(table.getId()), slice);
        again =
                transaction -> {
                    Transaction late = new Transaction(leader.current(), clock);
                    late.rewrite(table.getId(), slice, written);
                    return late;
                };
        return written;
    }

    @Override
    public Transaction begin(Snapshot base) {
        return new Transaction(base, clock);
    }

    @Override
    public void commit(Transaction transaction) {
        boolean old = world.sabotage().makes(Sabotage.Mistake.FOLDS_OLD_ROWS);
        leader.commit(old ? again.apply(transaction) : transaction);
    }
}
