package io.colonnade.engine.sort;

/**
 * A range of rows in sorted order: row numbers and their packed keys side by side. Sorted by one
 * worker, then immutable.
 */
final class SortedRun {
    /** Below this many rows an insertion sort beats eight histograms. */
    private static final int SMALL = 64;

    /** Merges of more rows look whether the query was canceled. */
    private static final int CHECKED_ROWS = 1 << 14;

    private static final int RADIX = 256;
    private static final int DIGITS = 8;

    private long[] keys;
    private int[] rows;

    private SortedRun(long[] keys, int[] rows) {
        this.keys = keys;
        this.rows = rows;
    }

    /** Sorts rows first .. end - 1; calls the check from time to time. */
    static SortedRun sort(SortKeys sortKeys, Runnable cancelCheck, int first, int end) {
        int[] rows = new int[end - first];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = first + i;
        }
        SortedRun run = new SortedRun(sortKeys.encode(first, end), rows);
        if (rows.length <= SMALL) {
            run.insertionSort();
        } else {
            run.radixSort(cancelCheck);
        }
        if (!sortKeys.isExact()) {
            run.sortTies(sortKeys, cancelCheck);
        }
        return run;
    }

    long[] keys() {
        return keys;
    }

    int[] rows() {
        return rows;
    }

    private void insertionSort() {
        for (int i = 1; i < keys.length; i++) {
            long key = keys[i];
            int row = rows[i];
            int j = i - 1;
            while (j >= 0 && Long.compareUnsigned(keys[j], key) > 0) {
                keys[j + 1] = keys[j];
                rows[j + 1] = rows[j];
                j--;
            }
            keys[j + 1] = key;
            rows[j + 1] = row;
        }
    }

    /** Least significant byte first; bytes that all keys share cost nothing. Stable. */
    private void radixSort(Runnable cancelCheck) {
        int n = keys.length;
        int[][] counts = histograms(keys);
        long[] otherKeys = new long[n];
        int[] otherRows = new int[n];
        for (int digit = 0; digit < DIGITS; digit++) {
            int[] count = counts[digit];
            int shift = 8 * digit;
            cancelCheck.run();
            if (count[(int) (keys[0] >>> shift) & 0xFF] == n) {
                continue;
            }
            toOffsets(count);
            scatter(keys, rows, otherKeys, otherRows, count, shift);
            long[] swapKeys = keys;
            keys = otherKeys;
            otherKeys = swapKeys;
            int[] swapRows = rows;
            rows = otherRows;
            otherRows = swapRows;
        }
    }

    private static int[][] histograms(long[] keys) {
        int[][] counts = new int[DIGITS][RADIX];
        for (int digit = 0; digit < DIGITS; digit++) {
            count(keys, 8 * digit, counts[digit]);
        }
        return counts;
    }

    private static void count(long[] keys, int shift, int[] counts) {
        for (int i = 0; i < keys.length; i++) {
            counts[(int) (keys[i] >>> shift) & 0xFF]++;
        }
    }

    private static void toOffsets(int[] counts) {
        int offset = 0;
        for (int i = 0; i < RADIX; i++) {
            int count = counts[i];
            counts[i] = offset;
            offset += count;
        }
    }

    private static void scatter(
            long[] keys, int[] rows, long[] toKeys, int[] toRows, int[] offsets, int shift) {
        for (int i = 0; i < keys.length; i++) {
            long key = keys[i];
            int at = offsets[(int) (key >>> shift) & 0xFF]++;
            toKeys[at] = key;
            toRows[at] = rows[i];
        }
    }

    private void sortTies(SortKeys sortKeys, Runnable cancelCheck) {
        int[] scratch = null;
        int start = 0;
        for (int i = 1; i <= keys.length; i++) {
            if (i == keys.length || keys[i] != keys[start]) {
                if (i - start > 1) {
                    scratch = scratch == null ? new int[keys.length] : scratch;
                    mergeSort(sortKeys, cancelCheck, scratch, start, i);
                }
                start = i;
            }
        }
    }

    /** Stable. */
    private void mergeSort(
            SortKeys sortKeys, Runnable cancelCheck, int[] scratch, int from, int to) {
        if (to - from < 2) {
            return;
        }
        if (to - from > CHECKED_ROWS) {
            cancelCheck.run();
        }
        int middle = from + to >>> 1;
        mergeSort(sortKeys, cancelCheck, scratch, from, middle);
        mergeSort(sortKeys, cancelCheck, scratch, middle, to);
        if (sortKeys.compareTies(rows[middle - 1], rows[middle]) <= 0) {
            return;
        }
        System.arraycopy(rows, from, scratch, from, middle - from);
        int left = from;
        int right = middle;
        int at = from;
        while (left < middle && right < to) {
            if (sortKeys.compareTies(scratch[left], rows[right]) <= 0) {
                rows[at++] = scratch[left++];
            } else {
                rows[at++] = rows[right++];
            }
        }
        System.arraycopy(scratch, left, rows, at, middle - left);
    }
}
