package io.colonnade.engine.expression;

import io.colonnade.storage.vector.Dictionary;

/**
 * Results by dictionary, for the few dictionaries seen last. An entry starts with a debt: the rows
 * that were evaluated one by one. When they are as many as half the dictionary, evaluating it as a
 * whole is worth it and costs at most about twice the best choice in hindsight. One worker's.
 */
final class DictionaryCache<R> {
    private static final int ENTRIES = 4;

    /** What is known about one dictionary. */
    static final class Entry<R> {
        final Dictionary dictionary;
        private long rowsSeen;
        private boolean failed;
        R result;
        private long lastUse;

        private Entry(Dictionary dictionary) {
            this.dictionary = dictionary;
        }

        /** Counts rows; whether now is the time to evaluate the whole dictionary. */
        boolean isDue(int rows) {
            rowsSeen += rows;
            return result == null && !failed && rowsSeen * 2 >= dictionary.size();
        }

        /** An entry that no row may have raised an error: evaluate rows only, from now on. */
        void fail() {
            failed = true;
        }
    }

    private final Entry<R>[] entries = newEntries();
    private long clock;

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static <R> Entry<R>[] newEntries() {
        return new Entry[ENTRIES];
    }

    Entry<R> find(Dictionary dictionary) {
        clock++;
        int oldest = 0;
        for (int i = 0; i < ENTRIES; i++) {
            Entry<R> entry = entries[i];
            if (entry == null) {
                oldest = i;
                break;
            }
            if (entry.dictionary == dictionary) {
                entry.lastUse = clock;
                return entry;
            }
            if (entry.lastUse < entries[oldest].lastUse) {
                oldest = i;
            }
        }
        entries[oldest] = new Entry<>(dictionary);
        entries[oldest].lastUse = clock;
        return entries[oldest];
    }
}
