package io.colonnade.leader.pgwire;

import io.colonnade.leader.session.ResultColumn;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.Vector;

import java.util.List;

/** Writes rows of batches as DataRow messages. One per execution, owned by its thread. */
final class RowEncoder {
    private static final int NULL_LENGTH = -1;

    private final ValueEncoder[] encoders;

    RowEncoder(List<ResultColumn> columns, short[] formats, OutputStyle style) {
        encoders = new ValueEncoder[columns.size()];
        for (int i = 0; i < encoders.length; i++) {
            ResultColumn column = columns.get(i);
            encoders[i] =
                    WireType.format(formats, i) == 0
                            ? TextEncoders.create(column.type(), style)
                            : BinaryEncoders.create(column);
        }
    }

    /** Writes the row at a position of the batch's vectors. */
    void write(Batch batch, int position, WireBuffer out) {
        int mark = out.begin('D');
        out.int16(encoders.length);
        for (int i = 0; i < encoders.length; i++) {
            Vector vector = batch.column(i);
            if (vector.isNull(position)) {
                out.int32(NULL_LENGTH);
            } else {
                encoders[i].write(vector, position, out);
            }
        }
        out.end(mark);
    }
}
