package io.colonnade.storage.garbage;

import io.colonnade.error.ColonnadeException;

import java.util.concurrent.TimeUnit;

/**
 * How long what is not needed is kept nevertheless. All in microseconds, by the store's clock.
 *
 * @param graceMicros an object that no version names may belong to a transaction that still runs
 *     until it is this old; must be longer than any transaction
 * @param waitMicros from the first look, which writes down what is garbage, to the second, which
 *     removes it
 * @param retentionMicros how long old rows of a table can be asked for that says nothing itself
 * @param logMicros how long slots of the log are kept that a checkpoint makes superfluous
 */
public record GarbagePolicy(
        long graceMicros, long waitMicros, long retentionMicros, long logMicros) {
    public GarbagePolicy {
        if (graceMicros < 0 || waitMicros < 0 || retentionMicros < 0 || logMicros < 0) {
            throw ColonnadeException.internal("negative time in " + graceMicros);
        }
    }

    /** A day of grace is four times the age at which a transaction can no longer commit. */
    public static GarbagePolicy standard() {
        return new GarbagePolicy(
                TimeUnit.DAYS.toMicros(1),
                TimeUnit.HOURS.toMicros(1),
                TimeUnit.DAYS.toMicros(1),
                TimeUnit.DAYS.toMicros(30));
    }
}
