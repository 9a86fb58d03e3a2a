package io.colonnade.storage.segment;

import com.google.protobuf.ByteString;

import org.apache.datasketches.hll.HllSketch;
import org.apache.datasketches.hll.TgtHllType;

/**
 * HyperLogLog sketch of a column of a segment, over the values' images as in Hashing. A small table
 * of the last images seen keeps repeated values away from the sketch.
 */
final class DistinctCounter {
    /** 2,048 registers: 1.6 % standard error in 1 KB. */
    private static final int LG_K = 11;

    private static final int RECENT = 4096;

    /** HLL_8 is the quickest to update; it is stored as HLL_4, half the size. */
    private final HllSketch sketch = new HllSketch(LG_K, TgtHllType.HLL_8);

    private final long[] recent = new long[RECENT];

    DistinctCounter() {
        // what no image at its own place can be equal to
        java.util.Arrays.fill(recent, Long.MIN_VALUE + 1);
        recent[place(Long.MIN_VALUE + 1)] = 0;
    }

    private static int place(long image) {
        return (int) (image * 0x9E3779B97F4A7C15L >>> 52);
    }

    void add(long image) {
        int place = place(image);
        if (recent[place] != image) {
            recent[place] = image;
            sketch.update(image);
        }
    }

    void add(long[] images, int count) {
        for (int i = 0; i < count; i++) {
            add(images[i]);
        }
    }

    ByteString toBytes() {
        return ByteString.copyFrom(sketch.copyAs(TgtHllType.HLL_4).toCompactByteArray());
    }
}
