package io.colonnade.leader.pgwire;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.leader.session.Session;

import java.io.InputStream;

/** The bytes of COPY FROM STDIN, taken from the inbox as they come. Connection's thread only. */
final class CopyInStream extends InputStream {
    private static final byte[] NOTHING = {};

    /** How often a cancel is noticed while the client sends nothing. */
    private static final long RECHECK_MILLIS = 100;

    private final Inbox inbox;
    private final Session session;
    private byte[] bytes = NOTHING;
    private int at;
    private boolean done;

    CopyInStream(Inbox inbox, Session session) {
        this.inbox = inbox;
        this.session = session;
    }

    @Override
    public int read() {
        return fill() ? bytes[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, bytes.length - at);
        System.arraycopy(bytes, at, target, offset, count);
        at += count;
        return count;
    }

    /** Waits for bytes; false at the end. */
    private boolean fill() {
        while (!done && at == bytes.length) {
            session.checkCanceled();
            switch (inbox.take(RECHECK_MILLIS)) {
                case null -> {}
                case FrontendMessage.CopyData data -> {
                    bytes = data.bytes();
                    at = 0;
                }
                case FrontendMessage.CopyDone copyDone -> done = true;
                case FrontendMessage.CopyFail fail -> {
                    done = true;
                    throw new ColonnadeException(
                            ErrorCode.QUERY_CANCELED, "COPY from stdin failed: " + fail.message());
                }
                case FrontendMessage.Flush flush -> {}
                case FrontendMessage.Sync sync -> {}
                case FrontendMessage.Terminate terminate -> throw new Inbox.ClosedException();
                case FrontendMessage.Malformed malformed -> throw malformed.error();
                default -> {
                    done = true;
                    throw new ColonnadeException(
                            ErrorCode.PROTOCOL_VIOLATION,
                            "unexpected message during COPY from stdin");
                }
            }
        }
        return at < bytes.length;
    }
}
