package io.colonnade.storage.scan;

import java.util.Arrays;

/**
 * A condition that storage can prune by: the zone image (see ZoneImage) of the column lies in
 * [minImage, maxImage], and is one of the points if there are any; NULL never passes. Or, the other
 * way round, only NULL passes. Pruning is not filtering: rows outside may come through.
 *
 * @param column index in the request's columns
 * @param points images in ascending order, null = all of the range
 * @param onlyNulls whether NULL passes and nothing else; then the range means nothing
 */
public record ColumnRange(
        int column, long minImage, long maxImage, long[] points, boolean onlyNulls) {

    public ColumnRange(int column, long minImage, long maxImage) {
        this(column, minImage, maxImage, null, false);
    }

    /** Some images, in any order; at least one. */
    public static ColumnRange ofPoints(int column, long[] images) {
        long[] points = Arrays.stream(images).sorted().distinct().toArray();
        return new ColumnRange(column, points[0], points[points.length - 1], points, false);
    }

    public static ColumnRange ofNulls(int column) {
        return new ColumnRange(column, Long.MIN_VALUE, Long.MAX_VALUE, null, true);
    }

    /**
     * Whether a zone may hold a value that passes.
     *
     * @param zoneMin above zoneMax when all values of the zone are NULL
     */
    boolean meets(long zoneMin, long zoneMax, long nulls) {
        if (onlyNulls) {
            return nulls > 0;
        }
        return zoneMin <= zoneMax
                && zoneMin <= maxImage
                && zoneMax >= minImage
                && (points == null || hasPoint(zoneMin, zoneMax));
    }

    private boolean hasPoint(long zoneMin, long zoneMax) {
        int found = Arrays.binarySearch(points, zoneMin);
        int first = found >= 0 ? found : -found - 1;
        return first < points.length && points[first] <= zoneMax;
    }

    /** What lies in both of two ranges of a column without points. */
    public ColumnRange and(ColumnRange other) {
        return new ColumnRange(
                column, Math.max(minImage, other.minImage), Math.min(maxImage, other.maxImage));
    }

    /** Whether everything in a zone passes, so that its parts need not be looked at. */
    boolean covers(long zoneMin, long zoneMax, long nulls, int rows) {
        if (onlyNulls) {
            return nulls == rows;
        }
        return points == null && nulls == 0 && zoneMin >= minImage && zoneMax <= maxImage;
    }
}
