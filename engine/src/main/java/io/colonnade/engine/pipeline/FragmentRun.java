package io.colonnade.engine.pipeline;

import io.colonnade.error.ColonnadeException;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * A fragment that is running: starts each stream when what it needs is there, finishes sinks, and
 * ends when everything is done or, after a failure, when the last task has stopped. Thread-safe.
 */
public final class FragmentRun {
    private final ExecutionContext context;
    private final CompletableFuture<Void> result = new CompletableFuture<>();

    /** Streams not started, in the order to start them; guarded by this. */
    private final List<Stream> pending = new ArrayList<>();

    /** Started and not ended; guarded by this. */
    private final Set<PipelineTask> live = new HashSet<>();

    /** Tasks and sink finishes under way; guarded by this. */
    private int active;

    /** Pipelines whose sink is not finished; guarded by this. */
    private int unfinished;

    /** Guarded by this. */
    private boolean ended;

    public FragmentRun(ExecutionContext context, List<Pipeline> pipelines) {
        this.context = context;
        unfinished = pipelines.size();
        pipelines.forEach(pipeline -> pending.addAll(pipeline.streams()));
    }

    public CompletableFuture<Void> start() {
        context.cancel().onCancel(this::canceled);
        startReady();
        return result;
    }

    private void startReady() {
        List<PipelineTask> tasks = new ArrayList<>();
        List<Stream> empty = new ArrayList<>();
        try {
            synchronized (this) {
                if (context.cancel().isCanceled()) {
                    pending.clear();
                }
                for (Iterator<Stream> i = pending.iterator(); i.hasNext(); ) {
                    Stream stream = i.next();
                    if (stream.isReady()) {
                        i.remove();
                        // One task at least opens the sink: a count of no rows is a row.
                        if (stream.source().isEmpty() && stream.pipeline().isStarted()) {
                            empty.add(stream);
                        } else {
                            addTasks(stream, tasks);
                        }
                    }
                }
                live.addAll(tasks);
                active += tasks.size() + empty.size();
            }
        } catch (Throwable thrown) {
            context.cancel().cancel(Failures.translate(thrown));
            tasks.clear();
            empty.clear();
        }
        tasks.forEach(task -> context.lane().submit(task));
        empty.forEach(stream -> endStream(stream, true));
        settle();
    }

    private void addTasks(Stream stream, List<PipelineTask> tasks) {
        int count = Math.max(1, Math.min(context.workers(), stream.source().maxParallelism()));
        stream.startTasks(count);
        stream.pipeline().start();
        for (int i = 0; i < count; i++) {
            tasks.add(new PipelineTask(this, context, stream));
        }
    }

    void taskEnded(PipelineTask task) {
        Stream stream = task.stream();
        boolean lastTask;
        List<PipelineTask> siblings = List.of();
        synchronized (this) {
            live.remove(task);
            lastTask = stream.endTask();
            if (!lastTask && stream.isExhausted()) {
                siblings = List.copyOf(live);
            }
        }
        siblings.forEach(PipelineTask::wake);
        endStream(stream, lastTask);
    }

    /** A task of the stream has ended, or the stream without one. */
    private void endStream(Stream stream, boolean lastTask) {
        if (lastTask) {
            release(stream);
        }
        if (endTask(stream, lastTask)) {
            context.lane().submit(() -> finish(stream.pipeline()));
        } else {
            startReady();
        }
    }

    /** Whether the stream's pipeline can be finished now; the task then counts on as that. */
    private synchronized boolean endTask(Stream stream, boolean lastTask) {
        if (lastTask) {
            stream.done().complete();
            if (stream.pipeline().endStream() && !context.cancel().isCanceled()) {
                return true;
            }
        }
        active--;
        return false;
    }

    private void release(Stream stream) {
        try {
            stream.release();
        } catch (Throwable thrown) {
            context.cancel().cancel(Failures.translate(thrown));
        }
    }

    private void finish(Pipeline pipeline) {
        try {
            context.cancel().check();
            long start = System.nanoTime();
            pipeline.sink().finish();
            if (pipeline.sinkNode() != Pipeline.NO_NODE) {
                context.counters(pipeline.sinkNode()).nanos.add(System.nanoTime() - start);
            }
        } catch (Throwable thrown) {
            context.cancel().cancel(Failures.translate(thrown));
        }
        synchronized (this) {
            active--;
            unfinished--;
            pipeline.done().complete();
        }
        startReady();
    }

    private void canceled() {
        List<PipelineTask> parked;
        synchronized (this) {
            parked = List.copyOf(live);
        }
        parked.forEach(PipelineTask::wake);
        settle();
    }

    /** Ends the run when nothing is under way and nothing more can start. */
    private void settle() {
        ColonnadeException failure;
        synchronized (this) {
            failure = context.cancel().reason();
            if (ended || active > 0 || failure == null && unfinished > 0) {
                return;
            }
            ended = true;
        }
        try {
            context.releaseAll();
        } catch (Throwable thrown) {
            failure = failure == null ? Failures.translate(thrown) : failure;
        }
        if (failure == null) {
            result.complete(null);
        } else {
            result.completeExceptionally(failure);
        }
    }
}
