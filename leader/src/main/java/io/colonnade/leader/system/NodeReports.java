package io.colonnade.leader.system;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.log.SegmentDescriptor;
import io.colonnade.rpc.BlockStatus;
import io.colonnade.rpc.BlocksReply;
import io.colonnade.rpc.BlocksRequest;
import io.colonnade.rpc.ComputeGrpc;
import io.colonnade.rpc.Failures;
import io.colonnade.rpc.ForgetReply;
import io.colonnade.rpc.ForgetRequest;
import io.colonnade.rpc.Node;
import io.colonnade.rpc.StatusReply;
import io.colonnade.rpc.StatusRequest;
import io.grpc.stub.StreamObserver;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks the compute nodes what they know of themselves, all at the same time. Waits on the caller's
 * thread; immutable.
 *
 * @param members in the order of their slices
 */
public record NodeReports(List<Member> members) {
    private static final Logger LOG = LoggerFactory.getLogger(NodeReports.class);

    /** Footers may have to come from a distant store. */
    private static final int TIMEOUT_SECONDS = 60;

    /** A node and its service. */
    public record Member(Node node, ComputeGrpc.AsyncService service) {}

    /** The member that owns a slice. */
    int memberOf(int slice) {
        int member = 0;
        int end = members.getFirst().node().getSlices();
        while (slice >= end) {
            end += members.get(++member).node().getSlices();
        }
        return member;
    }

    /** One answer per node; one that does not answer ends the query. */
    List<StatusReply> status() {
        List<Answer<StatusReply>> answers = new ArrayList<>();
        for (Member member : members) {
            Answer<StatusReply> answer = new Answer<>(member.node());
            member.service().status(StatusRequest.getDefaultInstance(), answer);
            answers.add(answer);
        }
        return answers.stream().map(answer -> answer.await().getFirst()).toList();
    }

    /**
     * What the blocks of segments are and where, by segment.
     *
     * @param segments to ask each member about
     */
    Map<String, List<BlockStatus>> blocks(List<List<SegmentDescriptor>> segments) {
        List<Answer<BlocksReply>> answers = new ArrayList<>();
        for (int m = 0; m < members.size(); m++) {
            if (segments.get(m).isEmpty()) {
                continue;
            }
            Answer<BlocksReply> answer = new Answer<>(members.get(m).node());
            BlocksRequest request =
                    BlocksRequest.newBuilder().addAllSegments(segments.get(m)).build();
            members.get(m).service().blocks(request, answer);
            answers.add(answer);
        }
        Map<String, List<BlockStatus>> blocks = new HashMap<>();
        for (Answer<BlocksReply> answer : answers) {
            answer.await().forEach(r -> blocks.put(r.getSegment(), r.getBlocksList()));
        }
        return blocks;
    }

    /**
     * Tells all nodes that objects are no more. A node that is away keeps what it has of them until
     * other blocks push it out; nothing reads it.
     */
    public void forget(List<String> objects) {
        ForgetRequest request = ForgetRequest.newBuilder().addAllObjects(objects).build();
        List<Answer<ForgetReply>> answers = new ArrayList<>();
        for (Member member : members) {
            Answer<ForgetReply> answer = new Answer<>(member.node());
            member.service().forget(request, answer);
            answers.add(answer);
        }
        for (Answer<ForgetReply> answer : answers) {
            try {
                answer.await();
            } catch (ColonnadeException e) {
                LOG.warn("a node did not forget removed objects: {}", e.getMessage());
            }
        }
    }

    /** A call's replies. */
    private static final class Answer<T> implements StreamObserver<T> {
        private final Node node;
        private final List<T> replies = new ArrayList<>();
        private final CompletableFuture<List<T>> result = new CompletableFuture<>();

        private Answer(Node node) {
            this.node = node;
        }

        @Override
        public void onNext(T value) {
            replies.add(value);
        }

        @Override
        public void onError(Throwable error) {
            result.completeExceptionally(error);
        }

        @Override
        public void onCompleted() {
            result.complete(replies);
        }

        private List<T> await() {
            try {
                return result.orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS).join();
            } catch (CompletionException e) {
                if (e.getCause() instanceof TimeoutException) {
                    throw new ColonnadeException(
                            ErrorCode.NODE_UNAVAILABLE,
                            "compute node " + node.getId() + " does not answer");
                }
                throw Failures.fromThrowable(e.getCause());
            }
        }
    }
}
