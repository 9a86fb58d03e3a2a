package io.colonnade.storage.segment;

import com.google.protobuf.ByteString;

import org.apache.datasketches.hll.HllSketch;
import org.apache.datasketches.hll.HllUnion;

import java.util.Collection;

/** Puts the sketches of several segments together. */
public final class DistinctSketches {
    /** As the sketches that segments carry, see DistinctCounter. */
    private static final int LG_K = 11;

    private DistinctSketches() {}

    /** Number of distinct values in all segments together; 0 without sketches. */
    public static double estimate(Collection<ByteString> sketches) {
        if (sketches.isEmpty()) {
            return 0;
        }
        HllUnion union = new HllUnion(LG_K);
        for (ByteString sketch : sketches) {
            union.update(
                    HllSketch.heapify(
                            java.lang.foreign.MemorySegment.ofArray(sketch.toByteArray())));
        }
        return union.getEstimate();
    }
}
