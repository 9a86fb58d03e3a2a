package io.colonnade.leader.query;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;

import io.colonnade.error.ColonnadeException;
import io.colonnade.log.WriteResult;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.BytesVector;

import java.util.ArrayList;
import java.util.List;

/** What nodes tell of the segments that they wrote: rows of one column with a message in each. */
public final class WriteReports {
    private WriteReports() {}

    /** All reports of a query, once it has ended well; blocks until then. */
    public static List<WriteResult> collect(RunningQuery query) {
        List<WriteResult> results = new ArrayList<>();
        for (Batch batch = query.next(); batch != null; batch = query.next()) {
            collect(batch, results);
        }
        return results;
    }

    private static void collect(Batch batch, List<WriteResult> results) {
        BytesVector column = (BytesVector) batch.column(0);
        for (int i = 0; i < batch.rowCount(); i++) {
            int position = batch.position(i);
            try {
                results.add(
                        WriteResult.parseFrom(
                                ByteString.copyFrom(
                                        column.heapAt(),
                                        column.startAt(position),
                                        column.lengthAt(position))));
            } catch (InvalidProtocolBufferException e) {
                throw ColonnadeException.internal("a node's write report is damaged");
            }
        }
    }
}
