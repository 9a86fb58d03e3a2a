package io.colonnade.leader.simulation;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.leader.transaction.LoadLabels;

import java.util.List;

/**
 * COPY by way of the compute nodes under labels that clients use again, since they often do not
 * know what became of a load.
 */
final class Loads {
    static final String TABLE = "loads";

    /** Rows of each load. */
    static final int ROWS = 3;

    private final World world;
    private final Workload workload;
    private int labels;

    Loads(World world, Workload workload) {
        this.world = world;
        this.workload = workload;
    }

    /** How many labels were used. */
    int labels() {
        return labels;
    }

    static String name(int label) {
        return "label" + label;
    }

    /** A label for the next load: a new one, or one that was used before. */
    int draw() {
        return labels > 0 && world.chance().with(0.6) ? world.chance().upTo(labels) : labels++;
    }

    void load(SimulatedLeader leader, Operation operation) {
        String label = name(operation.label);
        boolean forgets = world.sabotage().makes(Sabotage.Mistake.CHECKS_LABELS_ONCE);
        try {
            workload.inTransaction(
                    leader,
                    transaction -> {
                        LoadLabels.requireUnused(leader.current(), label, leader.nowMicros());
                        long table = Workload.table(transaction.view(), TABLE).id();
                        transaction.write(
                                table,
                                leader.load(transaction.view(), table, rows(operation.label)));
                        if (!forgets) {
                            transaction.label(label, ROWS);
                        }
                        workload.mark(leader, transaction, operation);
                    });
        } catch (ColonnadeException e) {
            if (e.code() == ErrorCode.DUPLICATE_OBJECT) {
                Truth.require(
                        world.truth().hasLabel(label),
                        operation + " was told that " + label + " has committed");
            }
            throw e;
        }
    }

    private static List<List<long[]>> rows(int label) {
        return List.of(
                List.of(new long[] {label, 0}),
                List.of(new long[] {label, 1}, new long[] {label, 2}));
    }
}
