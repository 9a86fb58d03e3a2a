package io.colonnade.sql.statistics;

import io.colonnade.type.SqlType;

import java.util.List;

/** Shares of a column's values that lie between two images. Stateless. */
final class ColumnRanges {
    /** Share of a range condition when nothing is known of the column. */
    static final double DEFAULT_SHARE = 1.0 / 3;

    /** Two open ends say more than one. */
    static final double DEFAULT_BETWEEN_SHARE = 0.1;

    private ColumnRanges() {}

    /** Share of the non-NULL values within [lowest, highest]; extremes stand for open ends. */
    static double share(ColumnEstimate column, SqlType type, long lowest, long highest) {
        if (lowest > highest) {
            return 0;
        }
        if (!column.hasRange()) {
            boolean bothEnds = lowest != Long.MIN_VALUE && highest != Long.MAX_VALUE;
            return bothEnds ? DEFAULT_BETWEEN_SHARE : DEFAULT_SHARE;
        }
        long low = Math.max(lowest, column.minImage());
        long high = Math.min(highest, column.maxImage());
        if (low > high) {
            return 0;
        }
        double point = 1 / column.distinct();
        if (low == high) {
            return point;
        }
        double share =
                column.histogram().size() >= 2
                        ? ofHistogram(column.histogram(), type, low, high)
                        : interpolated(
                                column.minImage(), column.maxImage(), type, low, high, point);
        return Math.min(1, Math.max(share, point));
    }

    private static double interpolated(
            long min, long max, SqlType type, long low, long high, double point) {
        double start = Images.position(min, type);
        double width = Images.position(max, type) - start;
        if (!(width > 0)) {
            return 1;
        }
        double covered = Images.position(high, type) - Images.position(low, type);
        return covered / width * (1 - point) + point;
    }

    /** Each step of an equi-depth histogram holds the same number of rows. */
    private static double ofHistogram(List<Long> bounds, SqlType type, long low, long high) {
        return rank(bounds, type, high) - rank(bounds, type, low);
    }

    private static double rank(List<Long> bounds, SqlType type, long image) {
        int last = bounds.size() - 1;
        if (image <= bounds.get(0)) {
            return 0;
        }
        if (image >= bounds.get(last)) {
            return 1;
        }
        int low = 0;
        int high = last;
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (bounds.get(middle) <= image) {
                low = middle;
            } else {
                high = middle;
            }
        }
        double start = Images.position(bounds.get(low), type);
        double width = Images.position(bounds.get(high), type) - start;
        double within = width > 0 ? (Images.position(image, type) - start) / width : 0;
        return (low + within) / last;
    }
}
