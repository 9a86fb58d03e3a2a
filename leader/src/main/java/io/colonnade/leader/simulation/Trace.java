package io.colonnade.leader.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** What happened in a run, for people; off unless a run is looked at closely. */
final class Trace {
    private final boolean on;
    private final List<String> lines = new ArrayList<>();
    private Scheduler scheduler;

    Trace(boolean on) {
        this.on = on;
    }

    void start(Scheduler time) {
        scheduler = time;
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
