package io.colonnade.leader.simulation;

import java.util.concurrent.TimeUnit;

/**
 * The way between processes: packets take time, overtake each other, get lost, come twice or very
 * late. Owned by the baton's holder.
 */
final class Network {
    private static final long FAST_NANOS = TimeUnit.MICROSECONDS.toNanos(100);
    private static final long USUAL_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long SLOW_NANOS = TimeUnit.SECONDS.toNanos(3);

    private final World world;

    Network(World world) {
        this.world = world;
    }

    /** Does something in a process when a packet arrives there; false if it never will. */
    boolean send(Actor to, String what, Runnable arrival) {
        Weather weather = world.weather();
        if (world.chance().with(weather.packetLost)) {
            world.trace().add("network", () -> "loses " + what + " to " + to.name);
            return false;
        }
        deliver(to, arrival);
        if (world.chance().with(weather.packetTwice)) {
            world.trace().add("network", () -> "doubles " + what + " to " + to.name);
            deliver(to, arrival);
        }
        return true;
    }

    private void deliver(Actor to, Runnable arrival) {
        boolean slow = world.chance().with(world.weather().slow);
        after(
                world.chance().between(FAST_NANOS, slow ? SLOW_NANOS : USUAL_NANOS),
                () -> {
                    if (to.isAlive()) {
                        world.scheduler().spawn(to, arrival);
                    }
                });
    }

    /** Does something later that needs no process. */
    void after(long nanos, Runnable action) {
        world.scheduler().at(world.scheduler().nanos() + nanos, action);
    }
}
