package io.colonnade.engine.pipeline;

import io.colonnade.engine.memory.QueryMemory;
import io.colonnade.engine.spill.QuerySpill;
import io.colonnade.plan.Fragment;
import io.colonnade.plan.PlanNode;
import io.colonnade.storage.scan.ScanRequest;

import java.util.Map;

/**
 * What a fragment needs from the node that runs it. Implemented by the compute node; a test gives
 * its own. One per query and node.
 */
public interface FragmentEnvironment {
    /** The segments that a Scan reads; the engine fills in ranges from the scan's conjuncts. */
    ScanRequest scan(PlanNode scan);

    /** Batches that another fragment sends (ExchangeSource). */
    Source exchange(PlanNode exchangeSource);

    /** Rows of files (LoadFiles). */
    Source load(PlanNode loadFiles);

    /** Takes the rows of a TableWrite and gives its WriteResults. */
    Breaker tableWrite(PlanNode tableWrite);

    /** Where the fragment's root goes: the leader or other nodes. */
    Sink output(Fragment fragment);

    /** The query's memory on this node. */
    QueryMemory memory();

    /** The query's place on this node's disk, for what does not fit in its memory. */
    QuerySpill spill();

    /** Session settings that the engine reads. */
    Map<String, String> settings();

    /** Set once when the query must stop; checked for every batch. */
    CancelToken cancel();

    /** Counters by plan node id. */
    QueryCounters counters();
}
