package io.colonnade.sql.physical;

import com.google.common.collect.Range;

import org.apache.calcite.util.Sarg;

import java.util.ArrayList;
import java.util.List;

/** The values of a search argument that is a set of points, or all but one. Stateless. */
final class SargPoints {
    private SargPoints() {}

    /**
     * @param complement whether the points are those that the argument leaves out
     */
    static List<Comparable<?>> of(Sarg<?> argument, boolean complement) {
        Sarg<?> points = complement ? argument.negate() : argument;
        List<Comparable<?>> values = new ArrayList<>();
        for (Range<?> range : points.rangeSet.asRanges()) {
            values.add(range.lowerEndpoint());
        }
        return values;
    }
}
