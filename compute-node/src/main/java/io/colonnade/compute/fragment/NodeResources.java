package io.colonnade.compute.fragment;

import io.colonnade.compute.exchange.ExchangeHub;
import io.colonnade.engine.pipeline.WorkerPool;
import io.colonnade.engine.spill.SpillFiles;
import io.colonnade.rpc.ComputeGrpc;
import io.colonnade.storage.object.ObjectStore;
import io.colonnade.storage.scan.SegmentStore;

import java.util.function.Function;

/**
 * What all queries of a node share.
 *
 * @param spillFiles local disk for what does not fit in memory
 * @param peers the service of another node of the cluster
 */
public record NodeResources(
        int nodeId,
        int slices,
        ObjectStore objects,
        SegmentStore segments,
        WorkerPool workers,
        SpillFiles spillFiles,
        ExchangeHub exchanges,
        Function<io.colonnade.rpc.Node, ComputeGrpc.AsyncService> peers) {}
