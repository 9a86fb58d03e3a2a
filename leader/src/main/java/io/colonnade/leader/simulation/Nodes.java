package io.colonnade.leader.simulation;

import io.colonnade.leader.query.ComputeCluster;
import io.colonnade.rpc.Node;

import java.util.ArrayList;
import java.util.List;

/**
 * The compute nodes of the warehouse: each is started again when it died. Owned by the baton's
 * holder.
 */
final class Nodes {
    static final int COUNT = 2;

    private final World world;
    private final List<SimulatedNode> nodes = new ArrayList<>();
    private int made;

    Nodes(World world) {
        this.world = world;
    }

    void start() {
        for (int i = 0; i < COUNT; i++) {
            nodes.add(make(i));
        }
    }

    private SimulatedNode make(int index) {
        return new SimulatedNode(world, index, "node" + index + "." + made++);
    }

    SimulatedNode get(int index) {
        return nodes.get(index);
    }

    /** Any of them. */
    SimulatedNode victim() {
        return nodes.get(world.chance().upTo(COUNT));
    }

    /** Starts those again that have died. */
    void restart() {
        for (int i = 0; i < COUNT; i++) {
            if (!nodes.get(i).actor().isAlive()) {
                nodes.set(i, make(i));
            }
        }
    }

    /** Ends all standstills. */
    void goOn() {
        nodes.forEach(node -> node.actor().goOn());
    }

    /** The nodes as a leader knows them. */
    ComputeCluster cluster(Actor leader, List<Scheduler.Task> waiting) {
        List<ComputeCluster.Member> members = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            Node node = Node.newBuilder().setId(i).setHost("node" + i).setSlices(1).build();
            members.add(new ComputeCluster.Member(node, new NodeLink(world, leader, i, waiting)));
        }
        return new ComputeCluster(members);
    }
}
