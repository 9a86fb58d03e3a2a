package io.colonnade.engine.operator.aggregate;

import io.colonnade.storage.vector.Vector;

import java.util.Arrays;

/**
 * State of one aggregate call for all groups, in arrays indexed by group id. Written by one worker;
 * once complete, read by many.
 *
 * <p>Loops get rows that count only: NULL arguments and filtered rows are taken out before. Groups
 * are born with their first row; which of them had a row that counted is remembered only from the
 * moment on when rows were taken out.
 */
abstract class Accumulator {
    private int capacity;

    /** 1 per group that had a row that counts; null while all had. */
    private byte[] seen;

    /** Bytes of state per group. */
    abstract int groupBytes();

    /** Makes room for groups up to `groups` - 1, with their initial state. */
    abstract void grow(int groups);

    final void resize(int groups) {
        grow(groups);
        capacity = groups;
        if (seen != null) {
            seen = Arrays.copyOf(seen, groups);
        }
    }

    /**
     * Takes rows.
     *
     * @param arguments flat (text perhaps in dictionary form)
     * @param positions of the rows; null = 0, 1, ...
     * @param groups of the rows, by index, not position
     */
    abstract void update(Vector[] arguments, int[] positions, int[] groups, int count);

    /** As update, for all rows of a batch whose groups are few. */
    void update(Vector[] arguments, FewGroups few) {
        update(arguments, few.positions(), few.groups(), few.count());
    }

    /** Takes state of like groups: from[i] there goes into to[i] here. */
    abstract void merge(Accumulator other, int[] from, int[] to, int count);

    /** Writes the results of groups first, first + 1, ...; the vector is reset. */
    abstract void result(int first, int count, Vector target);

    /** Whether rows with a NULL argument are taken out. */
    boolean skipsNulls() {
        return true;
    }

    /** Called once, after the last update and merge, by one thread. */
    void seal() {}

    /** From now on knows which groups have rows; the first `groups` have. */
    final void trackSeen(int groups) {
        if (seen == null) {
            seen = new byte[capacity];
            Arrays.fill(seen, 0, groups, (byte) 1);
        }
    }

    final void markSeen(int[] groups, int count) {
        if (capacity == 1 && seen != null) {
            seen[0] |= (byte) (count > 0 ? 1 : 0);
        } else if (seen != null) {
            for (int i = 0; i < count; i++) {
                seen[groups[i]] = 1;
            }
        }
    }

    /** As {@link #merge} for what {@link #hasSeen} tells; `known` groups were here before. */
    final void mergeSeen(Accumulator other, int[] from, int[] to, int count, int known) {
        if (other.seen != null) {
            trackSeen(known);
        }
        if (seen != null) {
            for (int i = 0; i < count; i++) {
                if (other.hasSeen(from[i])) {
                    seen[to[i]] = 1;
                }
            }
        }
    }

    final boolean hasSeen(int group) {
        return seen == null || seen[group] != 0;
    }

    /** Makes NULL the results of groups without a row that counts. */
    final void setUnseenNull(int first, int count, Vector target) {
        if (seen != null) {
            for (int i = 0; i < count; i++) {
                if (seen[first + i] == 0) {
                    target.setNull(i);
                }
            }
        }
    }
}
