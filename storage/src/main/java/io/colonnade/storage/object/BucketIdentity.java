package io.colonnade.storage.object;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.storage.seam.Clock;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * What says that a bucket is a warehouse, and which. The object is made once, in an empty bucket,
 * and never changes:
 *
 * <pre>
 * colonnade warehouse
 * format 1
 * id 6f0c3a0e-...
 * created 2026-01-31T12:00:00Z
 * crc32c 9ab01234          of all lines before it
 * </pre>
 *
 * @param id random; what two processes compare to know that they use the same bucket
 */
public record BucketIdentity(String id, Instant created) {
    static final String KEY = "warehouse";

    /** Raised when an older server could not read a bucket. */
    static final int FORMAT = 1;

    private static final String FIRST_LINE = "colonnade warehouse\n";

    private static final Pattern FORMAT_LINE =
            Pattern.compile("colonnade warehouse\nformat ([0-9]{1,9})\n.*", Pattern.DOTALL);

    private static final Pattern BODY =
            Pattern.compile(
                    "(colonnade warehouse\nformat [0-9]+\nid ([0-9a-f-]{36})\ncreated (\\S+)\n)"
                            + "crc32c ([0-9a-f]{8})\n");

    /**
     * The identity of a bucket; an empty bucket gets one. Any other bucket is refused, and nothing
     * in it is changed, and so is a service that does not keep {@link ObjectStore#putIfAbsent}. Of
     * several processes that start at once on an empty bucket all get the same.
     */
    public static BucketIdentity claim(ObjectStore store, Clock clock) {
        Optional<BucketIdentity> found = find(store);
        if (found.isEmpty()) {
            List<ObjectInfo> first = store.list("", "", 1);
            if (first.isEmpty()) {
                create(store, clock);
            }
            found = find(store);
            if (found.isEmpty()) {
                throw refused(
                        store,
                        "it holds objects but is no warehouse, for example \""
                                + first.getFirst().key()
                                + "\"");
            }
        }
        requireConditions(store, found.get());
        return found.get();
    }

    /**
     * A service that takes no notice of conditions would let two leaders write one slot of the log.
     * The bytes are those that are there, so that even then the object stays what it is.
     */
    private static void requireConditions(ObjectStore store, BucketIdentity identity) {
        if (store.putIfAbsent(KEY, ByteBuffer.wrap(identity.encode()))) {
            throw refused(store, "the service overwrites objects in spite of If-None-Match");
        }
    }

    /** Empty if the bucket has no identity; throws if it has one that cannot be used. */
    public static Optional<BucketIdentity> find(ObjectStore store) {
        return store.get(KEY).map(bytes -> decode(store, bytes));
    }

    /** Whoever comes second finds the first one's. */
    private static void create(ObjectStore store, Clock clock) {
        Instant now = Instant.EPOCH.plus(clock.micros(), ChronoUnit.MICROS);
        BucketIdentity identity =
                new BucketIdentity(
                        UUID.randomUUID().toString(), now.truncatedTo(ChronoUnit.SECONDS));
        store.putIfAbsent(KEY, ByteBuffer.wrap(identity.encode()));
    }

    byte[] encode() {
        String lines = FIRST_LINE + "format " + FORMAT + "\nid " + id + "\ncreated " + created;
        String body = lines + "\n";
        return (body + "crc32c " + crc(body) + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static String crc(String body) {
        CRC32C crc = new CRC32C();
        crc.update(body.getBytes(StandardCharsets.US_ASCII));
        String hex = Long.toHexString(crc.getValue());
        return "0".repeat(8 - hex.length()) + hex;
    }

    private static BucketIdentity decode(ObjectStore store, byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        Matcher format = FORMAT_LINE.matcher(text);
        if (!format.matches()) {
            throw refused(store, "its object \"" + KEY + "\" is damaged or not a warehouse's");
        }
        int number = Integer.parseInt(format.group(1));
        if (number > FORMAT) {
            throw refused(store, "it has format " + number + ", this server reads format " + FORMAT)
                    .hint("Use the version that wrote it, or a newer one.");
        }
        Matcher body = BODY.matcher(text);
        if (!body.matches() || !crc(body.group(1)).equals(body.group(4))) {
            throw refused(store, "its object \"" + KEY + "\" is damaged");
        }
        return new BucketIdentity(body.group(2), Instant.parse(body.group(3)));
    }

    private static ColonnadeException refused(ObjectStore store, String reason) {
        return new ColonnadeException(
                ErrorCode.CONFIG_FILE_ERROR, "cannot use the bucket " + store + ": " + reason);
    }
}
