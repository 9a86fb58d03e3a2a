package io.colonnade.leader.simulation;

/** The end of a simulated process, as its code sees it: nothing after it may have an effect. */
final class Crash extends Error {
    private static final long serialVersionUID = 1;

    static final Crash INSTANCE = new Crash();

    private Crash() {
        super("the simulated process is dead", null, false, false);
    }
}
