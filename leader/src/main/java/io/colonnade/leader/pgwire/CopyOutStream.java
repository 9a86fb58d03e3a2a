package io.colonnade.leader.pgwire;

import io.colonnade.leader.session.Session;

import java.io.OutputStream;

/** The bytes of COPY TO STDOUT, one CopyData per write. Connection's thread only. */
final class CopyOutStream extends OutputStream {
    private final ClientWriter writer;
    private final Session session;
    private boolean closed;

    CopyOutStream(ClientWriter writer, Session session) {
        this.writer = writer;
        this.session = session;
    }

    @Override
    public void write(int value) {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        writer.copyData(bytes, offset, length);
        if (writer.isFull()) {
            writer.flushAndWait(session::isCanceled);
        }
        session.checkCanceled();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            writer.copyDone();
        }
    }
}
