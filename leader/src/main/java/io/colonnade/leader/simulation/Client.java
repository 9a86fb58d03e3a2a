package io.colonnade.leader.simulation;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;

import java.util.function.Supplier;

/**
 * A client: one operation after another, each in a session of some leader. Keeps what it was told
 * of each. One task of the simulation.
 */
final class Client {
    private final World world;
    private final Workload workload;
    private final Supplier<SimulatedLeader> leaders;
    private final String name;

    Client(World world, Workload workload, Supplier<SimulatedLeader> leaders, String name) {
        this.world = world;
        this.workload = workload;
        this.leaders = leaders;
        this.name = name;
    }

    /** The answer to one operation. */
    private static final class Reply {
        boolean there;
    }

    void run(int operations) {
        for (int i = 0; i < operations; i++) {
            world.scheduler().sleep(world.chance().between(0, 400_000_000));
            SimulatedLeader leader = leaders.get();
            if (leader != null) {
                call(leader, workload.draw());
            }
        }
    }

    /** Runs the operation in the leader's process; its death is an unknown outcome. */
    void call(SimulatedLeader leader, Operation operation) {
        world.trace().add(name, () -> operation + " to " + leader.actor().name);
        Reply reply = new Reply();
        Scheduler.Task me = world.scheduler().current();
        operation.outcome = Operation.Outcome.UNKNOWN;
        Runnable broken =
                () -> {
                    reply.there = true;
                    me.wake();
                };
        leader.actor().onDeath(broken);
        world.scheduler()
                .spawn(
                        leader.actor(),
                        () -> {
                            Operation.Outcome outcome = execute(leader, operation);
                            if (!reply.there) {
                                operation.outcome = outcome;
                                broken.run();
                            }
                        });
        while (!reply.there) {
            world.scheduler().await(60_000_000_000L);
        }
        leader.actor().forget(broken);
        world.trace().add(name, () -> operation + " " + operation.outcome);
    }

    private Operation.Outcome execute(SimulatedLeader leader, Operation operation) {
        try {
            operation.body.accept(leader, operation);
            requireCommitted(operation);
            return Operation.Outcome.ACKNOWLEDGED;
        } catch (ColonnadeException e) {
            SimulatedLeader.requireExternal(e);
            Truth.require(
                    e.code() != ErrorCode.UNDEFINED_FILE || !leader.isNewest(),
                    operation + " of the newest leader: " + e.getMessage());
            world.trace()
                    .add(
                            leader.actor().name,
                            () -> operation + ": " + e.code() + " " + e.getMessage());
            return e.code() == ErrorCode.COMMIT_OUTCOME_UNKNOWN
                    ? Operation.Outcome.UNKNOWN
                    : Operation.Outcome.FAILED;
        }
    }

    /** Nothing is acknowledged that is not in the log. */
    private void requireCommitted(Operation operation) {
        Truth.require(
                operation.marker == null || world.truth().isCommitted(operation.marker),
                operation + " is acknowledged and not in the log");
    }
}
