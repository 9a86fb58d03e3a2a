package io.colonnade.leader.pgwire;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;

import java.util.List;

/**
 * Cuts the bytes of one client into messages. Every length is checked before anything is kept for
 * it; after the first broken one all further bytes are dropped. Runs on the event loop.
 *
 * <pre>
 * startup:  int32 length (with itself) | int32 code | body
 * later:    byte type | int32 length (with itself) | body
 * </pre>
 */
final class FrontendDecoder extends ByteToMessageDecoder {
    /** PostgreSQL's limit. */
    static final int STARTUP_LIMIT_BYTES = 10_000;

    /** Limit of messages that carry a name or a password only. */
    static final int SMALL_LIMIT_BYTES = 65_536;

    private static final int CANCEL_CODE = 80877102;
    private static final int TLS_CODE = 80877103;
    private static final int GSS_CODE = 80877104;

    /** Longest key of a CancelRequest in protocol 3.2. */
    private static final int CANCEL_KEY_LIMIT_BYTES = 256;

    /** SSLRequest and GSSENCRequest may each come once. */
    private static final int NEGOTIATION_LIMIT = 2;

    private enum Phase {
        STARTUP,
        MESSAGES,
        BROKEN
    }

    private final int messageLimitBytes;
    private Phase phase = Phase.STARTUP;
    private int negotiations;

    /** Set by the connection's thread: until then only passwords are taken. */
    private volatile boolean authenticated;

    FrontendDecoder(int messageLimitBytes) {
        this.messageLimitBytes = messageLimitBytes;
    }

    void setAuthenticated() {
        authenticated = true;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        switch (phase) {
            case STARTUP -> decodeStartup(in, out);
            case MESSAGES -> decodeMessage(in, out);
            case BROKEN -> in.skipBytes(in.readableBytes());
        }
    }

    private void fail(ByteBuf in, List<Object> out, ErrorCode code, String message) {
        phase = Phase.BROKEN;
        in.skipBytes(in.readableBytes());
        out.add(new FrontendMessage.Malformed(new ColonnadeException(code, message)));
    }

    private void decodeStartup(ByteBuf in, List<Object> out) {
        if (in.readableBytes() < 4) {
            return;
        }
        int length = in.getInt(in.readerIndex());
        if (length < 8 || length > STARTUP_LIMIT_BYTES) {
            fail(in, out, ErrorCode.PROTOCOL_VIOLATION, "invalid length of startup packet");
            return;
        }
        if (in.readableBytes() < length) {
            return;
        }
        in.skipBytes(4);
        int code = in.readInt();
        byte[] body = new byte[length - 8];
        in.readBytes(body);
        try {
            startup(code, body, in, out);
        } catch (ColonnadeException e) {
            fail(in, out, ErrorCode.PROTOCOL_VIOLATION, e.getMessage());
        }
    }

    private void startup(int code, byte[] body, ByteBuf in, List<Object> out) {
        switch (code) {
            case TLS_CODE, GSS_CODE -> {
                if (body.length != 0 || ++negotiations > NEGOTIATION_LIMIT) {
                    throw MessageReader.malformed("invalid startup packet");
                }
                // Bytes that came along in clear could be taken for bytes sent under encryption.
                if (in.isReadable()) {
                    throw MessageReader.malformed(
                            "received unencrypted data after encryption request");
                }
                out.add(
                        code == TLS_CODE
                                ? new FrontendMessage.TlsRequest()
                                : new FrontendMessage.GssRequest());
            }
            case CANCEL_CODE -> {
                if (body.length < 8 || body.length > 4 + CANCEL_KEY_LIMIT_BYTES) {
                    throw MessageReader.malformed("invalid length of cancel request");
                }
                MessageReader reader = new MessageReader(body);
                phase = Phase.BROKEN;
                out.add(new FrontendMessage.Cancel(reader.int32(), reader.rest()));
            }
            default -> version(code, body, in, out);
        }
    }

    private void version(int code, byte[] body, ByteBuf in, List<Object> out) {
        int major = code >>> 16;
        int minor = code & 0xffff;
        if (major != 3) {
            fail(
                    in,
                    out,
                    ErrorCode.FEATURE_NOT_SUPPORTED,
                    "unsupported frontend protocol "
                            + major
                            + "."
                            + minor
                            + ": server supports 3.0 to 3.2");
            return;
        }
        out.add(new FrontendMessage.Startup(minor, MessageParser.startupParameters(body)));
        phase = Phase.MESSAGES;
    }

    private void decodeMessage(ByteBuf in, List<Object> out) {
        if (in.readableBytes() < 5) {
            return;
        }
        int start = in.readerIndex();
        char type = (char) in.getUnsignedByte(start);
        int length = in.getInt(start + 1);
        String problem = problem(type, length);
        if (problem != null) {
            fail(in, out, ErrorCode.PROTOCOL_VIOLATION, problem);
            return;
        }
        if (in.readableBytes() - 1 < length) {
            return;
        }
        in.skipBytes(5);
        byte[] body = new byte[length - 4];
        in.readBytes(body);
        FrontendMessage message = MessageParser.parse(type, body);
        if (message instanceof FrontendMessage.Malformed) {
            phase = Phase.BROKEN;
        }
        out.add(message);
    }

    /** What is wrong with a message's type or length, or null. */
    private String problem(char type, int length) {
        if (!authenticated && type != 'p' && type != 'X') {
            return "expected authentication response, got message type " + (int) type;
        }
        int limit =
                switch (type) {
                    case 'Q', 'P', 'B', 'd', 'F' -> messageLimitBytes;
                    case 'p' -> authenticated ? SMALL_LIMIT_BYTES : STARTUP_LIMIT_BYTES;
                    case 'D', 'C', 'E', 'f' -> SMALL_LIMIT_BYTES;
                    case 'H', 'S', 'X', 'c' -> 4;
                    default -> -1;
                };
        if (limit < 0) {
            return "invalid frontend message type " + (int) type;
        }
        return length < 4 || length > limit ? "invalid message length" : null;
    }
}
