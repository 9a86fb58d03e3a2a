package io.colonnade.storage.log;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.zip.CRC32C;

/**
 * The frame round every message of the metadata (log slots and checkpoints).
 *
 * <pre>
 * 0  4 bytes  magic "CLND"
 * 4  i32 LE   format version
 * 8  i32 LE   message length n
 * 12 i32 LE   CRC32C of the message
 * 16 n bytes  protobuf message
 * </pre>
 */
final class LogCodec {
    /** Raised when an older build could no longer read what this one writes. */
    static final int FORMAT_VERSION = 1;

    private static final int MAGIC = 'C' | 'L' << 8 | 'N' << 16 | 'D' << 24;
    private static final int HEADER_BYTES = 16;

    private LogCodec() {}

    static byte[] encode(MessageLite message) {
        byte[] body = message.toByteArray();
        ByteBuffer frame =
                ByteBuffer.allocate(HEADER_BYTES + body.length).order(ByteOrder.LITTLE_ENDIAN);
        frame.putInt(MAGIC).putInt(FORMAT_VERSION).putInt(body.length).putInt(crc(body));
        return frame.put(body).array();
    }

    static <M extends MessageLite> M decode(String key, byte[] bytes, Parser<M> parser) {
        ByteBuffer frame = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.length < HEADER_BYTES || frame.getInt(0) != MAGIC) {
            throw corrupted(key, "it does not start as a record of this warehouse");
        }
        int version = frame.getInt(4);
        if (version != FORMAT_VERSION) {
            throw new ColonnadeException(
                            ErrorCode.DATA_CORRUPTED,
                            "object \""
                                    + key
                                    + "\" has metadata format "
                                    + version
                                    + ", this build reads format "
                                    + FORMAT_VERSION)
                    .hint("Open the warehouse with the release that wrote it.");
        }
        int length = frame.getInt(8);
        if (length < 0 || length != bytes.length - HEADER_BYTES) {
            throw corrupted(
                    key,
                    "it has "
                            + (bytes.length - HEADER_BYTES)
                            + " bytes where its header says "
                            + length);
        }
        byte[] body = new byte[length];
        frame.get(HEADER_BYTES, body);
        if (crc(body) != frame.getInt(12)) {
            throw corrupted(key, "its checksum does not match");
        }
        try {
            return parser.parseFrom(body);
        } catch (InvalidProtocolBufferException e) {
            throw corrupted(key, e.getMessage());
        }
    }

    private static ColonnadeException corrupted(String key, String why) {
        return new ColonnadeException(
                ErrorCode.DATA_CORRUPTED, "object \"" + key + "\" is damaged: " + why);
    }

    private static int crc(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
