package io.colonnade.leader.simulation;

import io.colonnade.rpc.ExecuteReply;
import io.colonnade.rpc.ExecuteRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;

import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * One call of a leader to a node. Whatever becomes of packets, the leader gets the frames of the
 * reply in order and each once, or learns at some time that the connection broke, as gRPC has it.
 * The node may work for a call that nobody waits for any more. Owned by the baton's holder.
 */
final class Call {
    private static final long NOTICE_NANOS = TimeUnit.MILLISECONDS.toNanos(900);
    private static final long RESEND_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

    private final World world;
    private final NodeLink link;
    private final SimulatedNode node;
    private final ServerCallStreamObserver<ExecuteReply> replies;
    private final TreeMap<Integer, Runnable> early = new TreeMap<>();
    private int sent;
    private int delivered;
    private boolean taken;
    private boolean over;
    private boolean canceled;
    private final Runnable broken = this::breakSoon;

    Call(
            World world,
            NodeLink link,
            SimulatedNode node,
            ServerCallStreamObserver<ExecuteReply> replies) {
        this.world = world;
        this.link = link;
        this.node = node;
        this.replies = replies;
    }

    /** The leader's part of it: asks the node. */
    void start(ExecuteRequest request) {
        replies.setOnCancelHandler(
                () -> world.network().send(node.actor(), "cancel", () -> canceled = true));
        node.actor().onDeath(broken);
        boolean there =
                node.actor().isAlive()
                        && world.network().send(node.actor(), "request", () -> serve(request));
        if (!there) {
            breakSoon();
        }
    }

    /** In the node. A request that comes a second time is worked on for nobody. */
    private void serve(ExecuteRequest request) {
        Call own = this;
        if (taken) {
            own = new Call(world, link, node, replies);
            own.over = true;
        }
        taken = true;
        node.execute(request, own);
    }

    /** Whether the node knows that nobody waits. */
    boolean isCanceled() {
        return canceled;
    }

    /** In the node: one more part of the reply. */
    void reply(ExecuteReply frame) {
        send(sent++, () -> link.receiver(replies).onNext(frame));
    }

    /** In the node: the end of the reply. */
    void complete() {
        send(sent++, () -> end(replies::onCompleted));
    }

    /** In the node: the end of the reply by an error. */
    void fail(StatusRuntimeException error) {
        send(sent++, () -> end(() -> replies.onError(error)));
    }

    private void send(int number, Runnable effect) {
        if (over) {
            return;
        }
        boolean there = world.network().send(link.leader(), "reply", () -> arrive(number, effect));
        if (!there && world.chance().with(0.5)) {
            world.network().after(RESEND_NANOS, () -> send(number, effect));
        } else if (!there) {
            breakSoon();
        }
    }

    /** In the leader. */
    private void arrive(int number, Runnable effect) {
        if (over) {
            return;
        }
        if (number < delivered || early.containsKey(number)) {
            if (world.sabotage().makes(Sabotage.Mistake.TAKES_FRAMES_TWICE)) {
                effect.run();
            }
            return;
        }
        early.put(number, effect);
        while (early.containsKey(delivered)) {
            early.remove(delivered++).run();
        }
    }

    private void end(Runnable effect) {
        over = true;
        node.actor().forget(broken);
        effect.run();
        link.ended();
    }

    private void breakSoon() {
        long nanos = world.chance().between(RESEND_NANOS, NOTICE_NANOS);
        world.network()
                .after(
                        nanos,
                        () -> {
                            if (!over && link.leader().isAlive()) {
                                end(() -> replies.onError(unavailable()));
                            }
                        });
    }

    private static StatusRuntimeException unavailable() {
        return Status.UNAVAILABLE.withDescription("the connection broke").asRuntimeException();
    }
}
