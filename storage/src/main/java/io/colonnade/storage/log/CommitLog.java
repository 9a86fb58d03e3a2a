package io.colonnade.storage.log;

import com.google.protobuf.ByteString;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.log.Checkpoint;
import io.colonnade.log.CommitRecord;
import io.colonnade.storage.object.ObjectInfo;
import io.colonnade.storage.object.ObjectStore;

import java.nio.ByteBuffer;
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
    }

    /**
     * Tries to make `record` the content of slot `record.version`. When the store loses the reply,
     * the slot is read back: the attempt id tells our own record from another's. A store that stays
     * out of reach ends in COMMIT_OUTCOME_UNKNOWN.
     */
    public Outcome append(CommitRecord record) {
        byte[] bytes = LogCodec.encode(record);
        String key = slotKey(record.getVersion());
        boolean created;
        try {
            created = store.putIfAbsent(key, ByteBuffer.wrap(bytes));
        } catch (ColonnadeException lostReply) {
            created = readBack(record, lostReply);
        }
        if (created) {
            return new Outcome.Committed(LogCodec.sha256(bytes));
        }
        LogEntry winner =
                read(record.getVersion())
                        .orElseThrow(
                                () -> ColonnadeException.internal("slot " + key + " vanished"));
        return winner.record().getAttemptId().equals(record.getAttemptId())
                ? new Outcome.Committed(winner.hash())
                : new Outcome.Lost(winner);
    }

    /** True: the slot is ours. False: it is somebody's. Absent: definitely not committed. */
    private boolean readBack(CommitRecord record, ColonnadeException cause) {
        Optional<LogEntry> found;
        try {
            found = read(record.getVersion());
        } catch (ColonnadeException stillOut) {
            throw new ColonnadeException(
                            ErrorCode.COMMIT_OUTCOME_UNKNOWN,
                            "it is unknown whether version "
                                    + record.getVersion()
                                    + " was committed: "
                                    + cause.getMessage(),
                            stillOut)
                    .hint("Look for the data before you try again.");
        }
        if (found.isEmpty()) {
            throw cause;
        }
        return found.get().record().getAttemptId().equals(record.getAttemptId());
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
        String newest = null;
        String after = "";
        while (true) {
            List<ObjectInfo> page = store.list(CHECKPOINTS, after, LIST_PAGE);
            if (page.isEmpty()) {
                break;
            }
            newest = page.getLast().key();
            after = newest;
        }
        if (newest == null) {
            return Optional.empty();
        }
        String key = newest;
        return store.get(key).map(bytes -> LogCodec.decode(key, bytes, Checkpoint.parser()));
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
