package io.colonnade.storage.segment;

/**
 * Limits and constants of the segment format. A segment object is
 *
 * <pre>
 * blocks of row group 0 in column order, of row group 1, .. | dictionaries | footer
 * </pre>
 *
 * See {@link SegmentFooter} and {@link Block} for their layouts. Everything is little endian; CRCs
 * are CRC32C. What is written under a format version never changes its meaning.
 */
public final class SegmentFormat {
    /** 2: more forms of integers, doubles and text; 1 can be read, too. */
    public static final int VERSION = 2;

    /** A row's number within its segment has 20 bits, see $row_id. */
    public static final int MAX_ROWS = 1 << 20;

    /** 32 vectors: a morsel of a few milliseconds, and 8-byte values stay under a block's limit. */
    public static final int MAX_ROW_GROUP_ROWS = 65_536;

    /** Largest encoded block; a row group is cut shorter when one would exceed it. */
    public static final int MAX_BLOCK_BYTES = 1 << 20;

    /** A writer calls itself full from here on, so that objects stay fit to cache and rewrite. */
    public static final long FULL_BYTES = 64L << 20;

    /** Longest text value, so that one row always fits a block with its header and lengths. */
    public static final int MAX_VALUE_BYTES = MAX_BLOCK_BYTES - 1024;

    /** Rows per vector. */
    static final int VECTOR_ROWS = 2048;

    /** "COLONSEG", the last eight bytes of a segment. */
    static final long MAGIC = 0x4745534E4F4C4F43L;

    private SegmentFormat() {}
}
