package io.colonnade.leader.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.colonnade.storage.snapshot.Snapshot;

import java.util.Optional;

/**
 * Results of queries, kept on the leader until a table that they were read from changes. Bounded by
 * bytes; thread-safe. Never holds results of volatile functions or system relations; that is the
 * caller's to see to.
 */
public final class ResultCache {
    /** Larger results cost more to keep than to compute again. */
    public static final int MAX_RESULT_BYTES = 1 << 20;

    /** What an entry holds beside its rows. */
    private static final int ENTRY_BYTES = 1_024;

    private final Cache<ResultKey, CachedResult> results;

    public ResultCache(long maxBytes) {
        // Evicting on the caller's thread: the bound holds when put returns.
        results =
                Caffeine.newBuilder()
                        .maximumWeight(maxBytes)
                        .weigher(ResultCache::bytes)
                        .executor(Runnable::run)
                        .build();
    }

    private static int bytes(ResultKey key, CachedResult result) {
        int text = key.statement().length() * Character.BYTES;
        int parameters = 0;
        for (var value : key.parameters().values()) {
            parameters += value.getSerializedSize();
        }
        return result.bytes() + text + parameters + ENTRY_BYTES;
    }

    /** The rows that the statement gives on this snapshot, if they are known. */
    public Optional<CachedResult> find(ResultKey key, Snapshot snapshot) {
        CachedResult result = results.getIfPresent(key);
        if (result == null) {
            return Optional.empty();
        }
        if (!result.holdsFor(snapshot)) {
            results.asMap().remove(key, result);
            return Optional.empty();
        }
        return Optional.of(result);
    }

    /** Keeps a result; one that is too large is ignored. */
    public void put(ResultKey key, CachedResult result) {
        if (result.bytes() <= MAX_RESULT_BYTES) {
            results.put(key, result);
        }
    }
}
