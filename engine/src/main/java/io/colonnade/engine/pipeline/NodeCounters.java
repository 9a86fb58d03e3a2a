package io.colonnade.engine.pipeline;

import io.colonnade.rpc.OperatorCounters;

import java.util.concurrent.atomic.LongAdder;

/** What one plan node did on this node, over all workers. Thread-safe; added to per batch. */
public final class NodeCounters {
    public final LongAdder rowsIn = new LongAdder();
    public final LongAdder rowsOut = new LongAdder();
    public final LongAdder nanos = new LongAdder();
    public final LongAdder blocksRead = new LongAdder();
    public final LongAdder blocksSkipped = new LongAdder();
    public final LongAdder bytesRead = new LongAdder();
    public final LongAdder bytesSent = new LongAdder();
    public final LongAdder memoryBytes = new LongAdder();
    public final LongAdder spilledBytes = new LongAdder();
    public final LongAdder rowGroupsRead = new LongAdder();
    public final LongAdder rowGroupsSkipped = new LongAdder();
    public final LongAdder blocksFromDisk = new LongAdder();
    public final LongAdder blocksFromStore = new LongAdder();
    public final LongAdder fusedRows = new LongAdder();

    OperatorCounters toProto(int nodeId) {
        return OperatorCounters.newBuilder()
                .setPlanNodeId(nodeId)
                .setRowsIn(rowsIn.sum())
                .setRowsOut(rowsOut.sum())
                .setNanos(nanos.sum())
                .setBlocksRead(blocksRead.sum())
                .setBlocksSkipped(blocksSkipped.sum())
                .setBytesRead(bytesRead.sum())
                .setBytesSent(bytesSent.sum())
                .setMemoryBytes(memoryBytes.sum())
                .setSpilledBytes(spilledBytes.sum())
                .setRowGroupsRead(rowGroupsRead.sum())
                .setRowGroupsSkipped(rowGroupsSkipped.sum())
                .setBlocksFromDisk(blocksFromDisk.sum())
                .setBlocksFromStore(blocksFromStore.sum())
                .setFusedRows(fusedRows.sum())
                .build();
    }
}
