package io.colonnade.engine.operator;

import io.colonnade.storage.vector.BytesVector;
import io.colonnade.storage.vector.Vector;

import java.util.Arrays;

/**
 * Copies values between vectors that are alive together: text is not copied, the target points to
 * the source's bytes or dictionary. Stateless.
 */
public final class Gather {
    private Gather() {}

    /** target[i] = source[positions[i]]; any form of source, the target becomes flat (or codes). */
    public static void gather(Vector source, int[] positions, int count, Vector target) {
        if (source instanceof BytesVector bytes) {
            gatherText(bytes, positions, count, (BytesVector) target);
        } else {
            target.reset();
            target.gather(source, positions, count, 0);
        }
    }

    private static void gatherText(
            BytesVector source, int[] positions, int count, BytesVector target) {
        if (source.isDictionary() && !source.isConstant()) {
            int[] codes = target.setDictionary(source.dictionary());
            gather(source.codes(), positions, count, codes);
        } else if (source.isConstant()) {
            spreadText(source, count, target);
        } else {
            target.setHeap(source.heap());
            gather(source.starts(), positions, count, target.starts());
            gather(source.lengths(), positions, count, target.lengths());
        }
        if (source.mayHaveNulls()) {
            for (int i = 0; i < count; i++) {
                if (source.isNull(positions[i])) {
                    target.setNull(i);
                }
            }
        }
    }

    private static void gather(int[] from, int[] positions, int count, int[] to) {
        for (int i = 0; i < count; i++) {
            to[i] = from[positions[i]];
        }
    }

    private static void spreadText(BytesVector source, int count, BytesVector target) {
        target.setHeap(source.heapAt());
        if (!source.isNull(0)) {
            Arrays.fill(target.starts(), 0, count, source.startAt(0));
            Arrays.fill(target.lengths(), 0, count, source.lengthAt(0));
        }
    }

    /** Makes the target a flat copy of a constant over the first `size` positions. */
    public static void spread(Vector constant, int size, Vector target) {
        if (constant instanceof BytesVector bytes) {
            spreadText(bytes, size, (BytesVector) target);
        } else {
            target.reset();
            target.gather(constant, null, size, 0);
            return;
        }
        if (constant.isNull(0)) {
            Arrays.fill(target.writableValidity(), 0L);
        }
    }
}
