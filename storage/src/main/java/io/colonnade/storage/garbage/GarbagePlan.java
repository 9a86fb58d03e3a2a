package io.colonnade.storage.garbage;

import io.colonnade.storage.object.ObjectInfo;
import io.colonnade.storage.object.ObjectStore;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Keys of objects that a first look found to be garbage, as an object of the bucket. Its age, by
 * the store's clock, tells when the second look may be. Stateless.
 *
 * <pre>
 * key <tab> bytes <tab> modified   one line for each object
 * end <tab> number of lines        a plan without it counts as none
 * </pre>
 */
final class GarbagePlan {
    private static final String KEY = "gc/plan";
    private static final String CLOCK = "gc/clock";
    private static final String END = "end";

    private GarbagePlan() {}

    /** What the clock of the store says, by the time of a write. */
    static long storeMicros(ObjectStore store) {
        store.put(CLOCK, List.of(ByteBuffer.wrap(new byte[] {'\n'})));
        return store.list(CLOCK, "", 1).getFirst().modifiedMicros();
    }

    /** When the plan was written, or empty if there is none. */
    static Optional<Long> writtenMicros(ObjectStore store) {
        return store.list(KEY, "", 1).stream().findFirst().map(ObjectInfo::modifiedMicros);
    }

    static void write(ObjectStore store, List<ObjectInfo> objects) {
        StringBuilder text = new StringBuilder();
        for (ObjectInfo object : objects) {
            text.append(object.key()).append('\t').append(object.sizeBytes()).append('\t');
            text.append(object.modifiedMicros()).append('\n');
        }
        text.append(END).append('\t').append(objects.size()).append('\n');
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        store.put(KEY, List.of(ByteBuffer.wrap(bytes)));
    }

    static List<ObjectInfo> read(ObjectStore store) {
        String text = store.get(KEY).map(b -> new String(b, StandardCharsets.UTF_8)).orElse("");
        List<ObjectInfo> objects = new ArrayList<>();
        for (String line : text.lines().toList()) {
            String[] parts = line.split("\t", -1);
            if (parts.length == 2 && parts[0].equals(END)) {
                return objects;
            }
            objects.add(
                    new ObjectInfo(parts[0], Long.parseLong(parts[1]), Long.parseLong(parts[2])));
        }
        return List.of();
    }

    static void remove(ObjectStore store) {
        store.delete(KEY);
    }
}
