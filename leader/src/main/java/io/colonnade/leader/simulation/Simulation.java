package io.colonnade.leader.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One run from one seed: leaders, clients and faults for a while, then calm, then the books are
 * checked. The same seed gives the same run, on every machine. One use; any thread.
 */
public final class Simulation {
    private static final int CLIENTS = 3;
    private static final int OPERATIONS = 22;
    private static final int MOST_LEADERS = 3;
    private static final int ATTEMPTS = 5;
    private static final long END_NANOS = TimeUnit.MINUTES.toNanos(30);

    /** The longest that a write which nobody waits for any more takes to arrive, and some more. */
    private static final long SETTLE_NANOS = TimeUnit.SECONDS.toNanos(8);

    private final World world;
    private final Workload workload;
    private final List<SimulatedLeader> leaders = new ArrayList<>();
    private int made;
    private int clientsAtWork = CLIENTS;

    /**
     * What a run came to.
     *
     * @param problem what promise was broken, or empty
     * @param versions commits in the log
     * @param leaders processes that were started to lead
     * @param nanos simulated time
     * @param trace what happened, if it was asked for
     */
    public record Report(
            Optional<Throwable> problem,
            long versions,
            int operations,
            int leaders,
            long nanos,
            List<String> trace) {}

    private Simulation(long seed, boolean traced, Sabotage sabotage) {
        world = new World(seed, traced, sabotage, END_NANOS);
        workload = new Workload(world);
    }

    /** Runs a seed. */
    public static Report run(long seed, boolean traced) {
        return run(seed, traced, Sabotage.NONE);
    }

    static Report run(long seed, boolean traced, Sabotage sabotage) {
        return new Simulation(seed, traced, sabotage).run();
    }

    private Report run() {
        Throwable problem = null;
        try {
            world.scheduler().run(new Actor("director"), this::direct);
        } catch (Violation | RuntimeException | AssertionError e) {
            problem = e;
            world.trace().add("director", e::toString);
        }
        return new Report(
                Optional.ofNullable(problem),
                world.truth().newest().version(),
                workload.operations().size(),
                made,
                world.scheduler().nanos(),
                world.trace().lines());
    }

    private void direct() {
        world.nodes().start();
        SimulatedLeader first = makeLeader();
        first.start();
        workload.setUp(first);
        leaders.add(first);
        Actor people = new Actor("clients");
        for (int i = 0; i < CLIENTS; i++) {
            Client client = new Client(world, workload, this::someLeader, "client" + i);
            world.scheduler()
                    .spawn(
                            people,
                            () -> {
                                client.run(OPERATIONS);
                                clientsAtWork--;
                            });
        }
        world.scheduler().spawn(people, new Follower(world)::run);
        while (clientsAtWork > 0) {
            world.weather().draw(world.chance());
            disturb();
            world.scheduler().sleep(world.chance().between(50_000_000, 1_200_000_000));
        }
        heal();
        new FinalChecks(world, workload.operations()).run();
    }

    private SimulatedLeader makeLeader() {
        Actor actor = new Actor("leader" + made++);
        actor.skewMicros = world.chance().between(-3_000_000, 3_000_000);
        return new SimulatedLeader(world, actor);
    }

    private void startLeader() {
        SimulatedLeader leader = makeLeader();
        world.scheduler()
                .spawn(
                        leader.actor(),
                        () -> {
                            leader.start();
                            leaders.add(leader);
                        });
    }

    /** Mostly the newest; clients may still know an old one. */
    private SimulatedLeader someLeader() {
        leaders.removeIf(leader -> !leader.actor().isAlive());
        if (leaders.isEmpty()) {
            return null;
        }
        boolean newest = world.chance().with(0.85);
        return newest ? leaders.getLast() : leaders.get(world.chance().upTo(leaders.size()));
    }

    /** Something that happens to processes now and then. */
    private void disturb() {
        leaders.removeIf(leader -> !leader.actor().isAlive());
        if (leaders.isEmpty()) {
            startLeader();
            return;
        }
        SimulatedLeader victim = victim();
        switch (world.chance().upTo(11)) {
            case 0 -> {
                world.trace().add(victim.actor().name, () -> "is killed");
                victim.actor().kill();
                startLeader();
            }
            case 1 -> {
                long nanos = world.chance().between(1_000_000, 9_000_000_000L);
                world.trace().add(victim.actor().name, () -> "stands still for " + nanos);
                victim.actor().stallUntil(world.scheduler().nanos() + nanos);
                if (world.chance().with(0.7)) {
                    startLeader();
                }
            }
            case 2 -> {
                if (leaders.size() < MOST_LEADERS) {
                    startLeader();
                } else {
                    leaders.getFirst().actor().kill();
                }
            }
            case 8 -> disturbNode();
            case 9 -> world.hosts().trouble();
            case 3 -> victim.actor().skewMicros = world.chance().between(-9_000_000, 9_000_000);
            default -> {
                // a while of nothing but the weather
            }
        }
    }

    private void disturbNode() {
        Actor node = world.nodes().victim().actor();
        if (!node.isAlive()) {
            world.nodes().restart();
        } else if (world.chance().with(0.5)) {
            world.trace().add(node.name, () -> "is killed");
            node.kill();
        } else {
            long nanos = world.chance().between(1_000_000, 5_000_000_000L);
            node.stallUntil(world.scheduler().nanos() + nanos);
        }
    }

    /** Any leader, rather one that is in the middle of a commit. */
    private SimulatedLeader victim() {
        for (SimulatedLeader leader : leaders) {
            if (leader.isCommitting() && world.chance().with(0.7)) {
                return leader;
            }
        }
        return leaders.get(world.chance().upTo(leaders.size()));
    }

    /** Faults stop; a new leader must be able to do everything at once. */
    private void heal() {
        world.weather().calm();
        world.hosts().calm();
        world.nodes().restart();
        world.nodes().goOn();
        leaders.forEach(leader -> leader.actor().goOn());
        world.scheduler().sleep(SETTLE_NANOS);
        leaders.forEach(leader -> leader.actor().kill());
        leaders.clear();
        world.scheduler().sleep(SETTLE_NANOS);
        SimulatedLeader last = makeLeader();
        startOnce(last);
        Client client = new Client(world, workload, () -> last, "last");
        awaitTransfer(client, last);
        awaitLoad(client, last);
        long grace = world.sabotage().garbage().graceMicros();
        world.scheduler().sleep(TimeUnit.MICROSECONDS.toNanos(2 * grace));
        awaitCollection(last);
        awaitCollection(last);
        last.actor().kill();
    }

    /** One of some must succeed: a transaction may still be too slow. */
    private void awaitTransfer(Client client, SimulatedLeader last) {
        Operation operation = workload.transfer();
        client.call(last, operation);
        for (int i = 1; i < ATTEMPTS && operation.outcome == Operation.Outcome.FAILED; i++) {
            operation = workload.transfer();
            client.call(last, operation);
        }
        Truth.require(
                operation.outcome == Operation.Outcome.ACKNOWLEDGED,
                "liveness: " + operation + " after the faults: " + operation.outcome);
    }

    /** A label that was used: now it commits, or it did before. */
    private void awaitLoad(Client client, SimulatedLeader last) {
        Operation operation = workload.load();
        String label = Loads.name(operation.label);
        client.call(last, operation);
        for (int i = 1; i < ATTEMPTS && !world.truth().hasLabel(label); i++) {
            operation = workload.loadAgain(operation.label);
            client.call(last, operation);
        }
        Truth.require(
                world.truth().hasLabel(label),
                "liveness: " + operation + " after the faults: " + operation.outcome);
    }

    private void startOnce(SimulatedLeader last) {
        boolean[] ready = {false};
        world.scheduler()
                .spawn(
                        last.actor(),
                        () -> {
                            last.start();
                            ready[0] = true;
                        });
        long end = world.scheduler().nanos() + SETTLE_NANOS;
        while (!ready[0]) {
            Truth.require(world.scheduler().nanos() < end, "liveness: no leader after the faults");
            world.scheduler().sleep(10_000_000);
        }
    }

    private void awaitCollection(SimulatedLeader leader) {
        long end = world.scheduler().nanos() + 4 * SETTLE_NANOS;
        int before = leader.collections();
        while (leader.collections() == before) {
            Truth.require(world.scheduler().nanos() < end, "liveness: garbage is not collected");
            world.scheduler().sleep(100_000_000);
        }
    }
}
