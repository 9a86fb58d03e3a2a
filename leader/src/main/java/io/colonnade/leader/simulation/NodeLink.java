package io.colonnade.leader.simulation;

import io.colonnade.rpc.ComputeGrpc;
import io.colonnade.rpc.ExecuteReply;
import io.colonnade.rpc.ExecuteRequest;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

import java.util.ArrayList;
import java.util.List;

/**
 * A compute node as one leader reaches it, in place of a connection of gRPC. Owned by the baton's
 * holder.
 */
final class NodeLink implements ComputeGrpc.AsyncService {
    private final World world;
    private final Actor leader;
    private final int node;
    private final List<Scheduler.Task> waiting;
    private ServerCallStreamObserver<ExecuteReply> newest;

    /**
     * @param waiting those of the leader who wait for the end of a call
     */
    NodeLink(World world, Actor leader, int node, List<Scheduler.Task> waiting) {
        this.world = world;
        this.leader = leader;
        this.node = node;
        this.waiting = waiting;
    }

    Actor leader() {
        return leader;
    }

    @Override
    public void execute(ExecuteRequest request, StreamObserver<ExecuteReply> replies) {
        newest = (ServerCallStreamObserver<ExecuteReply>) replies;
        new Call(world, this, world.nodes().get(node), newest).start(request);
    }

    /** Who gets a frame that came for this one. */
    StreamObserver<ExecuteReply> receiver(StreamObserver<ExecuteReply> meant) {
        return world.sabotage().makes(Sabotage.Mistake.MIXES_CALLS) ? newest : meant;
    }

    void ended() {
        new ArrayList<>(waiting).forEach(Scheduler.Task::wake);
    }
}
