package io.colonnade.leader.session;

import io.colonnade.error.ColonnadeException;

import java.io.InputStream;
import java.io.OutputStream;

/**
 * What a running statement may do with its client beside returning rows. Implemented by the front
 * end; to be called on the session's thread, inside {@link BackendSession#execute} or {@link
 * ResultStream#next}, {@link #notice} from any thread.
 */
public interface ClientChannel {
    /**
     * Starts COPY FROM STDIN: the stream gives the client's bytes and ends where the client says
     * so. A client that gives up makes it throw QUERY_CANCELED.
     */
    InputStream copyIn(int columnCount);

    /** Starts COPY TO STDOUT in text form; closing the stream ends it. Each write is sent as is. */
    OutputStream copyOut(int columnCount);

    /** Sends a message before the result of the running statement ends. */
    void notice(Notice notice);

    /** Ends the connection after telling the reason. From any thread. */
    void terminate(ColonnadeException reason);
}
