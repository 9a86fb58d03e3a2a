package io.colonnade.leader.simulation;

import com.google.protobuf.ByteString;

import io.colonnade.error.ColonnadeException;
import io.colonnade.log.WriteResult;
import io.colonnade.rpc.ExecuteReply;
import io.colonnade.rpc.ExecuteRequest;
import io.colonnade.rpc.Failures;
import io.colonnade.rpc.FileRange;
import io.colonnade.rpc.Finished;
import io.colonnade.rpc.LoadAssignment;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.BatchCodec;
import io.colonnade.storage.vector.BytesVector;
import io.colonnade.storage.vector.Vector;

/**
 * A compute node's process: loads files into segments and reports what it wrote. Owned by the
 * baton's holder.
 */
final class SimulatedNode {
    private final World world;
    private final Actor actor;
    private final Segments segments;
    private final int id;

    SimulatedNode(World world, int id, String name) {
        this.world = world;
        this.id = id;
        this.actor = new Actor(name);
        SimulatedStore store = new SimulatedStore(world, actor);
        this.segments = new Segments(world, actor, store, new ActorClock(world, actor));
    }

    Actor actor() {
        return actor;
    }

    void execute(ExecuteRequest request, Call call) {
        try {
            long table = request.getWrites(0).getTable().getId();
            for (LoadAssignment load : request.getLoadsList()) {
                for (FileRange range : load.getRangesList()) {
                    if (call.isCanceled()) {
                        return;
                    }
                    call.reply(report(segments.upload(table, world.files().get(range.getPath()))));
                }
            }
            call.reply(ExecuteReply.newBuilder().setFinished(Finished.newBuilder()).build());
            call.complete();
        } catch (ColonnadeException e) {
            call.fail(Failures.toStatus(e, id));
        }
    }

    private static ExecuteReply report(WriteResult result) {
        byte[] bytes = result.toByteArray();
        BytesVector column = new BytesVector(1);
        column.append(0, bytes, 0, bytes.length);
        Batch batch = new Batch(new Vector[] {column});
        batch.setSize(1);
        return ExecuteReply.newBuilder()
                .setBatch(ByteString.copyFrom(BatchCodec.encode(batch)))
                .build();
    }
}
