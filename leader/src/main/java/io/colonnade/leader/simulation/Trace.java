package io.colonnade.leader.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** What happened in a run, for people; off unless a run is looked at closely. */
final class Trace {
    private final boolean on;
    private final List<String> lines = new ArrayList<>();
    private final Scheduler scheduler;

    Trace(boolean on, Scheduler scheduler) {
        this.on = on;
        this.scheduler = scheduler;
    }

    void add(String who, Supplier<String> what) {
        if (on) {
            lines.add(
                    String.format(
                            Locale.ROOT,
                            "%9.4f %-10s %s",
                            scheduler.nanos() / 1e9,
                            who,
                            what.get()));
        }
    }

    List<String> lines() {
        return lines;
    }
}
