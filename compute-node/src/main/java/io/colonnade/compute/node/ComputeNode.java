package io.colonnade.compute.node;

import io.colonnade.compute.exchange.ExchangeHub;
import io.colonnade.compute.fragment.NodeResources;
import io.colonnade.compute.fragment.QueryExecution;
import io.colonnade.engine.memory.QueryMemory;
import io.colonnade.engine.pipeline.WorkerPool;
import io.colonnade.engine.spill.SpillFiles;
import io.colonnade.error.ColonnadeException;
import io.colonnade.log.SegmentDescriptor;
import io.colonnade.rpc.BlocksReply;
import io.colonnade.rpc.BlocksRequest;
import io.colonnade.rpc.CancelReply;
import io.colonnade.rpc.CancelRequest;
import io.colonnade.rpc.ComputeGrpc;
import io.colonnade.rpc.ExchangeCredit;
import io.colonnade.rpc.ExchangeFrame;
import io.colonnade.rpc.ExecuteReply;
import io.colonnade.rpc.ExecuteRequest;
import io.colonnade.rpc.Failures;
import io.colonnade.rpc.ForgetReply;
import io.colonnade.rpc.ForgetRequest;
import io.colonnade.rpc.StatusReply;
import io.colonnade.rpc.StatusRequest;
import io.colonnade.storage.cache.TieredReader;
import io.colonnade.storage.object.BucketIdentity;
import io.colonnade.storage.object.ObjectStore;
import io.colonnade.storage.scan.SegmentStore;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A compute node: the data-plane service over its slices. The leader calls it by reference when
 * both share a process, else over gRPC; nothing here knows which. Thread-safe.
 */
public final class ComputeNode implements ComputeGrpc.AsyncService, AutoCloseable {
    private static final String VERSION = "0.1.0";

    private final ComputeConfig config;
    private final ObjectStore objects;
    private final NodeResources resources;
    private final NodeConnections peers = new NodeConnections();
    private final Map<Long, QueryExecution> running = new ConcurrentHashMap<>();
    private volatile boolean closed;

    public ComputeNode(ComputeConfig config, ObjectStore objects) {
        this.config = config;
        this.objects = objects;
        TieredReader reader = config.cache().reader(objects);
        this.resources =
                new NodeResources(
                        config.nodeId(),
                        config.slices(),
                        reader.writeThrough(),
                        new SegmentStore(
                                reader, config.blockCacheBytes(), config.cache().distant()),
                        new WorkerPool(config.workers()),
                        new SpillFiles(config.spillFolder(), 0),
                        new ExchangeHub(),
                        peers::service);
    }

    /** What all queries together may reserve. */
    public long queryMemoryBytes() {
        return config.queryMemoryBytes();
    }

    @Override
    public void execute(ExecuteRequest request, StreamObserver<ExecuteReply> observer) {
        ServerCallStreamObserver<ExecuteReply> replies =
                (ServerCallStreamObserver<ExecuteReply>) observer;
        QueryMemory memory =
                new QueryMemory(
                        String.valueOf(request.getQueryId()),
                        Math.min(request.getMemoryLimitBytes(), config.queryMemoryBytes()));
        QueryExecution execution;
        try {
            if (request.getNodeId() != config.nodeId()) {
                throw ColonnadeException.internal(
                        "a request for node " + request.getNodeId() + " came to this one");
            }
            execution = new QueryExecution(resources, request, memory, replies);
            if (running.putIfAbsent(request.getQueryId(), execution) != null) {
                throw ColonnadeException.internal(
                        "query " + request.getQueryId() + " already runs here");
            }
        } catch (RuntimeException e) {
            replies.onError(Failures.toStatus(e, config.nodeId()));
            return;
        }
        if (closed) {
            execution.abandon();
        }
        execution.start(() -> running.remove(request.getQueryId()));
    }

    @Override
    public void cancel(CancelRequest request, StreamObserver<CancelReply> observer) {
        QueryExecution execution = running.get(request.getQueryId());
        if (execution != null) {
            execution.cancel(request.getReason());
        }
        observer.onNext(CancelReply.newBuilder().setKnown(execution != null).build());
        observer.onCompleted();
    }

    @Override
    public StreamObserver<ExchangeFrame> exchange(StreamObserver<ExchangeCredit> observer) {
        return resources.exchanges().accept(observer);
    }

    @Override
    public void status(StatusRequest request, StreamObserver<StatusReply> observer) {
        String warehouseId;
        try {
            warehouseId = BucketIdentity.find(objects).map(BucketIdentity::id).orElse("");
        } catch (ColonnadeException e) {
            observer.onError(Failures.toStatus(e, config.nodeId()));
            return;
        }
        observer.onNext(
                StatusReply.newBuilder()
                        .setWarehouseId(warehouseId)
                        .setNodeId(config.nodeId())
                        .setSlices(config.slices())
                        .setRunningQueries(running.size())
                        .setMemoryUsedBytes(memoryUsed())
                        .setMemoryLimitBytes(config.queryMemoryBytes())
                        .setVersion(VERSION)
                        .setCache(TierStatus.counters(resources.segments()))
                        .build());
        observer.onCompleted();
    }

    @Override
    public void blocks(BlocksRequest request, StreamObserver<BlocksReply> observer) {
        try {
            for (SegmentDescriptor segment : request.getSegmentsList()) {
                observer.onNext(TierStatus.blocks(resources.segments(), segment));
            }
        } catch (RuntimeException e) {
            observer.onError(Failures.toStatus(e, config.nodeId()));
            return;
        }
        observer.onCompleted();
    }

    @Override
    public void forget(ForgetRequest request, StreamObserver<ForgetReply> observer) {
        resources.segments().forget(Set.copyOf(request.getObjectsList()));
        observer.onNext(ForgetReply.getDefaultInstance());
        observer.onCompleted();
    }

    /** Bytes that the running queries hold together. */
    private long memoryUsed() {
        return running.values().stream().mapToLong(QueryExecution::memoryUsed).sum();
    }

    /** Inbound exchanges that are open now. */
    int openExchanges() {
        return resources.exchanges().openExchanges();
    }

    int runningQueries() {
        return running.size();
    }

    /** Stops what runs; what comes later is refused. */
    @Override
    public void close() {
        closed = true;
        running.values().forEach(QueryExecution::abandon);
        resources.workers().close();
        resources.segments().close();
        peers.close();
    }
}
