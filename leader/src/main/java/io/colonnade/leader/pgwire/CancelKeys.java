package io.colonnade.leader.pgwire;

import io.colonnade.leader.session.Session;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The secrets by which clients may cancel their statements over a second connection. */
final class CancelKeys {
    private static final int SHORT_KEY_BYTES = 4;
    private static final int LONG_KEY_BYTES = 32;

    /** Protocol 3.2 and later: longer keys. */
    private static final int LONG_KEY_MINOR = 2;

    private record Entry(Session session, byte[] key) {}

    private final SecureRandom random;
    private final Map<Integer, Entry> entries = new ConcurrentHashMap<>();

    CancelKeys(SecureRandom random) {
        this.random = random;
    }

    byte[] create(Session session, int protocolMinor) {
        byte[] key = new byte[protocolMinor >= LONG_KEY_MINOR ? LONG_KEY_BYTES : SHORT_KEY_BYTES];
        random.nextBytes(key);
        entries.put(session.state().processId(), new Entry(session, key));
        return key.clone();
    }

    void remove(Session session) {
        entries.remove(session.state().processId());
    }

    /** The session, if the key is its own; else null. */
    Session find(int processId, byte[] key) {
        Entry entry = entries.get(processId);
        return entry != null && MessageDigest.isEqual(entry.key(), key) ? entry.session() : null;
    }
}
