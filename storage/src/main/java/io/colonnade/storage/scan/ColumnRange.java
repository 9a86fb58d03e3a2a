package io.colonnade.storage.scan;

/**
 * A condition that storage can prune by: the zone image (see ZoneImage) of the column lies in
 * [minImage, maxImage]; NULL never passes. Pruning is not filtering: rows outside may come through.
 *
 * @param column index in the request's columns
 */
public record ColumnRange(int column, long minImage, long maxImage) {
    /** Whether a zone with this range may hold a value that passes. */
    boolean meets(long zoneMin, long zoneMax) {
        return zoneMin <= maxImage && zoneMax >= minImage;
    }
}
