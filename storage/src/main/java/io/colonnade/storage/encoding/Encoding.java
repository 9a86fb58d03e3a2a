package io.colonnade.storage.encoding;

/**
 * How the vectors of a block are laid out. The number is stored: never change or reuse one.
 *
 * <p>LZ4 and ZSTD compress the whole body of a block that is laid out as RAW; the others can be
 * decoded vector by vector.
 */
public enum Encoding {
    /** Little-endian values; text: lengths as {@link Integers}, then the bytes. */
    RAW(0),
    /** {@link Integers}: {@link Az64}, or {@link RunLength} where runs are long. */
    AZ64(1),
    RUNLENGTH(2),
    /** Codes as {@link Integers} into the segment's dictionary or the block's own. */
    DICTIONARY(3),
    LZ4(4),
    ZSTD(5),
    /** Text compressed value by value with a symbol table per block, see {@link Fsst}. */
    FSST(6);

    private static final Encoding[] ALL = values();

    private final int number;

    Encoding(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    /** The encoding with this number; unknown numbers are an IllegalArgumentException. */
    public static Encoding of(int number) {
        for (Encoding encoding : ALL) {
            if (encoding.number == number) {
                return encoding;
            }
        }
        throw new IllegalArgumentException("unknown encoding " + number);
    }

    public boolean compressesBody() {
        return this == LZ4 || this == ZSTD;
    }
}
