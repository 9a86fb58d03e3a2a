package io.colonnade.sql.physical;

import io.colonnade.sql.statistics.ColumnEstimate;
import io.colonnade.sql.statistics.ColumnWidths;
import io.colonnade.type.PhysicalType;

import java.util.ArrayList;
import java.util.List;

/** What is believed of aggregates' results, so that HAVING has a selectivity. Stateless. */
final class AggregateEstimates {
    /** Quantiles of the standard normal distribution at 0, 5, 10 ... 50 %; the rest mirrored. */
    private static final double[] NORMAL = {
        -3.7, -1.645, -1.282, -1.036, -0.842, -0.674, -0.524, -0.385, -0.253, -0.126, 0
    };

    private AggregateEstimates() {}

    static ColumnEstimate of(PlannedCall call, Shape input, double groups) {
        double bytes = ColumnWidths.of(call.type());
        double perGroup = input.rows() / groups;
        ColumnEstimate plain = ColumnEstimate.of(groups, 0, bytes);
        return switch (call.function()) {
            case COUNT_STAR, COUNT -> spread(plain, perGroup, Math.sqrt(perGroup));
            case SUM, SUM0 -> sum(plain, call, input, perGroup);
            case MIN, MAX, ANY_VALUE, SINGLE_VALUE -> {
                ColumnEstimate argument = input.estimate().columns().get(call.arguments().get(0));
                yield argument.withDistinct(
                                Math.min(argument.distinct(), groups), argument.domain())
                        .computed();
            }
            default -> plain;
        };
    }

    /** A sum of as many evenly spread values as a group has rows, which itself varies. */
    private static ColumnEstimate sum(
            ColumnEstimate plain, PlannedCall call, Shape input, double perGroup) {
        int column = call.arguments().get(0);
        ColumnEstimate argument = input.estimate().columns().get(column);
        PhysicalType physical = input.columns().get(column).type().physical();
        boolean exact =
                physical == PhysicalType.INT
                        || physical == PhysicalType.LONG
                        || physical == PhysicalType.INT128;
        if (!argument.hasRange() || !exact || call.type().physical() == PhysicalType.DOUBLE) {
            return plain;
        }
        double mean = ((double) argument.minImage() + argument.maxImage()) / 2;
        double width = (double) argument.maxImage() - argument.minImage();
        double deviation = Math.sqrt(perGroup * (width * width / 12 + mean * mean));
        return spread(plain, mean * perGroup, deviation);
    }

    private static ColumnEstimate spread(ColumnEstimate plain, double mean, double deviation) {
        List<Long> bounds = new ArrayList<>();
        for (double quantile : NORMAL) {
            bounds.add((long) (mean + quantile * deviation));
        }
        for (int i = NORMAL.length - 2; i >= 0; i--) {
            bounds.add((long) (mean - NORMAL[i] * deviation));
        }
        return new ColumnEstimate(
                plain.distinct(),
                plain.domain(),
                0,
                plain.averageBytes(),
                true,
                bounds.get(0),
                bounds.get(bounds.size() - 1),
                bounds,
                -1,
                false);
    }
}
