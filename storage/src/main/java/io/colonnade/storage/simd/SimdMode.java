package io.colonnade.storage.simd;

import java.util.Locale;

/**
 * Whether kernels use SIMD registers. Set for the whole process by {@code -Dcolonnade.simd}, which
 * is read when the first kernel is loaded. Immutable.
 */
public enum SimdMode {
    /** Those that beat their scalar twin in a trial on this machine. */
    AUTO,

    /** All of them, at once: slow until they are compiled. For tests. */
    ON,

    /** None. */
    OFF;

    public static final String PROPERTY = "colonnade.simd";

    /** What the property says now; an unchecked exception if that is none of the modes. */
    static SimdMode configured() {
        return valueOf(System.getProperty(PROPERTY, "auto").toUpperCase(Locale.ROOT));
    }

    /** Whether this JVM has the vector module and this CPU registers of 512 bits. */
    public static boolean isPossible() {
        return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent() && Registers.WIDE;
    }

    /** Loaded only when the module is there. */
    private static final class Registers {
        static final boolean WIDE =
                jdk.incubator.vector.ByteVector.SPECIES_PREFERRED.vectorBitSize() == 512;
    }
}
