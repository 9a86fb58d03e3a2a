package io.colonnade.sql.physical;

/**
 * Which rows LIMIT and OFFSET keep. Immutable.
 *
 * @param limit most rows; {@link #UNLIMITED} for all
 * @param limitParameter n if the limit is the statement's parameter $n, else 0; limit is then 0
 * @param offsetParameter the same for the offset
 */
public record Cut(long limit, long offset, int limitParameter, int offsetParameter) {
    public static final long UNLIMITED = -1;

    /** All rows. */
    static final Cut NONE = new Cut(UNLIMITED, 0, 0, 0);

    /** Whether some rows may go. */
    public boolean cuts() {
        return isLimited() || offset > 0 || offsetParameter > 0;
    }

    public boolean isLimited() {
        return limit != UNLIMITED;
    }

    /** What each part must keep so that the whole can be cut; all if that depends on parameters. */
    Cut ofEachPart() {
        if (!isLimited() || limitParameter > 0 || offsetParameter > 0) {
            return NONE;
        }
        long sum = limit > Long.MAX_VALUE - offset ? Long.MAX_VALUE : limit + offset;
        return new Cut(sum, 0, 0, 0);
    }

    double rowsOf(double rows) {
        double rest = Math.max(1, rows - offset);
        return isLimited() && limitParameter == 0
                ? Math.min(rest, (double) Math.max(1, limit))
                : rest;
    }
}
