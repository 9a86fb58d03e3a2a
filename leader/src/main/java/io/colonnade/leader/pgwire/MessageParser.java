package io.colonnade.leader.pgwire;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;

import java.util.LinkedHashMap;
import java.util.Map;

/** Turns the bodies of messages into records. Stateless; broken ones are PROTOCOL_VIOLATION. */
final class MessageParser {
    /** Most startup parameters; the drivers send about ten. */
    private static final int STARTUP_PARAMETER_LIMIT = 200;

    private MessageParser() {}

    /** The parameters of a startup message. */
    static Map<String, String> startupParameters(byte[] body) {
        MessageReader reader = new MessageReader(body);
        Map<String, String> parameters = new LinkedHashMap<>();
        while (true) {
            String name = reader.text();
            if (name.isEmpty()) {
                reader.requireEnd();
                return parameters;
            }
            parameters.put(name, reader.text());
            if (parameters.size() > STARTUP_PARAMETER_LIMIT) {
                throw MessageReader.malformed("too many startup parameters");
            }
        }
    }

    /** A message of the main phase. */
    static FrontendMessage parse(char type, byte[] body) {
        try {
            MessageReader reader = new MessageReader(body);
            FrontendMessage message = parse(type, reader);
            reader.requireEnd();
            return message;
        } catch (ColonnadeException e) {
            return e.code() == ErrorCode.CHARACTER_NOT_IN_REPERTOIRE
                    ? new FrontendMessage.BadText(e, type == 'Q')
                    : new FrontendMessage.Malformed(e);
        }
    }

    private static FrontendMessage parse(char type, MessageReader reader) {
        return switch (type) {
            case 'Q' -> new FrontendMessage.Query(reader.text());
            case 'P' -> parseParse(reader);
            case 'B' -> parseBind(reader);
            case 'D' -> new FrontendMessage.Describe(kind(reader, type), reader.text());
            case 'C' -> new FrontendMessage.Close(kind(reader, type), reader.text());
            case 'E' -> new FrontendMessage.Execute(reader.text(), reader.int32());
            case 'H' -> new FrontendMessage.Flush();
            case 'S' -> new FrontendMessage.Sync();
            case 'X' -> new FrontendMessage.Terminate();
            case 'p' -> new FrontendMessage.Password(reader.rest());
            case 'd' -> new FrontendMessage.CopyData(reader.rest());
            case 'c' -> new FrontendMessage.CopyDone();
            case 'f' -> new FrontendMessage.CopyFail(reader.text());
            case 'F' -> {
                reader.rest();
                yield new FrontendMessage.FunctionCall();
            }
            default -> throw MessageReader.malformed("invalid frontend message type " + (int) type);
        };
    }

    private static char kind(MessageReader reader, char type) {
        char kind = (char) (reader.int8() & 0xff);
        if (kind != 'S' && kind != 'P') {
            throw MessageReader.malformed(
                    "invalid "
                            + (type == 'D' ? "DESCRIBE" : "CLOSE")
                            + " message subtype "
                            + (int) kind);
        }
        return kind;
    }

    private static FrontendMessage parseParse(MessageReader reader) {
        String name = reader.text();
        String sql = reader.text();
        int[] oids = new int[count(reader)];
        for (int i = 0; i < oids.length; i++) {
            oids[i] = reader.int32();
        }
        return new FrontendMessage.Parse(name, sql, oids);
    }

    private static FrontendMessage parseBind(MessageReader reader) {
        String portal = reader.text();
        String statement = reader.text();
        short[] parameterFormats = formats(reader);
        byte[][] values = new byte[count(reader)][];
        for (int i = 0; i < values.length; i++) {
            int length = reader.int32();
            if (length < -1) {
                throw MessageReader.malformed("invalid length of a parameter");
            }
            values[i] = length < 0 ? null : reader.bytes(length);
        }
        return new FrontendMessage.Bind(
                portal, statement, parameterFormats, values, formats(reader));
    }

    private static short[] formats(MessageReader reader) {
        short[] formats = new short[count(reader)];
        for (int i = 0; i < formats.length; i++) {
            formats[i] = reader.int16();
            if (formats[i] != 0 && formats[i] != 1) {
                throw MessageReader.malformed("unsupported format code: " + formats[i]);
            }
        }
        return formats;
    }

    /** Counts go up to 65535. */
    private static int count(MessageReader reader) {
        return reader.int16() & 0xffff;
    }
}
