package io.colonnade.leader.simulation;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.leader.query.Dispatcher;
import io.colonnade.leader.query.RunningQuery;
import io.colonnade.leader.query.WriteReports;
import io.colonnade.log.WriteResult;
import io.colonnade.plan.Fragment;
import io.colonnade.plan.LoadFiles;
import io.colonnade.plan.PlanNode;
import io.colonnade.plan.TableWrite;
import io.colonnade.rpc.FileRange;
import io.colonnade.storage.seam.Clock;
import io.colonnade.storage.snapshot.Snapshot;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How a leader has its compute nodes load files: production's way to send requests and to collect
 * replies, without threads. Owned by the baton's holder.
 */
final class NodeLoads {
    private static final long ANSWER_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final World world;
    private final Actor leader;
    private final Clock clock;
    private final Dispatcher dispatcher;
    private final List<Scheduler.Task> waiting = new ArrayList<>();

    NodeLoads(World world, Actor leader, Clock clock) {
        this.world = world;
        this.leader = leader;
        this.clock = clock;
        this.dispatcher =
                new Dispatcher(
                        world.nodes().cluster(leader, waiting),
                        1,
                        version -> {
                            throw new AssertionError("no load reads the past");
                        });
    }

    /** Has the compute nodes write rows as segments, each list as one. */
    List<WriteResult> load(Snapshot view, long table, List<List<long[]>> rows) {
        List<FileRange> files = new ArrayList<>();
        for (List<long[]> part : rows) {
            String path = leader.name + "/" + world.files().size();
            world.files().put(path, part);
            files.add(FileRange.newBuilder().setPath(path).build());
        }
        PlanNode write =
                PlanNode.newBuilder()
                        .setId(1)
                        .setTableWrite(TableWrite.newBuilder().setTableId(table))
                        .addInputs(
                                PlanNode.newBuilder()
                                        .setId(2)
                                        .setLoadFiles(LoadFiles.getDefaultInstance()))
                        .build();
        Dispatcher.Work work =
                new Dispatcher.Work(
                        dispatcher.newQueryId(),
                        List.of(Fragment.newBuilder().setRoot(write).build()),
                        view,
                        files,
                        0,
                        Map.of(),
                        "load");
        try (RunningQuery query = dispatcher.start(work)) {
            awaitEnd(query);
            return WriteReports.collect(query);
        }
    }

    private void awaitEnd(RunningQuery query) {
        Scheduler.Task me = world.scheduler().current();
        waiting.add(me);
        long end = clock.nanos() + ANSWER_NANOS;
        while (!query.isOver()) {
            long left = end - clock.nanos();
            if (left <= 0) {
                query.cancel(
                        new ColonnadeException(
                                ErrorCode.NODE_UNAVAILABLE, "the nodes take too long"));
            } else {
                world.scheduler().await(left);
            }
        }
        waiting.remove(me);
    }
}
