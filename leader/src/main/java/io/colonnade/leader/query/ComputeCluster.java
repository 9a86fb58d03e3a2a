package io.colonnade.leader.query;

import io.colonnade.leader.system.NodeReports;
import io.colonnade.log.SegmentDescriptor;
import io.colonnade.rpc.ComputeGrpc;
import io.colonnade.rpc.Node;
import io.colonnade.rpc.Topology;
import io.colonnade.storage.snapshot.TableSnapshot;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The compute nodes and who owns which bucket. Thread-safe; nodes own consecutive slices, slices
 * own consecutive buckets.
 */
public final class ComputeCluster {
    /** Rows hash to this many buckets; see io.colonnade.storage.vector.Hashing. */
    private static final int BUCKETS = 1_024;

    /**
     * A compute node.
     *
     * @param service by reference when it runs in this process, else an adapter over gRPC
     */
    public record Member(Node node, ComputeGrpc.AsyncService service) {}

    private final List<Member> members;
    private final Topology topology;
    private final int[] sliceMember;
    private final AtomicInteger turn = new AtomicInteger();

    public ComputeCluster(List<Member> members) {
        if (members.isEmpty()) {
            throw new IllegalArgumentException("a cluster needs a compute node");
        }
        this.members = List.copyOf(members);
        int slices = members.stream().mapToInt(m -> m.node().getSlices()).sum();
        this.sliceMember = new int[slices];
        Topology.Builder builder = Topology.newBuilder().setVersion(1);
        int slice = 0;
        for (int m = 0; m < members.size(); m++) {
            builder.addNodes(members.get(m).node());
            for (int i = 0; i < members.get(m).node().getSlices(); i++) {
                sliceMember[slice++] = m;
            }
        }
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            builder.addBucketSlice((int) ((long) bucket * slices / BUCKETS));
        }
        this.topology = builder.build();
    }

    public List<Member> members() {
        return members;
    }

    /** To ask all nodes about themselves. */
    public NodeReports reports() {
        return new NodeReports(
                members.stream()
                        .map(member -> new NodeReports.Member(member.node(), member.service()))
                        .toList());
    }

    public Topology topology() {
        return topology;
    }

    public int slices() {
        return sliceMember.length;
    }

    /** Index of the member that owns a bucket. */
    public int ownerOf(int bucket) {
        return sliceMember[topology.getBucketSlice(bucket)];
    }

    /** The slice that owns a bucket. */
    public int sliceOf(int bucket) {
        return topology.getBucketSlice(bucket);
    }

    /** A slice for rows without a distribution key: each in turn. */
    int nextSlice() {
        return Math.floorMod(turn.getAndIncrement(), slices());
    }

    /** The first bucket of a slice. */
    public int firstBucket(int slice) {
        return bucketBound(slice);
    }

    /** The last bucket of a slice. */
    public int lastBucket(int slice) {
        return bucketBound(slice + 1) - 1;
    }

    /** The smallest bucket b with b * slices / BUCKETS >= slice. */
    private int bucketBound(int slice) {
        return (slice * BUCKETS + slices() - 1) / slices();
    }

    /**
     * Whether each segment's buckets belong to one node, so that rows with equal distribution keys
     * are together. Segments that were written when there were other nodes may span several.
     */
    public boolean isInPlace(TableSnapshot table) {
        return members.size() == 1 || table.segments().stream().allMatch(this::isOnOneNode);
    }

    /** Whether one node owns all buckets of the segment, so that it can write it again alone. */
    boolean isOnOneNode(SegmentDescriptor segment) {
        return ownerOf(segment.getFirstBucket()) == ownerOf(segment.getLastBucket());
    }
}
