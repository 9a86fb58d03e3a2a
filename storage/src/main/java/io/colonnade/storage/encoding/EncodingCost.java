package io.colonnade.storage.encoding;

/**
 * Chooses a form for integers by encoding a sample in each: what counts is the time to fetch the
 * bytes plus the time to decode the values. Owned by one writer, for one block.
 */
public final class EncodingCost {
    /** Bytes come at 2.5 GB/s, between a disk's speed and memory's. */
    private static final double NANOS_PER_BYTE = 0.4;

    /** Decoding whole vectors on an AVX-512 machine, measured per value. */
    private static final double AZ64_NANOS = 0.09;

    private static final double DELTA_NANOS = 0.36;

    /** Plain codes so narrow leave nothing to save. */
    private static final int MIN_WIDTH = 4;

    private final ByteOutput scratch = new ByteOutput(1 << 15);
    private double az64;
    private double delta;
    private double delta32k;

    /** Adds a vector to the sample; overwrites the values. */
    public void add(long[] values, int count) {
        long[] copy = new long[count];
        double plain = bytes(Encoding.AZ64, values, count, copy) * NANOS_PER_BYTE;
        az64 += plain + count * AZ64_NANOS;
        if (scratch.size() * 8L < (long) MIN_WIDTH * count) {
            delta += plain + count * DELTA_NANOS;
            delta32k += plain + count * DELTA_NANOS;
            return;
        }
        delta += bytes(Encoding.DELTA, values, count, copy) * NANOS_PER_BYTE + count * DELTA_NANOS;
        delta32k +=
                bytes(Encoding.DELTA32K, values, count, copy) * NANOS_PER_BYTE
                        + count * DELTA_NANOS;
    }

    private int bytes(Encoding encoding, long[] values, int count, long[] copy) {
        System.arraycopy(values, 0, copy, 0, count);
        scratch.reset();
        Integers.encode(encoding, copy, count, scratch);
        return scratch.size();
    }

    public Encoding best() {
        if (az64 <= Math.min(delta, delta32k)) {
            return Encoding.AZ64;
        }
        return delta <= delta32k ? Encoding.DELTA : Encoding.DELTA32K;
    }
}
