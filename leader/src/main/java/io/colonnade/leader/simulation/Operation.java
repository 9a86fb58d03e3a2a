package io.colonnade.leader.simulation;

import java.util.function.BiConsumer;

/**
 * What a client asks of a leader, and what became of it. What it does to the data is told by
 * numbers, so that the state at the end can be computed from the operations that took place.
 */
final class Operation {
    /** What the client knows. */
    enum Outcome {
        PENDING,
        ACKNOWLEDGED,
        FAILED,
        UNKNOWN
    }

    final long number;
    final String kind;
    final BiConsumer<SimulatedLeader, Operation> body;
    Outcome outcome = Outcome.PENDING;

    /** The object that is in a version exactly if the operation took place; null: it has none. */
    String marker;

    /** What it moves between accounts: two accounts by number over all banks, and how much. */
    long[] transfer;

    /** The list to whose end it puts its number, or -1. */
    long list = -1;

    /** The label of a load, or -1. */
    int label = -1;

    Operation(long number, String kind, BiConsumer<SimulatedLeader, Operation> body) {
        this.number = number;
        this.kind = kind;
        this.body = body;
    }

    @Override
    public String toString() {
        return kind + " " + number;
    }
}
