package io.colonnade.leader.pgwire;

import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * The offsets of a zone, remembering the span around the last instant asked for, since the values
 * of a column lie close together. Owned by one thread.
 */
final class ZoneOffsets {
    private final ZoneRules rules;

    /** The offset holds from here on and before the end, in seconds since 1970. */
    private long spanStart = 1;

    private long spanEnd;
    private int seconds;

    ZoneOffsets(ZoneId zone) {
        rules = zone.getRules();
    }

    /** Seconds east of Greenwich at an instant in seconds since 1970-01-01 UTC. */
    int secondsAt(long epochSecond) {
        if (epochSecond < spanStart || epochSecond >= spanEnd) {
            find(epochSecond);
        }
        return seconds;
    }

    private void find(long epochSecond) {
        Instant instant =
                Instant.ofEpochSecond(
                        Math.clamp(
                                epochSecond,
                                Instant.MIN.getEpochSecond() + 1,
                                Instant.MAX.getEpochSecond() - 1));
        seconds = rules.getOffset(instant).getTotalSeconds();
        if (rules.isFixedOffset()) {
            spanStart = Long.MIN_VALUE;
            spanEnd = Long.MAX_VALUE;
            return;
        }
        ZoneOffsetTransition before = rules.previousTransition(instant.plusNanos(1));
        ZoneOffsetTransition after = rules.nextTransition(instant);
        spanStart = before == null ? Long.MIN_VALUE : before.toEpochSecond();
        spanEnd = after == null ? Long.MAX_VALUE : after.toEpochSecond();
    }
}
