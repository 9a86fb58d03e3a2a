package io.colonnade.storage.encoding;

import com.github.luben.zstd.Zstd;

import net.jpountz.lz4.LZ4Factory;

import java.util.Arrays;

/** General compression of a block's body or a dictionary. Stateless. */
public final class Compression {
    /** Level 3 costs twice the time of level 1 on text for a tenth less room. */
    private static final int ZSTD_LEVEL = 1;

    /** A byte of a match's length stands for 255 bytes at most. */
    private static final int LZ4_MAX_RATIO = 255;

    private static final LZ4Factory LZ4 = LZ4Factory.fastestInstance();

    private Compression() {}

    public static byte[] compress(Encoding encoding, byte[] source, int offset, int length) {
        return switch (encoding) {
            case LZ4 -> LZ4.fastCompressor().compress(source, offset, length);
            case ZSTD -> {
                byte[] target = new byte[Math.toIntExact(Zstd.compressBound(length))];
                long size =
                        Zstd.compressByteArray(
                                target, 0, target.length, source, offset, length, ZSTD_LEVEL);
                check(size);
                yield Arrays.copyOf(target, (int) size);
            }
            default -> throw new IllegalArgumentException(encoding + " does not compress bodies");
        };
    }

    /** Fills exactly `targetLength` bytes; anything else is an IllegalStateException. */
    public static void decompress(
            Encoding encoding, byte[] source, int offset, int length, byte[] target, int size) {
        long produced =
                switch (encoding) {
                    case LZ4 ->
                            LZ4.safeDecompressor()
                                    .decompress(source, offset, length, target, 0, size);
                    case ZSTD -> {
                        long result =
                                Zstd.decompressByteArray(target, 0, size, source, offset, length);
                        check(result);
                        yield result;
                    }
                    default ->
                            throw new IllegalArgumentException(encoding + " has no body to unpack");
                };
        if (produced != size) {
            throw new IllegalStateException(produced + " bytes unpacked instead of " + size);
        }
    }

    /** Before memory for the unpacked bytes is taken: whether they can be that many. */
    public static void checkSize(
            Encoding encoding, byte[] source, int offset, int length, int size) {
        boolean possible =
                encoding == Encoding.ZSTD
                        ? Zstd.getFrameContentSize(source, offset, length) == size
                        : size >= 0 && size <= (long) LZ4_MAX_RATIO * length;
        if (!possible) {
            throw new IllegalStateException(
                    length + " bytes of " + encoding + " for " + size + " unpacked");
        }
    }

    private static void check(long result) {
        if (Zstd.isError(result)) {
            throw new IllegalStateException("zstd: " + Zstd.getErrorName(result));
        }
    }
}
