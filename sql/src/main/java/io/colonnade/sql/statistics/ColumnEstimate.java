package io.colonnade.sql.statistics;

import java.util.List;

/**
 * What is believed about one column of an intermediate result. Immutable.
 *
 * @param distinct distinct values present
 * @param domain distinct values that could be present: only conditions on the column itself reduce
 *     it; joins divide by the larger domain
 * @param hasRange whether minImage and maxImage are known (order-preserving images)
 * @param histogram equi-depth bounds as images, ascending; empty when unknown
 * @param origin the scan that the column comes from; -1 when computed
 * @param key whether the value is unique in its origin
 */
public record ColumnEstimate(
        double distinct,
        double domain,
        double nullFraction,
        double averageBytes,
        boolean hasRange,
        long minImage,
        long maxImage,
        List<Long> histogram,
        int origin,
        boolean key) {

    private static final double DEFAULT_DISTINCT_SHARE = 0.1;

    /** A column without statistics: a tenth of the rows are distinct. */
    public static ColumnEstimate unknown(double rows, double averageBytes) {
        double distinct = Math.max(1, rows * DEFAULT_DISTINCT_SHARE);
        return of(distinct, 0, averageBytes);
    }

    /** A computed column with this many distinct values. */
    public static ColumnEstimate of(double distinct, double nullFraction, double averageBytes) {
        double atLeastOne = Math.max(1, distinct);
        return new ColumnEstimate(
                atLeastOne,
                atLeastOne,
                nullFraction,
                averageBytes,
                false,
                0,
                0,
                List.of(),
                -1,
                false);
    }

    /** The same column after its input shrank (or grew) from `before` to `after` rows. */
    public ColumnEstimate scaled(double before, double after) {
        if (before <= 0 || after >= before) {
            return this;
        }
        return withDistinct(survivors(distinct, before, after), domain);
    }

    /** Distinct values left when `after` of `before` rows are drawn evenly. */
    static double survivors(double distinct, double before, double after) {
        double share = Math.min(1, Math.max(0, after / before));
        double perValue = Math.max(1, before / Math.max(1, distinct));
        double left = distinct * (1 - Math.pow(1 - share, perValue));
        return Math.max(1, Math.min(left, Math.max(1, after)));
    }

    public ColumnEstimate withDistinct(double newDistinct, double newDomain) {
        return new ColumnEstimate(
                Math.max(1, newDistinct),
                Math.max(1, newDomain),
                nullFraction,
                averageBytes,
                hasRange,
                minImage,
                maxImage,
                histogram,
                origin,
                key);
    }

    /** The same column with only values between the images left; none of them NULL. */
    public ColumnEstimate within(long lowest, long highest, double share) {
        return new ColumnEstimate(
                Math.max(1, distinct * share),
                Math.max(1, domain * share),
                0,
                averageBytes,
                hasRange,
                Math.max(minImage, lowest),
                Math.min(maxImage, highest),
                histogram,
                origin,
                key);
    }

    public ColumnEstimate withNulls(double newNullFraction) {
        return new ColumnEstimate(
                distinct,
                domain,
                newNullFraction,
                averageBytes,
                hasRange,
                minImage,
                maxImage,
                histogram,
                origin,
                key);
    }

    /** The column of a result where the origin's rows may repeat or vanish: no key any more. */
    public ColumnEstimate computed() {
        return new ColumnEstimate(
                distinct,
                domain,
                nullFraction,
                averageBytes,
                hasRange,
                minImage,
                maxImage,
                histogram,
                -1,
                false);
    }
}
