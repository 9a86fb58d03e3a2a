package io.colonnade.storage.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.colonnade.storage.vector.Dictionary;

import java.util.Arrays;

/**
 * Gives dictionaries of equal content one identity, so that codes of different segments agree and
 * need not be translated. Forgets dictionaries that nobody holds. Thread-safe.
 */
public final class DictionaryPool {
    /** Comparing larger ones at every open costs more than agreeing codes bring. */
    private static final int MAX_ENTRIES = 4096;

    private final Cache<Content, Dictionary> known = Caffeine.newBuilder().weakValues().build();

    /** A key that holds the arrays, which the dictionary holds anyway. */
    private record Content(byte[] bytes, int[] lengths) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Content c
                    && Arrays.equals(lengths, c.lengths)
                    && Arrays.equals(bytes, c.bytes);
        }

        @Override
        public int hashCode() {
            return 31 * Arrays.hashCode(bytes) + Arrays.hashCode(lengths);
        }
    }

    public Dictionary intern(Dictionary dictionary) {
        if (dictionary.size() > MAX_ENTRIES) {
            return dictionary;
        }
        Content content = new Content(dictionary.bytes(), dictionary.lengths());
        return known.get(content, ignored -> dictionary);
    }
}
