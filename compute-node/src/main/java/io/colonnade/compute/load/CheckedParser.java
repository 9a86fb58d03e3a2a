package io.colonnade.compute.load;

import io.colonnade.error.ColonnadeException;
import io.colonnade.storage.vector.Vector;

/**
 * The loop of parsers whose values cost more than a virtual call: empty is NULL, what does not
 * convert is reported.
 */
abstract class CheckedParser implements FieldParser {
    @Override
    public final void parse(RowBlock block, int column, Vector target, BadValues bad) {
        int[] starts = block.starts[column];
        int[] lengths = block.lengths[column];
        for (int r = 0; r < block.rows; r++) {
            if (lengths[r] <= 0) {
                target.setNull(r);
                continue;
            }
            try {
                store(block.bytes, starts[r], lengths[r], target, r);
            } catch (ColonnadeException e) {
                if (Fields.text(block, r, column).isBlank() || forgives()) {
                    target.setNull(r);
                } else {
                    bad.value(block, r, column, e.getMessage());
                }
            }
        }
    }

    /** Converts one value, or throws why it cannot be. */
    abstract void store(byte[] bytes, int start, int length, Vector target, int row);

    /** Whether an option turns a wrong value into NULL. */
    boolean forgives() {
        return false;
    }
}
