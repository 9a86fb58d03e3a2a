package io.colonnade.compute.load;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.log.LoadError;

import java.util.ArrayList;
import java.util.List;

/**
 * The bad rows of one load on this node. The load fails with the row that reaches MAXERROR, and
 * says all about it. Thread-safe.
 */
public final class LoadErrors {
    /** Errors kept for the report; more are only counted. */
    private static final int KEPT = 1_000;

    private final long maxErrors;

    // Guarded by this.
    private final List<LoadError> errors = new ArrayList<>();
    private long count;

    public LoadErrors(long maxErrors) {
        // As Redshift counts: so many errors fail the load, one less does not.
        this.maxErrors = Math.max(1, maxErrors);
    }

    synchronized void add(LoadError error) {
        count++;
        if (errors.size() < KEPT) {
            errors.add(error);
        }
        if (count >= maxErrors) {
            throw failure(error, maxErrors);
        }
    }

    /** All bad rows so far. */
    public synchronized long count() {
        return count;
    }

    /** The first bad rows. */
    public synchronized List<LoadError> errors() {
        return List.copyOf(errors);
    }

    private static ColonnadeException failure(LoadError error, long maxErrors) {
        String place = "file " + error.getFile() + ", line " + error.getLine();
        String column = error.getColumn().isEmpty() ? "" : ", column " + error.getColumn();
        ColonnadeException failure =
                new ColonnadeException(
                                ErrorCode.BAD_COPY_DATA,
                                error.getReason() + " (" + place + column + ")")
                        .detail(detail(error));
        return maxErrors > 1
                ? failure.hint("This is bad row " + maxErrors + ", as many as MAXERROR names.")
                : failure.hint(
                        "Nothing was loaded. Mend the row, or let the load skip bad rows with"
                                + " MAXERROR.");
    }

    private static String detail(LoadError error) {
        String line = "The line is \"" + error.getRawLine() + "\".";
        return error.getColumn().isEmpty()
                ? line
                : "The value is \"" + error.getValue() + "\". " + line;
    }
}
