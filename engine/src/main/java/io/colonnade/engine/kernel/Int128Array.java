package io.colonnade.engine.kernel;

/** Where 128-bit values lie: a view that its owner points to what a loop has to work on. */
public class Int128Array {
    public long[] high;
    public long[] low;
}
