package io.colonnade.leader.pgwire;

import io.colonnade.error.ColonnadeException;

import java.util.Map;

/** What a client sends, decoded. Immutable but for the byte arrays, which belong to the message. */
sealed interface FrontendMessage {
    /** SSLRequest: asks to go on under TLS. */
    record TlsRequest() implements FrontendMessage {}

    /** GSSENCRequest: asks to go on under GSSAPI encryption. */
    record GssRequest() implements FrontendMessage {}

    /** CancelRequest, alone on its connection. */
    record Cancel(int processId, byte[] key) implements FrontendMessage {}

    /** StartupMessage of protocol 3.minor. */
    record Startup(int minor, Map<String, String> parameters) implements FrontendMessage {}

    /** Any of the messages of type p, whose form depends on where authentication stands. */
    record Password(byte[] body) implements FrontendMessage {}

    record Query(String sql) implements FrontendMessage {}

    record Parse(String name, String sql, int[] parameterOids) implements FrontendMessage {}

    /**
     * Bind.
     *
     * @param values null elements are NULL
     */
    record Bind(
            String portal,
            String statement,
            short[] parameterFormats,
            byte[][] values,
            short[] resultFormats)
            implements FrontendMessage {}

    /** Describe a statement (S) or a portal (P). */
    record Describe(char kind, String name) implements FrontendMessage {}

    record Execute(String portal, int maxRows) implements FrontendMessage {}

    /** Close a statement (S) or a portal (P). */
    record Close(char kind, String name) implements FrontendMessage {}

    record Flush() implements FrontendMessage {}

    record Sync() implements FrontendMessage {}

    record Terminate() implements FrontendMessage {}

    record FunctionCall() implements FrontendMessage {}

    record CopyData(byte[] bytes) implements FrontendMessage {}

    record CopyDone() implements FrontendMessage {}

    record CopyFail(String message) implements FrontendMessage {}

    /** Bytes after which nothing that follows can be trusted: the connection ends. */
    record Malformed(ColonnadeException error) implements FrontendMessage {}

    /**
     * A well-framed message with text that is not UTF-8: an ordinary error.
     *
     * @param simple it was a Query, to be answered by ReadyForQuery
     */
    record BadText(ColonnadeException error, boolean simple) implements FrontendMessage {}
}
