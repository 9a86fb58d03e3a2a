package io.colonnade.bench;

/**
 * What the runs of one query came to. Immutable.
 *
 * @param label q01 to q22
 * @param millis median of ours, from sending the text to reading the last row
 * @param otherMillis median of the other engine's; NaN if there is none
 * @param planMillis median of our EXPLAIN, which parses, binds and plans but does not run
 * @param verdict OK, or how the answers differ
 */
public record QueryTimes(
        String label, double millis, double otherMillis, double planMillis, String verdict) {
    /** What {@link #verdict} says of equal answers. */
    static final String OK = "OK";

    public double ratio() {
        return millis / otherMillis;
    }

    public boolean isCorrect() {
        return verdict.equals(OK);
    }
}
