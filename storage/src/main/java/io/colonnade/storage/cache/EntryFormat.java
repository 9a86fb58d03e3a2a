package io.colonnade.storage.cache;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One entry of the disk cache. Header and encrypted body are written in one piece; entries begin at
 * multiples of {@link #UNIT_BYTES}, so a scan finds them again.
 *
 * <pre>
 * magic i32 | CRC32C of the header behind this field i32 | fingerprint of the key i64
 *   | nonce 12 bytes | offset i64 | length i32 | CRC32C of the plain bytes i32
 *   | bytes of the object's name u16 | name | body (length bytes and the tag)
 * </pre>
 */
final class EntryFormat {
    static final int UNIT_BYTES = 512;

    private static final int MAGIC = 0x31454343;
    private static final int FIXED_BYTES = 46;

    /** A header is within its first unit. */
    private static final int MAX_NAME_BYTES = UNIT_BYTES - FIXED_BYTES;

    /** What overwrites the start of a header that no longer counts. */
    static final byte[] WIPED = new byte[FIXED_BYTES];

    private EntryFormat() {}

    /**
     * A header that was found.
     *
     * @param bodyAt where the body begins, from the start of the entry
     */
    record Header(ObjectRange range, long fingerprint, byte[] nonce, int plainCrc, int bodyAt) {
        int entryBytes() {
            return bodyAt + range.length() + CacheCipher.TAG_BYTES;
        }
    }

    /** Bytes on disk, a multiple of the unit; -1 if the object's name is too long. */
    static int unitBytes(ObjectRange range) {
        int name = range.object().getBytes(StandardCharsets.UTF_8).length;
        if (name > MAX_NAME_BYTES) {
            return -1;
        }
        int bytes = FIXED_BYTES + name + range.length() + CacheCipher.TAG_BYTES;
        return (bytes + UNIT_BYTES - 1) / UNIT_BYTES * UNIT_BYTES;
    }

    static byte[] encode(ObjectRange range, byte[] plain, CacheCipher cipher) {
        byte[] name = range.object().getBytes(StandardCharsets.UTF_8);
        byte[] entry = new byte[FIXED_BYTES + name.length + range.length() + CacheCipher.TAG_BYTES];
        byte[] nonce = cipher.nextNonce();
        int bodyAt = FIXED_BYTES + name.length;
        ByteBuffer header = ByteBuffer.wrap(entry).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(MAGIC).putInt(0).putLong(cipher.fingerprint()).put(nonce);
        header.putLong(range.offset()).putInt(range.length());
        header.putInt(CacheCipher.crc(plain, 0, range.length()));
        header.putShort((short) name.length).put(name);
        header.putInt(4, CacheCipher.crc(entry, 8, bodyAt - 8));
        cipher.seal(range, nonce, plain, entry, bodyAt);
        return entry;
    }

    /**
     * The header at the start of these bytes, of which `count` are there; null if there is none.
     */
    static Header header(byte[] bytes, int at, int count) {
        if (count < FIXED_BYTES) {
            return null;
        }
        ByteBuffer header =
                ByteBuffer.wrap(bytes, at, count).slice().order(ByteOrder.LITTLE_ENDIAN);
        int bodyAt = FIXED_BYTES + Short.toUnsignedInt(header.getShort(FIXED_BYTES - 2));
        if (header.getInt(0) != MAGIC
                || bodyAt > Math.min(count, UNIT_BYTES)
                || header.getInt(4) != CacheCipher.crc(bytes, at + 8, bodyAt - 8)) {
            return null;
        }
        byte[] nonce = Arrays.copyOfRange(bytes, at + 16, at + 16 + CacheCipher.NONCE_BYTES);
        String name =
                new String(bytes, at + FIXED_BYTES, bodyAt - FIXED_BYTES, StandardCharsets.UTF_8);
        ObjectRange range = new ObjectRange(name, header.getLong(28), header.getInt(36));
        if (range.offset() < 0 || range.length() < 0 || unitBytes(range) < 0) {
            return null;
        }
        return new Header(range, header.getLong(8), nonce, header.getInt(40), bodyAt);
    }

    /** The plain bytes with spare ones behind; null if the entry is not whole or another's. */
    static byte[] decode(ObjectRange range, byte[] entry, CacheCipher cipher, int padding) {
        Header header = header(entry, 0, entry.length);
        if (header == null || !header.range.equals(range) || header.entryBytes() > entry.length) {
            return null;
        }
        byte[] plain = new byte[range.length() + padding];
        boolean whole =
                cipher.unseal(range, header.nonce, entry, header.bodyAt, plain)
                        && CacheCipher.crc(plain, 0, range.length()) == header.plainCrc;
        return whole ? plain : null;
    }
}
