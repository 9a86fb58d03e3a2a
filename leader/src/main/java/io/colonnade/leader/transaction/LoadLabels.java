package io.colonnade.leader.transaction;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.log.LoadLabel;
import io.colonnade.storage.snapshot.History;
import io.colonnade.storage.snapshot.Snapshot;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Labels make loads safe to repeat: who does not know whether a load committed runs it again under
 * the same label, and either it commits now or it is told that it did before. Stateless.
 */
public final class LoadLabels {
    private LoadLabels() {}

    /** Throws when a load with this label has committed. */
    public static void requireUnused(Snapshot snapshot, String label, long nowMicros) {
        Optional<LoadLabel> used = snapshot.history().label(label, nowMicros);
        if (used.isEmpty()) {
            return;
        }
        long micros = used.get().getTimestampMicros();
        throw new ColonnadeException(
                        ErrorCode.DUPLICATE_OBJECT,
                        "a load with label \"" + label + "\" has committed already")
                .detail(
                        "It committed "
                                + used.get().getRows()
                                + " rows at "
                                + Instant.EPOCH.plusNanos(TimeUnit.MICROSECONDS.toNanos(micros))
                                + " as version "
                                + used.get().getVersion()
                                + ".")
                .hint(
                        "Its rows are there. A label can be used again after "
                                + TimeUnit.MICROSECONDS.toDays(History.LABEL_MICROS)
                                + " days.");
    }
}
