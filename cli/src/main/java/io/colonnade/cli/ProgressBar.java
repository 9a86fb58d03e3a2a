package io.colonnade.cli;

import io.colonnade.bench.Progress;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Shows how far long work has come: a bar that redraws itself on a terminal, one line at the end
 * elsewhere. Any thread may report; the one that made it closes it.
 */
final class ProgressBar implements Progress, AutoCloseable {
    private static final int BAR_CHARACTERS = 30;

    /** Often enough to look alive, too rarely to cost anything. */
    private static final long REDRAW_NANOS = 100_000_000;

    /** How often the time moves on while nobody reports anything, as during one long statement. */
    private static final long TICK_MILLIS = 1_000;

    private final PrintWriter out;
    private final boolean terminal;
    private final String label;
    private final long total;
    private final long start = System.nanoTime();
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong nextRedraw = new AtomicLong(start);
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile String note = "";

    ProgressBar(PrintWriter out, boolean terminal, String label, long total) {
        this.out = out;
        this.terminal = terminal;
        this.label = label;
        this.total = total;
        if (terminal) {
            Thread.ofVirtual().name("progress").start(this::tick);
        }
    }

    private void tick() {
        try {
            while (!closed.await(TICK_MILLIS, TimeUnit.MILLISECONDS)) {
                draw(done.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void advance(long amount) {
        long now = done.addAndGet(amount);
        long time = System.nanoTime();
        long due = nextRedraw.get();
        if (terminal && time >= due && nextRedraw.compareAndSet(due, time + REDRAW_NANOS)) {
            draw(now);
        }
    }

    @Override
    public void note(String text) {
        note = text;
        if (terminal) {
            draw(done.get());
        }
    }

    double seconds() {
        return (System.nanoTime() - start) / 1e9;
    }

    private void draw(long now) {
        double share = total == 0 ? 1 : Math.min(1.0, now / (double) total);
        int filled = (int) Math.round(share * BAR_CHARACTERS);
        String bar = "#".repeat(filled) + ".".repeat(BAR_CHARACTERS - filled);
        String line =
                String.format(
                        Locale.ROOT,
                        "%-20s [%s] %3.0f%% %6.1f s  %-12s",
                        label,
                        bar,
                        share * 100,
                        seconds(),
                        note);
        synchronized (out) {
            if (closed.getCount() > 0) {
                out.print("\r" + line);
                out.flush();
            }
        }
    }

    /** Leaves one line that says what was done in which time. */
    void finish(String result) {
        String line = String.format(Locale.ROOT, "%-20s %s", label, result);
        synchronized (out) {
            closed.countDown();
            out.println((terminal ? "\r\u001b[K" : "") + line);
            out.flush();
        }
    }

    /** Leaves the line to what follows; without {@link #finish} the work has failed. */
    @Override
    public void close() {
        if (terminal) {
            synchronized (out) {
                closed.countDown();
                out.print("\r\u001b[K");
                out.flush();
            }
        }
    }
}
