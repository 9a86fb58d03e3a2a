package io.colonnade.leader.session;

/**
 * PostgreSQL's command tag, with its count.
 *
 * @param name such as {@code SELECT}, {@code INSERT 0}, {@code CREATE TABLE}
 * @param rows rows affected, {@link #NO_COUNT} or {@link #ROWS_SENT}
 */
public record CommandTag(String name, long rows) {
    /** The tag has no count. */
    public static final long NO_COUNT = -1;

    /** The count is that of the rows sent to the client. */
    public static final long ROWS_SENT = -2;

    /** The SELECT tag, counting the rows that were sent. */
    public static final CommandTag SELECT = new CommandTag("SELECT", ROWS_SENT);

    /** A tag without count. */
    public static CommandTag plain(String name) {
        return new CommandTag(name, NO_COUNT);
    }

    /** UPDATE, DELETE, COPY, ... with the number of rows; INSERT gets its historic zero. */
    public static CommandTag counted(String name, long rows) {
        return new CommandTag(name.equals("INSERT") ? "INSERT 0" : name, rows);
    }

    /** The text of CommandComplete. */
    public String text(long rowsSent) {
        if (rows == NO_COUNT) {
            return name;
        }
        return name + " " + (rows == ROWS_SENT ? rowsSent : rows);
    }
}
