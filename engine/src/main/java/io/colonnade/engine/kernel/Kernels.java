package io.colonnade.engine.kernel;

/** All kernels that have a SIMD twin. Stateless. */
public final class Kernels {
    private Kernels() {}

    /** Has the trials of the SIMD twins begin in the background; returns at once. */
    public static void warmUp() {
        RangeSelection.warmUp();
        PairSelection.warmUp();
        GroupedSums.isOn();
        BitmapSelection.warmUp();
        BlockedBloom.warmUp();
        CodeSet.warmUp();
        Selections.warmUp();
        TextSearch.warmUp();
    }
}
