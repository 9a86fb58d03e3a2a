package io.colonnade.leader.simulation;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.storage.object.ObjectInfo;
import io.colonnade.storage.object.ObjectStore;

import java.nio.ByteBuffer;
import java.util.List;

/** A store that misleads its leader into one mistake of a careless committer. */
final class DeceivedStore extends PassingStore {
    /** What the leader comes to do. */
    enum Mistake {
        /** An unknown outcome is taken for a success: it answers and moves to the next slot. */
        MOVES_ON,
        /** An unknown outcome is taken for a failure: the slot is used for something else. */
        USES_THE_SLOT_AGAIN,
        /** A slot that it created is believed to be new, though others had it before. */
        SKIPS_THE_BOUNDARY
    }

    private final Mistake mistake;

    DeceivedStore(ObjectStore store, Mistake mistake) {
        super(store);
        this.mistake = mistake;
    }

    @Override
    public boolean putIfAbsent(String key, ByteBuffer body) {
        try {
            return store.putIfAbsent(key, body);
        } catch (ColonnadeException e) {
            if (e.code() == ErrorCode.COMMIT_OUTCOME_UNKNOWN) {
                if (mistake == Mistake.MOVES_ON) {
                    return true;
                } else if (mistake == Mistake.USES_THE_SLOT_AGAIN) {
                    throw new ColonnadeException(ErrorCode.STORE_UNAVAILABLE, e.getMessage());
                }
            }
            throw e;
        }
    }

    @Override
    public List<ObjectInfo> list(String prefix, String startAfter, int limit) {
        boolean guard = prefix.equals("gc/boundary/") && limit == 1;
        return guard && mistake == Mistake.SKIPS_THE_BOUNDARY
                ? List.of()
                : store.list(prefix, startAfter, limit);
    }
}
