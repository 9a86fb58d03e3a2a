package io.colonnade.leader.pgwire;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Speaks the protocol byte by byte, for what drivers do not do. */
final class RawClient implements AutoCloseable {
    /** A message of the server. */
    record Reply(char type, byte[] body) {
        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /** The fields of a message. */
    static final class Body extends DataOutputStream {
        private final ByteArrayOutputStream bytes;

        Body() {
            this(new ByteArrayOutputStream());
        }

        private Body(ByteArrayOutputStream bytes) {
            super(bytes);
            this.bytes = bytes;
        }

        Body text(String value) throws IOException {
            write(value.getBytes(StandardCharsets.UTF_8));
            write(0);
            return this;
        }

        Body shorts(int... values) throws IOException {
            for (int value : values) {
                writeShort(value);
            }
            return this;
        }

        Body ints(int... values) throws IOException {
            for (int value : values) {
                writeInt(value);
            }
            return this;
        }

        byte[] toBytes() {
            return bytes.toByteArray();
        }
    }

    private static final int TIMEOUT_MILLIS = 10_000;

    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;

    RawClient(int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        in = new DataInputStream(socket.getInputStream());
        out = new DataOutputStream(socket.getOutputStream());
    }

    RawClient send(byte... bytes) throws IOException {
        out.write(bytes);
        out.flush();
        return this;
    }

    RawClient request(int code, byte[] body) throws IOException {
        out.writeInt(8 + body.length);
        out.writeInt(code);
        return send(body);
    }

    RawClient startup(int version, Map<String, String> parameters) throws IOException {
        Body body = new Body();
        for (Map.Entry<String, String> entry : parameters.entrySet()) {
            body.text(entry.getKey()).text(entry.getValue());
        }
        body.write(0);
        return request(version, body.toBytes());
    }

    RawClient message(char type, byte[] body) throws IOException {
        return send(frame(type, body));
    }

    static byte[] frame(char type, byte[] body) throws IOException {
        Body whole = new Body();
        whole.write(type);
        whole.writeInt(4 + body.length);
        whole.write(body);
        return whole.toBytes();
    }

    int readByte() throws IOException {
        return in.read();
    }

    Reply read() throws IOException {
        char type = (char) in.readUnsignedByte();
        byte[] body = new byte[in.readInt() - 4];
        in.readFully(body);
        return new Reply(type, body);
    }

    /** Reads up to a message of that type; the types of all that came, it included. */
    String types(char last) throws IOException {
        StringBuilder types = new StringBuilder();
        Reply reply;
        do {
            reply = read();
            types.append(reply.type());
        } while (reply.type() != last);
        return types.toString();
    }

    /** Logs in as a trusted client. */
    RawClient login() throws IOException {
        startup(3 << 16, Map.of("user", "tester", "database", "dev"));
        types('Z');
        return this;
    }

    void closeOutput() throws IOException {
        socket.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
