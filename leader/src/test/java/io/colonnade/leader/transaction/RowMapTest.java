package io.colonnade.leader.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.colonnade.log.SegmentDescriptor;
import io.colonnade.log.WriteResult;
import io.colonnade.storage.snapshot.RowOrigins;

import org.junit.jupiter.api.Test;
import org.roaringbitmap.RoaringBitmap;

import java.util.List;
import java.util.Map;

/** Where rows went when their segment was written again. */
final class RowMapTest {
    private static final long OLD = 7;

    @Test
    void segmentsWithoutRowsTakeNoPlace() {
        RowMap map =
                new RowMap(
                        List.of(SegmentDescriptor.newBuilder().setOrdinal(OLD).setRows(5).build()),
                        List.of(written(), written(4, 0), written(), written(3), written()));

        assertEquals(
                Map.of(1, RoaringBitmap.bitmapOf(1), 3, RoaringBitmap.bitmapOf(0)),
                map.moved(OLD, RoaringBitmap.bitmapOf(0, 3)).orElseThrow());
        assertTrue(map.moved(OLD, RoaringBitmap.bitmapOf(2)).isEmpty(), "was not written again");
    }

    private static WriteResult written(int... rows) {
        RowOrigins.Encoder origins = new RowOrigins.Encoder();
        for (int row : rows) {
            origins.add(OLD << 20 | row);
        }
        return WriteResult.newBuilder()
                .setSegment(SegmentDescriptor.newBuilder().setRows(rows.length))
                .setRowOrigins(origins.encoded())
                .build();
    }
}
