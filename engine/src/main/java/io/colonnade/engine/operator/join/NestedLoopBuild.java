package io.colonnade.engine.operator.join;

import io.colonnade.engine.memory.MemoryReservation;
import io.colonnade.engine.pipeline.ExecutionContext;
import io.colonnade.engine.pipeline.Sink;
import io.colonnade.engine.pipeline.SinkWriter;
import io.colonnade.error.ColonnadeException;
import io.colonnade.plan.PlanNode;

import java.util.concurrent.atomic.AtomicInteger;

/** Build side of a nested loop join: all rows of the right input, shared by the node's workers. */
public final class NestedLoopBuild implements Sink {
    private final ExecutionContext context;
    private final JoinSpec spec;
    private final BuildRows rows;
    private final MemoryReservation memory;

    /** Streams that read the rows and have not ended. */
    private final AtomicInteger users = new AtomicInteger();

    public NestedLoopBuild(ExecutionContext context, PlanNode node) {
        this.context = context;
        spec = JoinSpec.nestedLoop(node, context.zone());
        switch (spec.kind()) {
            case INNER, LEFT_OUTER, LEFT_SEMI, LEFT_ANTI, MARK -> {}
            default ->
                    throw ColonnadeException.notSupported(
                            spec.kind() + " join without an equality condition");
        }
        memory = context.reservation(spec.label());
        rows = new BuildRows(context, memory, spec);
    }

    @Override
    public SinkWriter open() {
        return rows.writer();
    }

    @Override
    public void finish() {
        rows.finish();
        context.counters(spec.nodeId()).memoryBytes.add(rows.rows().bytes());
    }

    /** Called while compiling: that many more streams read the rows. */
    public void use(int streams) {
        users.addAndGet(streams);
    }

    /** One of them has ended; with the last one the rows go. */
    void release() {
        if (users.decrementAndGet() == 0) {
            rows.drop();
            memory.close();
        }
    }

    ExecutionContext context() {
        return context;
    }

    JoinSpec spec() {
        return spec;
    }

    BuildRows rows() {
        return rows;
    }
}
