package io.colonnade.leader.simulation;

import java.util.ArrayList;
import java.util.List;

/** A simulated process: lives, stands still for a while, dies. Owned by the baton's holder. */
final class Actor {
    final String name;
    private final List<Scheduler.Task> tasks = new ArrayList<>();
    private final List<Runnable> afterDeath = new ArrayList<>();
    private boolean alive = true;
    private long stalledUntil;

    /** What its wall clock is wrong by. */
    long skewMicros;

    Actor(String name) {
        this.name = name;
    }

    boolean isAlive() {
        return alive;
    }

    void requireAlive() {
        if (!alive) {
            throw Crash.INSTANCE;
        }
    }

    void stallUntil(long nanos) {
        stalledUntil = Math.max(stalledUntil, nanos);
    }

    /** Ends a standstill. */
    void goOn() {
        stalledUntil = 0;
    }

    long stalledUntil() {
        return stalledUntil;
    }

    void add(Scheduler.Task task) {
        tasks.removeIf(Scheduler.Task::isFinished);
        tasks.add(task);
    }

    /** Runs when the process dies. */
    void onDeath(Runnable action) {
        afterDeath.add(action);
    }

    void forget(Runnable action) {
        afterDeath.remove(action);
    }

    /** Ends the process; its tasks find out when they wake. */
    void kill() {
        if (alive) {
            alive = false;
            stalledUntil = 0;
            tasks.forEach(Scheduler.Task::interrupt);
            afterDeath.forEach(Runnable::run);
        }
    }
}
