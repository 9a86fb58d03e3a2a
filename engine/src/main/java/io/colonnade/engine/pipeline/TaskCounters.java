package io.colonnade.engine.pipeline;

import java.util.List;

/**
 * Rows and time of one task, kept in plain arrays between quanta: entry 0 is the source, then the
 * stages, last the sink. One thread.
 */
final class TaskCounters {
    private final NodeCounters[] targets;
    private final long[] rowsIn;
    private final long[] rowsOut;
    private final long[] nanos;

    TaskCounters(ExecutionContext context, Stream stream) {
        List<StageFactory> stages = stream.stages();
        int entries = stages.size() + 2;
        targets = new NodeCounters[entries];
        rowsIn = new long[entries];
        rowsOut = new long[entries];
        nanos = new long[entries];
        targets[0] = context.counters(stream.sourceNode());
        for (int i = 0; i < stages.size(); i++) {
            targets[i + 1] = context.counters(stages.get(i).nodeId());
        }
        int sinkNode = stream.pipeline().sinkNode();
        targets[entries - 1] =
                sinkNode == Pipeline.NO_NODE ? new NodeCounters() : context.counters(sinkNode);
    }

    void input(int entry, int rows, long time) {
        rowsIn[entry] += rows;
        nanos[entry] += time;
    }

    void output(int entry, int rows, long time) {
        rowsOut[entry] += rows;
        nanos[entry] += time;
    }

    void flush() {
        for (int i = 0; i < targets.length; i++) {
            targets[i].rowsIn.add(rowsIn[i]);
            targets[i].rowsOut.add(rowsOut[i]);
            targets[i].nanos.add(nanos[i]);
            rowsIn[i] = 0;
            rowsOut[i] = 0;
            nanos[i] = 0;
        }
    }
}
