package io.colonnade.cli;

import org.jline.utils.Signals;

import java.util.List;
import java.util.concurrent.CountDownLatch;

/** SIGTERM and Ctrl-C, for commands that serve until then. */
final class StopSignal {
    private StopSignal() {}

    /** Opens when the process is told to stop, from now on. */
    static CountDownLatch latch() {
        CountDownLatch stop = new CountDownLatch(1);
        for (String signal : List.of("TERM", "INT")) {
            Signals.register(signal, stop::countDown);
        }
        return stop;
    }
}
