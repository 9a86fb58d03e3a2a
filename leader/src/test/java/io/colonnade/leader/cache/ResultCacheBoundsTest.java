package io.colonnade.leader.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;

import io.colonnade.leader.session.ParameterValues;
import io.colonnade.storage.snapshot.Snapshot;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

class ResultCacheBoundsTest {
    private static final int LIMIT_BYTES = 1_000_000;

    private final ResultCache cache = new ResultCache(LIMIT_BYTES);
    private final Snapshot snapshot = Snapshot.initial();

    private static ResultKey key(String text) {
        return new ResultKey(text, ParameterValues.NONE, "u", List.of("public"), Map.of());
    }

    private CachedResult result(int bytes) {
        return new CachedResult(
                List.of(),
                List.of(ByteString.copyFrom(new byte[bytes])),
                snapshot.catalogVersion(),
                Map.of());
    }

    private long kept(int entries, String text) {
        long found = 0;
        for (int i = 0; i < entries; i++) {
            found += cache.find(key(text + i), snapshot).isPresent() ? 1 : 0;
        }
        return found;
    }

    @Test
    void rowsAreBounded() {
        for (int i = 0; i < 200; i++) {
            cache.put(key("q" + i), result(50_000));
        }
        assertTrue(kept(200, "q") <= LIMIT_BYTES / 50_000, "too many results are kept");
    }

    @Test
    void longStatementsCount() {
        String text = "x".repeat(100_000);
        for (int i = 0; i < 50; i++) {
            cache.put(key(text + i), result(10));
        }
        assertTrue(kept(50, text) <= LIMIT_BYTES / 200_000, "statements are not counted");
    }

    @Test
    void aLargeResultIsNotKept() {
        ResultCache roomy = new ResultCache(1L << 30);
        roomy.put(key("q"), result(ResultCache.MAX_RESULT_BYTES + 1));
        assertTrue(roomy.find(key("q"), snapshot).isEmpty());
        roomy.put(key("q"), result(ResultCache.MAX_RESULT_BYTES));
        assertEquals(1, roomy.find(key("q"), snapshot).orElseThrow().batches().size());
    }
}
