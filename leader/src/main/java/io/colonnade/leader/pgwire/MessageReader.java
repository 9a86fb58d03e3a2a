package io.colonnade.leader.pgwire;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads the fields of one message's body, every one within bounds. Used by one thread. */
final class MessageReader {
    private final byte[] body;
    private int at;

    MessageReader(byte[] body) {
        this.body = body;
    }

    static ColonnadeException malformed(String message) {
        return new ColonnadeException(ErrorCode.PROTOCOL_VIOLATION, message);
    }

    private void require(int bytes) {
        if (bytes < 0 || body.length - at < bytes) {
            throw malformed("insufficient data left in message");
        }
    }

    byte int8() {
        require(1);
        return body[at++];
    }

    short int16() {
        require(2);
        short value = (short) ((body[at] & 0xff) << 8 | body[at + 1] & 0xff);
        at += 2;
        return value;
    }

    int int32() {
        require(4);
        int value = ByteBuffer.wrap(body, at, 4).getInt();
        at += 4;
        return value;
    }

    byte[] bytes(int count) {
        require(count);
        byte[] value = Arrays.copyOfRange(body, at, at + count);
        at += count;
        return value;
    }

    byte[] rest() {
        return bytes(body.length - at);
    }

    /** A text up to the next zero byte. */
    String text() {
        int end = at;
        while (end < body.length && body[end] != 0) {
            end++;
        }
        if (end == body.length) {
            throw malformed("invalid string in message");
        }
        String value = decode(body, at, end - at);
        at = end + 1;
        return value;
    }

    /** Strict UTF-8; anything else is CHARACTER_NOT_IN_REPERTOIRE. */
    static String decode(byte[] bytes, int offset, int length) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, offset, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ColonnadeException(
                    ErrorCode.CHARACTER_NOT_IN_REPERTOIRE,
                    "invalid byte sequence for encoding \"UTF8\"");
        }
    }

    boolean hasMore() {
        return at < body.length;
    }

    void requireEnd() {
        if (at != body.length) {
            throw malformed("invalid message format");
        }
    }
}
