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

/** What production's fold needs of a simulated leader. */
final class LeaderFolding implements InlineFold.Outside {
    private final World world;
    private final SimulatedLeader leader;
    private final Clock clock;

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
        return leader.segments().rewrite(part.tables().get(table.getId()), slice);
    }

    @Override
    public Transaction begin(Snapshot base) {
        boolean old = world.sabotage().makes(Sabotage.Mistake.FOLDS_OLD_ROWS);
        return new Transaction(old ? leader.current() : base, clock);
    }

    @Override
    public void commit(Transaction transaction) {
        leader.commit(transaction);
    }
}
