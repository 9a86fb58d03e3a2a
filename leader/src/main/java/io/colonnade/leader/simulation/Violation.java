package io.colonnade.leader.simulation;

/** A promise that was broken; ends the run. */
public final class Violation extends Error {
    private static final long serialVersionUID = 1;

    Violation(String message) {
        super(message);
    }
}
