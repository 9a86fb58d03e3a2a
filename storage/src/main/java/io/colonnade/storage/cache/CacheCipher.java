package io.colonnade.storage.cache;

import io.colonnade.storage.seam.LocalDisk;
import io.colonnade.storage.seam.LocalDisk.LocalFile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32C;

import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256-GCM with a key of this node, kept in file "key" of its cache. A nonce is the number of
 * times that the key was opened and a count since then, so none comes twice. Thread-safe.
 *
 * <pre>
 * key file, two slots of 64 bytes, the newest valid one counts, the other is written next:
 * magic i64 | key 32 bytes | times opened i32 | CRC32C of all before i32
 * </pre>
 */
final class CacheCipher {
    static final int TAG_BYTES = 16;
    static final int NONCE_BYTES = 12;

    private static final String FILE = "key";
    private static final long MAGIC = 0x315945_4b434f43L;
    private static final int KEY_BYTES = 32;
    private static final int SLOT_BYTES = 64;
    private static final int CRC_AT = 44;

    /** With 12,000 calls or 512 bytes encryption stayed slow. */
    private static final int WARM_UP_CALLS = 20_000;

    private static final int WARM_UP_BYTES = 1024;
    private static final AtomicBoolean WARM = new AtomicBoolean();

    private final SecretKeySpec key;
    private final long fingerprint;
    private final int opened;
    private final AtomicLong sealed = new AtomicLong();

    private CacheCipher(byte[] key, int opened) {
        this.key = new SecretKeySpec(key, "AES");
        this.opened = opened;
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key);
            fingerprint = ByteBuffer.wrap(hash).getLong();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private record Slot(int number, byte[] key, int opened) {}

    /** Reads the disk's key, or makes one if there is none that is whole. */
    static CacheCipher open(LocalDisk disk) throws IOException {
        try (LocalFile file = disk.open(FILE)) {
            Slot newest = null;
            for (int number = 0; number < 2; number++) {
                Slot slot = read(file, number);
                boolean newer = slot != null && (newest == null || slot.opened > newest.opened);
                newest = newer ? slot : newest;
            }
            boolean usable = newest != null && newest.opened < Integer.MAX_VALUE;
            byte[] key = usable ? newest.key : newKey();
            int opened = usable ? newest.opened + 1 : 1;
            write(file, usable ? 1 - newest.number : 0, key, opened);
            if (!usable) {
                file.truncate(SLOT_BYTES);
            }
            file.sync();
            return new CacheCipher(key, opened);
        }
    }

    /**
     * Encrypts and decrypts often enough for the JVM to turn to the processor's instructions. It
     * counts calls, not bytes: whole blocks went at 0.1 GB/s for minutes, and after this at 5 GB/s.
     */
    static void warmUp() {
        if (!WARM.compareAndSet(false, true)) {
            return;
        }
        CacheCipher cipher = new CacheCipher(newKey(), 0);
        ObjectRange range = new ObjectRange("", 0, WARM_UP_BYTES);
        byte[] plain = new byte[WARM_UP_BYTES];
        byte[] sealed = new byte[WARM_UP_BYTES + TAG_BYTES];
        for (int i = 0; i < WARM_UP_CALLS; i++) {
            byte[] nonce = cipher.nextNonce();
            cipher.seal(range, nonce, plain, sealed, 0);
            cipher.unseal(range, nonce, sealed, 0, plain);
        }
    }

    private static byte[] newKey() {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return key;
    }

    private static Slot read(LocalFile file, int number) throws IOException {
        byte[] bytes = new byte[SLOT_BYTES];
        int read = file.read((long) number * SLOT_BYTES, ByteBuffer.wrap(bytes));
        ByteBuffer slot = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (read < SLOT_BYTES
                || slot.getLong(0) != MAGIC
                || slot.getInt(CRC_AT) != crc(bytes, 0, CRC_AT)) {
            return null;
        }
        return new Slot(number, Arrays.copyOfRange(bytes, 8, 8 + KEY_BYTES), slot.getInt(40));
    }

    private static void write(LocalFile file, int number, byte[] key, int opened)
            throws IOException {
        byte[] bytes = new byte[SLOT_BYTES];
        ByteBuffer slot = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        slot.putLong(MAGIC).put(key).putInt(opened).putInt(crc(bytes, 0, CRC_AT));
        file.write((long) number * SLOT_BYTES, ByteBuffer.wrap(bytes));
    }

    static int crc(byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }

    /** Tells entries of this key from those of another. */
    long fingerprint() {
        return fingerprint;
    }

    byte[] nextNonce() {
        return ByteBuffer.allocate(NONCE_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(opened)
                .putLong(sealed.incrementAndGet())
                .array();
    }

    /** Encrypts the range's bytes into `target` at `at`: as many, and a tag. */
    void seal(ObjectRange range, byte[] nonce, byte[] plain, byte[] target, int at) {
        try {
            cipher(Cipher.ENCRYPT_MODE, range, nonce).doFinal(plain, 0, range.length(), target, at);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM failed", e);
        }
    }

    /** Decrypts what {@link #seal} wrote for this range; false if it is anything else. */
    boolean unseal(ObjectRange range, byte[] nonce, byte[] source, int at, byte[] plain) {
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, range, nonce);
            return cipher.doFinal(source, at, range.length() + TAG_BYTES, plain, 0)
                    == range.length();
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private Cipher cipher(int mode, ObjectRange range, byte[] nonce)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(8 * TAG_BYTES, nonce));
        byte[] object = range.object().getBytes(StandardCharsets.UTF_8);
        ByteBuffer place = ByteBuffer.allocate(12 + object.length);
        cipher.updateAAD(place.putLong(range.offset()).putInt(range.length()).put(object).flip());
        return cipher;
    }
}
