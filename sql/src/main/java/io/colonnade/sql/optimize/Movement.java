package io.colonnade.sql.optimize;

import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * How the two sides of a join meet. Immutable.
 *
 * @param label Redshift's name
 * @param leftHash columns of the left side to distribute by, in order, when it is distributed
 * @param rightHash the same for the right side
 * @param output where the joined rows are
 */
public record Movement(
        String label,
        Action left,
        Action right,
        List<Integer> leftHash,
        List<Integer> rightHash,
        Distribution output) {

    /** What happens to one side. */
    public enum Action {
        KEEP,
        BROADCAST,
        HASH,
        GATHER
    }

    /** The same movement with columns renumbered. */
    public Movement mapped(IntUnaryOperator newColumn) {
        return new Movement(
                label,
                left,
                right,
                leftHash.stream().map(newColumn::applyAsInt).toList(),
                rightHash.stream().map(newColumn::applyAsInt).toList(),
                output.mapped(newColumn));
    }

    static Movement none(String label, Distribution output) {
        return new Movement(label, Action.KEEP, Action.KEEP, List.of(), List.of(), output);
    }
}
