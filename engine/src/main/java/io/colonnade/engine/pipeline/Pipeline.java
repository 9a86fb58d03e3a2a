package io.colonnade.engine.pipeline;

import io.colonnade.error.ColonnadeException;

import java.util.List;

/** Streams that end in one sink; finished when the sink is. */
public final class Pipeline {
    /** For a sink that no plan node stands for: the fragment's output. */
    public static final int NO_NODE = -1;

    private final List<Stream> streams;
    private final Sink sink;
    private final int sinkNode;
    private final Completion done = new Completion();

    /** Streams that have not ended; guarded by the run. */
    private int remainingStreams;

    /** Whether any stream has or had tasks; guarded by the run. */
    private boolean started;

    public Pipeline(List<Stream> streams, Sink sink, int sinkNode) {
        if (streams.isEmpty()) {
            throw ColonnadeException.internal("nothing flows into plan node " + sinkNode);
        }
        this.streams = List.copyOf(streams);
        this.sink = sink;
        this.sinkNode = sinkNode;
        remainingStreams = streams.size();
        this.streams.forEach(stream -> stream.endsIn(this));
    }

    public List<Stream> streams() {
        return streams;
    }

    Sink sink() {
        return sink;
    }

    int sinkNode() {
        return sinkNode;
    }

    public Completion done() {
        return done;
    }

    void start() {
        started = true;
    }

    boolean isStarted() {
        return started;
    }

    /** Whether that was the last one. */
    boolean endStream() {
        return --remainingStreams == 0;
    }
}
