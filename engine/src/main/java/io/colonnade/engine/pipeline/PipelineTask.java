package io.colonnade.engine.pipeline;

import io.colonnade.error.ColonnadeException;
import io.colonnade.storage.vector.Batch;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One worker's share of a stream: moves batches from a reader through its stages into a writer.
 * Runs for a short quantum at a time, then goes to the end of its query's lane; when the source has
 * nothing or the sink takes nothing it leaves the lane until that changes. One thread at a time,
 * any of the pool.
 */
final class PipelineTask implements Runnable {
    /** Long enough to amortise the queue, short enough that a short query need not wait. */
    private static final long QUANTUM_NANOS = 2_000_000;

    private enum State {
        QUEUED,
        RUNNING,
        PARKED,
        ENDED
    }

    private enum Outcome {
        YIELD,
        BLOCKED,
        FINISHED
    }

    private final FragmentRun run;
    private final ExecutionContext context;
    private final Stream stream;
    private final AtomicReference<State> state = new AtomicReference<>(State.QUEUED);
    private final TaskCounters counters;
    private SourceReader reader;
    private StageRun[] stages;
    private SinkWriter writer;
    private long deadline;
    private Outcome outcome;

    /** A stage and where it is. */
    private static final class StageRun {
        private final StageFactory factory;
        private final Stage stage;
        private final int counter;
        private boolean hasInput;
        private boolean ended;

        StageRun(StageFactory factory, int counter) {
            this.factory = factory;
            this.stage = factory.open();
            this.counter = counter;
        }
    }

    PipelineTask(FragmentRun run, ExecutionContext context, Stream stream) {
        this.run = run;
        this.context = context;
        this.stream = stream;
        counters = new TaskCounters(context, stream);
    }

    Stream stream() {
        return stream;
    }

    @Override
    public void run() {
        state.set(State.RUNNING);
        deadline = System.nanoTime() + QUANTUM_NANOS;
        CompletableFuture<?> wait = null;
        boolean over = false;
        try {
            context.cancel().check();
            if (writer == null) {
                open();
            }
            wait = move();
            over = outcome == Outcome.FINISHED;
        } catch (Throwable thrown) {
            context.cancel().cancel(Failures.translate(thrown));
            over = true;
        }
        counters.flush();
        if (over) {
            end();
        } else if (wait == null) {
            state.set(State.QUEUED);
            context.lane().submit(this);
        } else {
            park(wait);
        }
    }

    private void open() {
        List<StageFactory> factories = stream.stages();
        stages = new StageRun[factories.size()];
        reader = context.limited(stream.source().open());
        for (int i = 0; i < stages.length; i++) {
            stages[i] = new StageRun(factories.get(i), i + 1);
        }
        writer = stream.pipeline().sink().open();
    }

    /** Moves batches until the quantum is over, or gives what to wait for. */
    private CompletableFuture<?> move() {
        while (true) {
            context.cancel().check();
            CompletableFuture<?> writable = writer.writable();
            if (writable != null && !writable.isDone()) {
                outcome = Outcome.BLOCKED;
                return writable;
            }
            Batch batch = pull(stages.length);
            if (batch == null) {
                return outcome == Outcome.BLOCKED ? reader.available() : null;
            }
            long start = System.nanoTime();
            writer.write(batch);
            long now = System.nanoTime();
            counters.input(stages.length + 1, batch.rowCount(), now - start);
            if (now > deadline) {
                outcome = Outcome.YIELD;
                return null;
            }
        }
    }

    /** The next batch that comes out of the first `count` stages; null with the outcome set. */
    private Batch pull(int count) {
        if (count == 0) {
            return read();
        }
        StageRun current = stages[count - 1];
        while (true) {
            if (current.hasInput) {
                Batch output = nextOf(current);
                if (output != null) {
                    return output;
                }
            }
            if (current.ended) {
                outcome = Outcome.FINISHED;
                return null;
            }
            Batch input;
            if (current.factory.exhausted()) {
                outcome = Outcome.FINISHED;
                input = null;
            } else {
                input = pull(count - 1);
            }
            if (input != null) {
                long start = System.nanoTime();
                current.stage.input(input);
                counters.input(current.counter, input.rowCount(), System.nanoTime() - start);
            } else if (outcome == Outcome.FINISHED) {
                current.ended = true;
                current.stage.end();
            } else {
                return null;
            }
            current.hasInput = true;
        }
    }

    /** The stage's next batch that has rows, or null when it needs input. */
    private Batch nextOf(StageRun current) {
        long start = System.nanoTime();
        Batch output;
        do {
            output = current.stage.next();
        } while (output != null && output.rowCount() == 0);
        int rows = output == null ? 0 : output.rowCount();
        counters.output(current.counter, rows, System.nanoTime() - start);
        if (output == null) {
            current.hasInput = false;
        }
        return output;
    }

    private Batch read() {
        while (true) {
            context.cancel().check();
            long start = System.nanoTime();
            if (start > deadline) {
                outcome = Outcome.YIELD;
                return null;
            }
            Batch batch = reader.next();
            counters.output(0, batch == null ? 0 : batch.rowCount(), System.nanoTime() - start);
            if (batch == null) {
                outcome = reader.finished() ? Outcome.FINISHED : Outcome.BLOCKED;
                return null;
            }
            if (batch.rowCount() > 0) {
                assert batch.verify();
                return batch;
            }
        }
    }

    private void park(CompletableFuture<?> wait) {
        state.set(State.PARKED);
        wait.whenComplete((value, thrown) -> wake());
        if (context.cancel().isCanceled() || stream.isExhausted()) {
            wake();
        }
    }

    /** Puts a parked task back into the lane; no effect on others. */
    void wake() {
        if (state.compareAndSet(State.PARKED, State.QUEUED)) {
            context.lane().submit(this);
        }
    }

    private void end() {
        state.set(State.ENDED);
        close(writer);
        if (stages != null) {
            for (StageRun current : stages) {
                close(current == null ? null : current.stage);
            }
        }
        close(reader);
        run.taskEnded(this);
    }

    private void close(AutoCloseable closeable) {
        if (closeable == null) {
            return;
        }
        try {
            closeable.close();
        } catch (Exception thrown) {
            ColonnadeException failure = Failures.translate(thrown);
            context.cancel().cancel(failure);
        }
    }
}
