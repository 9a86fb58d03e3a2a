package io.colonnade.leader.session;

import io.colonnade.error.ColonnadeException;

import java.io.InputStream;
import java.io.OutputStream;

/** The channel of background work: nobody listens, and nobody can be asked for rows. */
final class NoClient implements ClientChannel {
    @Override
    public InputStream copyIn(int columnCount) {
        throw ColonnadeException.internal("background work has no client to copy from");
    }

    @Override
    public OutputStream copyOut(int columnCount) {
        throw ColonnadeException.internal("background work has no client to copy to");
    }

    @Override
    public void notice(Notice notice) {
        // Nobody reads it.
    }

    @Override
    public void terminate(ColonnadeException reason) {
        // There is no connection to end.
    }
}
