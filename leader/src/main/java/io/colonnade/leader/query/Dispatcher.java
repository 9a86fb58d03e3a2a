package io.colonnade.leader.query;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.log.DistributionStyle;
import io.colonnade.log.SegmentDescriptor;
import io.colonnade.plan.Fragment;
import io.colonnade.plan.PlanNode;
import io.colonnade.plan.Scan;
import io.colonnade.rpc.ExecuteRequest;
import io.colonnade.rpc.FileRange;
import io.colonnade.rpc.LoadAssignment;
import io.colonnade.rpc.ScanAssignment;
import io.colonnade.rpc.WriteAssignment;
import io.colonnade.storage.snapshot.Snapshot;
import io.colonnade.storage.snapshot.TableSnapshot;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import java.util.stream.IntStream;

/**
 * Sends a plan's fragments to the compute nodes, each with what it has to read and write. The
 * snapshot decides what is read; nothing on the way looks at a newer one. Thread-safe.
 */
public final class Dispatcher {
    private final ComputeCluster cluster;
    private final AtomicLong nextQueryId;
    private final LongFunction<Snapshot> past;

    /** Ids of nodes that did not answer when they were last asked. */
    private final Set<Integer> unreachable = ConcurrentHashMap.newKeySet();

    /**
     * @param past gives the state of a version that a scan names
     */
    public Dispatcher(ComputeCluster cluster, long firstQueryId, LongFunction<Snapshot> past) {
        this.past = past;
        this.cluster = cluster;
        this.nextQueryId = new AtomicLong(firstQueryId);
    }

    public ComputeCluster cluster() {
        return cluster;
    }

    public long newQueryId() {
        return nextQueryId.getAndIncrement();
    }

    /**
     * What to run.
     *
     * @param files ranges that a LoadFiles node of the plan reads; empty if there is none
     * @param memoryBytes the query's memory on each node
     */
    public record Work(
            long queryId,
            List<Fragment> fragments,
            Snapshot snapshot,
            List<FileRange> files,
            long memoryBytes,
            Map<String, String> settings,
            String label) {}

    /** Starts the work on the nodes that have a part in it, and returns at once. */
    public RunningQuery start(Work work) {
        RunningQuery query = new RunningQuery(work.queryId(), unreachable);
        int coordinator = coordinator();
        boolean onOneNode = work.fragments().stream().allMatch(Fragment::getSingleNode);
        List<ComputeCluster.Member> members = cluster.members();
        List<Integer> parts =
                onOneNode
                        ? List.of(coordinator)
                        : IntStream.range(0, members.size()).boxed().toList();
        List<ExecuteRequest> requests = new ArrayList<>();
        List<NodeReplies> replies = new ArrayList<>();
        for (int part : parts) {
            requests.add(request(work, part, coordinator));
            replies.add(query.addNode(members.get(part).node()));
        }
        for (int i = 0; i < parts.size(); i++) {
            start(members.get(parts.get(i)), requests.get(i), replies.get(i));
        }
        return query;
    }

    /** A node whose call cannot be made fails the query, so that those already started stop. */
    private static void start(
            ComputeCluster.Member member, ExecuteRequest request, NodeReplies replies) {
        try {
            member.service().execute(request, replies);
        } catch (RuntimeException e) {
            replies.onError(e);
        }
    }

    /**
     * The member that runs single-node fragments: the first one that answered when last asked, so
     * that what needs no other node goes on while one is gone.
     */
    private int coordinator() {
        List<ComputeCluster.Member> members = cluster.members();
        for (int m = 0; m < members.size(); m++) {
            if (!unreachable.contains(members.get(m).node().getId())) {
                return m;
            }
        }
        return 0;
    }

    private ExecuteRequest request(Work work, int member, int coordinator) {
        ExecuteRequest.Builder request =
                ExecuteRequest.newBuilder()
                        .setQueryId(work.queryId())
                        .setEpoch(work.snapshot().epoch())
                        .setNodeId(cluster.members().get(member).node().getId())
                        .setCoordinatorNodeId(cluster.members().get(coordinator).node().getId())
                        .setTopology(cluster.topology())
                        .addAllFragments(work.fragments())
                        .setMemoryLimitBytes(work.memoryBytes())
                        .putAllSettings(work.settings())
                        .setStatementLabel(work.label());
        for (Fragment fragment : work.fragments()) {
            if (!fragment.getSingleNode() || member == coordinator) {
                assign(fragment.getRoot(), work, member, request);
            }
        }
        return request.build();
    }

    private void assign(PlanNode plan, Work work, int member, ExecuteRequest.Builder request) {
        switch (plan.getNodeCase()) {
            case SCAN -> {
                long version = plan.getScan().getAtVersion();
                Snapshot read = version == 0 ? work.snapshot() : past.apply(version);
                TableSnapshot table = table(read, plan.getScan().getTableId());
                request.addScans(
                        ScanAssignment.newBuilder()
                                .setPlanNodeId(plan.getId())
                                .setTable(table.definition())
                                .addAllSegments(segmentsOf(table, plan.getScan(), member)));
            }
            case TABLE_WRITE -> {
                long id = plan.getTableWrite().getTableId();
                request.addWrites(
                        WriteAssignment.newBuilder()
                                .setPlanNodeId(plan.getId())
                                .setTable(table(work.snapshot(), id).definition()));
            }
            case LOAD_FILES -> {
                LoadAssignment.Builder load =
                        LoadAssignment.newBuilder().setPlanNodeId(plan.getId());
                for (int i = member; i < work.files().size(); i += cluster.members().size()) {
                    load.addRanges(work.files().get(i));
                }
                request.addLoads(load);
            }
            default -> {
                // Needs nothing beside its inputs.
            }
        }
        for (PlanNode input : plan.getInputsList()) {
            assign(input, work, member, request);
        }
    }

    private static TableSnapshot table(Snapshot snapshot, long id) {
        return snapshot.table(id)
                .orElseThrow(
                        () ->
                                new ColonnadeException(
                                        ErrorCode.UNDEFINED_TABLE,
                                        "a table of the statement was dropped meanwhile"));
    }

    /** A node reads the segments whose buckets it owns; of an ALL table it reads every one. */
    private List<SegmentDescriptor> segmentsOf(TableSnapshot table, Scan scan, int member) {
        List<SegmentDescriptor> segments = table.segments();
        if (table.definition().getDistribution() != DistributionStyle.ALL
                && cluster.members().size() > 1) {
            segments =
                    segments.stream()
                            .filter(s -> cluster.ownerOf(s.getFirstBucket()) == member)
                            .toList();
        }
        boolean inThisProcess = cluster.members().get(member).node().getHost().isEmpty();
        return inThisProcess
                ? segments
                : segments.stream().map(s -> SegmentDigest.of(s, scan.getColumnIdsList())).toList();
    }
}
