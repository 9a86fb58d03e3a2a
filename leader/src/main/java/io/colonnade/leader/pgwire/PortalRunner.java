package io.colonnade.leader.pgwire;

import io.colonnade.leader.session.Portal;
import io.colonnade.leader.session.RowSlice;
import io.colonnade.leader.session.Session;

/** Runs a portal and sends its rows. Owned by the connection's thread. */
final class PortalRunner {
    private final Session session;
    private final ClientWriter writer;
    private final NoticeQueue notices;

    PortalRunner(Session session, ClientWriter writer, NoticeQueue notices) {
        this.session = session;
        this.writer = writer;
        this.notices = notices;
    }

    /**
     * Sends up to `maxRows` rows (0 = all).
     *
     * @return rows sent, and whether the portal has no more
     */
    Progress sendRows(Portal portal, long maxRows) {
        RowEncoder encoder =
                new RowEncoder(
                        portal.prepared().columns(),
                        portal.resultFormats(),
                        OutputStyle.of(session.state().settings()));
        long sent = 0;
        while (maxRows == 0 || sent < maxRows) {
            RowSlice slice = portal.next(maxRows == 0 ? 0 : maxRows - sent);
            if (slice == null) {
                return new Progress(sent, true);
            }
            send(portal, slice, encoder);
            sent += slice.rowCount();
        }
        return new Progress(sent, false);
    }

    /** What {@link #sendRows} did. */
    record Progress(long rows, boolean finished) {}

    private void send(Portal portal, RowSlice slice, RowEncoder encoder) {
        for (int row = slice.from(); row < slice.to(); row++) {
            encoder.write(slice.batch(), slice.batch().position(row), writer.buffer());
            if (writer.isFull()) {
                sendNotices();
                writer.flushAndWait(portal.cancellation()::isCanceled);
                portal.cancellation().check();
            }
        }
    }

    void sendNotices() {
        notices.send(writer, session.state().settings().get("client_min_messages"));
    }
}
