package io.colonnade.storage.log;

import com.google.protobuf.ByteString;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.log.Checkpoint;
import io.colonnade.log.CommitRecord;
import io.colonnade.storage.object.ObjectInfo;
import io.colonnade.storage.object.ObjectStore;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The warehouse's one log in the bucket: slot v holds the commit of version v, and its existence is
 * the commit. Slots are created if absent, never replaced. Stateless and thread-safe; who may write
 * and what is the committer's business.
 */
public final class CommitLog {
    private static final String LOG = "log/";
    private static final String CHECKPOINTS = "ckpt/";

    /** Each object below names a version up to which slots may be gone; the highest counts. */
    private static final String BOUNDARY = "gc/boundary/";

    private static final int LIST_PAGE = 1_000;

    private final ObjectStore store;

    public CommitLog(ObjectStore store) {
        this.store = store;
    }

    /** What became of an attempt to take a slot. */
    public sealed interface Outcome {
        /** The slot holds our record. */
        record Committed(byte[] hash) implements Outcome {}

        /** Somebody else's record is there. */
        record Lost(LogEntry winner) implements Outcome {}

        /** The slot existed and was removed as garbage: the log went on long ago. */
        record Collected() implements Outcome {}
    }

    /**
     * Tries once to make `record` the content of slot `record.version`. A slot that exists is read:
     * the attempt id tells our own record, put by an attempt whose reply was lost, from another's.
     * After COMMIT_OUTCOME_UNKNOWN only the same call again, until it returns, settles it; after
     * any other exception the record is not in the log.
     *
     * <p>Committed counts only if {@link #isCollected} is false for the slot afterwards.
     */
    public Outcome append(CommitRecord record) {
        byte[] bytes = LogCodec.encode(record);
        String key = slotKey(record.getVersion());
        if (store.putIfAbsent(key, ByteBuffer.wrap(bytes))) {
            return new Outcome.Committed(LogCodec.sha256(bytes));
        }
        Optional<LogEntry> winner = winnerOf(record.getVersion());
        if (winner.isEmpty()) {
            return new Outcome.Collected();
        }
        return winner.get().record().getAttemptId().equals(record.getAttemptId())
                ? new Outcome.Committed(winner.get().hash())
                : new Outcome.Lost(winner.get());
    }

    /** A slot that exists and cannot be read may be our own. */
    private Optional<LogEntry> winnerOf(long version) {
        try {
            return read(version);
        } catch (ColonnadeException e) {
            throw new ColonnadeException(
                    ErrorCode.COMMIT_OUTCOME_UNKNOWN,
                    "it is unknown who committed version " + version + ": " + e.getMessage(),
                    e);
        }
    }

    /**
     * Whether slot `version` may have been removed as garbage. A slot that does not exist is free
     * only if this is false: a writer that was asleep while the log went on and was shortened would
     * else believe that it created the newest slot.
     */
    public boolean isCollected(long version) {
        return !store.list(BOUNDARY, BOUNDARY + digits(version - 1), 1).isEmpty();
    }

    /** Slots up to this version may be gone; 0 if none is. Never falls. */
    public long boundary() {
        List<Long> all = versions(BOUNDARY, Long.MAX_VALUE);
        return all.isEmpty() ? 0 : all.getLast();
    }

    /** Says, before it is done, that slots up to `version` will be removed. */
    public void raiseBoundary(long version) {
        byte[] body = digits(version).getBytes(StandardCharsets.US_ASCII);
        store.put(BOUNDARY + digits(version), List.of(ByteBuffer.wrap(body)));
    }

    /** Slot `version`, or empty if it was never committed. */
    public Optional<LogEntry> read(long version) {
        String key = slotKey(version);
        return store.get(key)
                .map(
                        bytes -> {
                            CommitRecord record =
                                    LogCodec.decode(key, bytes, CommitRecord.parser());
                            if (record.getVersion() != version) {
                                throw new ColonnadeException(
                                        ErrorCode.DATA_CORRUPTED,
                                        "object \""
                                                + key
                                                + "\" holds version "
                                                + record.getVersion());
                            }
                            return new LogEntry(record, LogCodec.sha256(bytes));
                        });
    }

    /** Checks that `entry` follows a slot with `previousHash`. */
    public static void verifyChain(LogEntry entry, byte[] previousHash) {
        byte[] named = entry.record().getPreviousHash().toByteArray();
        if (!Arrays.equals(named, previousHash)) {
            throw new ColonnadeException(
                    ErrorCode.DATA_CORRUPTED,
                    "log slot "
                            + entry.record().getVersion()
                            + " does not follow the slot before it (hash chain broken)");
        }
    }

    /** Writes the image of a version; a later start reads it instead of the slots up to it. */
    public void writeCheckpoint(Checkpoint checkpoint) {
        byte[] bytes = LogCodec.encode(checkpoint);
        store.put(checkpointKey(checkpoint.getVersion()), List.of(ByteBuffer.wrap(bytes)));
    }

    /** The newest checkpoint, or empty. */
    public Optional<Checkpoint> newestCheckpoint() {
        return newestCheckpoint(Long.MAX_VALUE);
    }

    /** The newest checkpoint of a version up to `version`, or empty. */
    public Optional<Checkpoint> newestCheckpoint(long version) {
        while (true) {
            Optional<Long> newest = newestCheckpointVersion(version);
            if (newest.isEmpty()) {
                return Optional.empty();
            }
            Optional<Checkpoint> found = checkpoint(newest.get());
            if (found.isPresent()) {
                return found;
            }
            // Removed as garbage since it was listed, for a newer one is there: look again.
        }
    }

    /** Version of the newest checkpoint up to `version`, or empty. */
    public Optional<Long> newestCheckpointVersion(long version) {
        List<Long> known = versions(CHECKPOINTS, version);
        return known.isEmpty() ? Optional.empty() : Optional.of(known.getLast());
    }

    /** The checkpoint of exactly this version, or empty. */
    public Optional<Checkpoint> checkpoint(long version) {
        String key = checkpointKey(version);
        return store.get(key).map(bytes -> LogCodec.decode(key, bytes, Checkpoint.parser()));
    }

    /** Versions that have a checkpoint, ascending. */
    public List<Long> checkpointVersions() {
        return versions(CHECKPOINTS, Long.MAX_VALUE);
    }

    /** Slots that exist up to a version, ascending. */
    public List<Long> slotsUpTo(long version) {
        return versions(LOG, version);
    }

    /** Boundaries up to a version that are still written down, ascending. */
    public List<Long> boundariesUpTo(long version) {
        return versions(BOUNDARY, version);
    }

    /** For garbage collection only, after {@link #raiseBoundary}. */
    public void removeSlot(long version) {
        store.delete(slotKey(version));
    }

    /** For garbage collection only. */
    public void removeCheckpoint(long version) {
        store.delete(checkpointKey(version));
    }

    /** For garbage collection only: one that a higher boundary makes superfluous. */
    public void removeBoundary(long version) {
        store.delete(BOUNDARY + digits(version));
    }

    private List<Long> versions(String prefix, long last) {
        List<Long> versions = new ArrayList<>();
        String after = "";
        while (true) {
            List<ObjectInfo> page = store.list(prefix, after, LIST_PAGE);
            if (page.isEmpty()) {
                return versions;
            }
            for (ObjectInfo object : page) {
                long version = versionOf(prefix, object.key());
                if (version > last) {
                    return versions;
                }
                versions.add(version);
            }
            after = page.getLast().key();
        }
    }

    private static long versionOf(String prefix, String key) {
        try {
            return Long.parseLong(key.substring(prefix.length()));
        } catch (NumberFormatException e) {
            throw new ColonnadeException(
                    ErrorCode.DATA_CORRUPTED,
                    "object \"" + key + "\" is not named by a version",
                    e);
        }
    }

    public static ByteString hashField(byte[] hash) {
        return ByteString.copyFrom(hash);
    }

    public static int formatVersion() {
        return LogCodec.FORMAT_VERSION;
    }

    private static String slotKey(long version) {
        return LOG + digits(version);
    }

    private static String checkpointKey(long version) {
        return CHECKPOINTS + digits(version);
    }

    private static String digits(long version) {
        return String.format(Locale.ROOT, "%020d", version);
    }
}
