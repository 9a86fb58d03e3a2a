package io.colonnade.compute.exchange;

import com.google.protobuf.ByteString;

import io.colonnade.engine.pipeline.Sink;
import io.colonnade.engine.pipeline.SinkWriter;
import io.colonnade.error.ColonnadeException;
import io.colonnade.plan.Fragment;
import io.colonnade.plan.OutputKind;
import io.colonnade.rpc.ComputeGrpc;
import io.colonnade.rpc.Node;
import io.colonnade.rpc.Topology;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.Hashing;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.SqlType;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Sends a fragment's rows to the nodes that need them: all to one (GATHER), all to all (BROADCAST),
 * each to the owner of its bucket (HASH), or in turn (ROUND_ROBIN).
 */
public final class ExchangeSink implements Sink {
    private final OutputKind kind;
    private final int[] hashColumns;
    private final List<SqlType> types;
    private final List<Destination> destinations = new ArrayList<>();
    private final int[] bucketDestination;

    /**
     * @param coordinatorNodeId receiver of GATHER
     */
    public ExchangeSink(
            Fragment fragment,
            List<SqlType> types,
            Sender sender,
            Topology topology,
            int coordinatorNodeId) {
        this.kind = fragment.getOutput();
        this.hashColumns =
                fragment.getHashColumnsList().stream().mapToInt(Integer::intValue).toArray();
        this.types = types;
        for (Node node : topology.getNodesList()) {
            if (kind != OutputKind.GATHER || node.getId() == coordinatorNodeId) {
                destinations.add(sender.to(node, fragment.getExchangeId()));
            }
        }
        this.bucketDestination = bucketDestinations(topology);
    }

    /**
     * Who sends: knows its own node and how to reach the others.
     *
     * @param peers the service of another node
     */
    public record Sender(
            ExchangeHub hub,
            long queryId,
            int nodeId,
            Function<Node, ComputeGrpc.AsyncService> peers) {
        Destination to(Node receiver, int exchangeId) {
            return receiver.getId() == nodeId
                    ? new LocalDestination(hub.inbound(queryId, exchangeId), nodeId)
                    : new RemoteDestination(
                            peers.apply(receiver), receiver, queryId, exchangeId, nodeId);
        }
    }

    /** Index of the node that owns each bucket; nodes own consecutive slices. */
    private static int[] bucketDestinations(Topology topology) {
        int[] sliceNode = new int[topology.getNodesList().stream().mapToInt(Node::getSlices).sum()];
        int slice = 0;
        for (int n = 0; n < topology.getNodesCount(); n++) {
            for (int i = 0; i < topology.getNodes(n).getSlices(); i++) {
                sliceNode[slice++] = n;
            }
        }
        int[] owners = new int[topology.getBucketSliceCount()];
        for (int bucket = 0; bucket < owners.length; bucket++) {
            owners[bucket] = sliceNode[topology.getBucketSlice(bucket)];
        }
        return owners;
    }

    @Override
    public SinkWriter open() {
        return switch (kind) {
            case HASH -> new HashWriter();
            case ROUND_ROBIN -> new WholeBatchWriter(false);
            case GATHER, BROADCAST -> new WholeBatchWriter(true);
            case RESULT, UNRECOGNIZED ->
                    throw ColonnadeException.internal("not an exchange: " + kind);
        };
    }

    @Override
    public void finish() {
        destinations.forEach(Destination::finish);
    }

    /** Tells every receiver that the query failed here. */
    public void fail(ColonnadeException error) {
        destinations.forEach(destination -> destination.fail(error));
    }

    private CompletableFuture<?> firstClosedWindow() {
        for (Destination destination : destinations) {
            CompletableFuture<?> opens = destination.writable();
            if (opens != null) {
                return opens;
            }
        }
        return null;
    }

    /** Encodes each batch once and sends it to all receivers, or to one in turn. */
    private final class WholeBatchWriter implements SinkWriter {
        private final boolean toAll;
        private int next;

        WholeBatchWriter(boolean toAll) {
            this.toAll = toAll;
        }

        @Override
        public void write(Batch batch) {
            BatchFrames.encode(batch, this::send);
        }

        private void send(ByteString bytes) {
            if (toAll) {
                destinations.forEach(destination -> destination.send(bytes));
            } else {
                destinations.get(next).send(bytes);
                next = (next + 1) % destinations.size();
            }
        }

        @Override
        public CompletableFuture<?> writable() {
            return firstClosedWindow();
        }

        @Override
        public void close() {
            // Batches are never held back.
        }
    }

    /** Collects rows per receiver and sends full batches. */
    private final class HashWriter implements SinkWriter {
        private final long[] hashes = new long[Batch.CAPACITY];
        private final int[][] positions = new int[destinations.size()][Batch.CAPACITY];
        private final int[] counts = new int[destinations.size()];
        private final Batch[] pending = new Batch[destinations.size()];

        HashWriter() {
            for (int d = 0; d < pending.length; d++) {
                pending[d] = Batch.create(types);
                pending[d].setSize(0);
            }
        }

        @Override
        public void write(Batch batch) {
            Hashing.hash(batch, hashColumns, hashes);
            Arrays.fill(counts, 0);
            int rows = batch.rowCount();
            for (int i = 0; i < rows; i++) {
                int position = batch.position(i);
                int d = bucketDestination[Hashing.bucket(hashes[position])];
                positions[d][counts[d]++] = position;
            }
            for (int d = 0; d < pending.length; d++) {
                append(d, batch);
            }
        }

        private void append(int d, Batch batch) {
            int count = counts[d];
            if (count == 0) {
                return;
            }
            if (pending[d].size() + count > Batch.CAPACITY) {
                flush(d);
            }
            int offset = pending[d].size();
            for (int c = 0; c < types.size(); c++) {
                pending[d].column(c).gather(batch.column(c), positions[d], count, offset);
            }
            pending[d].setSize(offset + count);
        }

        private void flush(int d) {
            if (pending[d].size() > 0) {
                BatchFrames.encode(pending[d], destinations.get(d)::send);
                for (int c = 0; c < types.size(); c++) {
                    Vector column = pending[d].column(c);
                    column.reset();
                }
                pending[d].setSize(0);
            }
        }

        @Override
        public CompletableFuture<?> writable() {
            return firstClosedWindow();
        }

        @Override
        public void close() {
            for (int d = 0; d < pending.length; d++) {
                flush(d);
            }
        }
    }
}
