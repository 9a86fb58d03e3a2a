package io.colonnade.leader.pgwire;

import io.colonnade.leader.session.Notice;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;

/** Notices on their way to the client. Any thread adds, the connection's thread sends. */
final class NoticeQueue {
    /** A statement that never stops complaining must not fill the heap. */
    private static final int LIMIT = 1000;

    private static final List<String> SEVERITIES =
            List.of(
                    "DEBUG5", "DEBUG4", "DEBUG3", "DEBUG2", "DEBUG1", "DEBUG", "LOG", "NOTICE",
                    "WARNING", "ERROR");

    /** Guarded by this. */
    private final ArrayDeque<Notice> waiting = new ArrayDeque<>();

    /** Guarded by this. */
    private long dropped;

    synchronized void add(Notice notice) {
        if (waiting.size() >= LIMIT) {
            dropped++;
        } else {
            waiting.add(notice);
        }
    }

    private synchronized List<Notice> takeAll() {
        if (waiting.isEmpty()) {
            return List.of();
        }
        if (dropped > 0) {
            waiting.add(Notice.warning("01000", dropped + " further messages were dropped"));
            dropped = 0;
        }
        List<Notice> all = List.copyOf(waiting);
        waiting.clear();
        return all;
    }

    /** Writes those that are at least as severe as client_min_messages; INFO always. */
    void send(ClientWriter writer, String leastSeverity) {
        int least = SEVERITIES.indexOf(leastSeverity.toUpperCase(Locale.ROOT));
        for (Notice notice : takeAll()) {
            if (notice.severity().equals("INFO")
                    || SEVERITIES.indexOf(notice.severity()) >= least) {
                writer.notice(notice);
            }
        }
    }
}
