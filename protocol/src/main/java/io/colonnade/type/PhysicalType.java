package io.colonnade.type;

/** How values of a type lie in vectors and blocks. Kernels are written per physical type. */
public enum PhysicalType {
    /** byte[], 0 or 1. */
    BOOLEAN,
    /** int[]: SMALLINT, INTEGER, DATE (days since 1970-01-01), INTERVAL_MONTH (months). */
    INT,
    /** long[]: BIGINT, DECIMAL up to 18 digits (scaled), times and timestamps (microseconds). */
    LONG,
    /** Two long[] (high, low): DECIMAL of 19 to 38 digits (scaled), two's complement. */
    INT128,
    /** double[]: DOUBLE, and REAL (every value rounded to float precision). */
    DOUBLE,
    /** Bytes with start and length: CHAR and VARCHAR (UTF-8; CHAR without trailing blanks). */
    BYTES
}
