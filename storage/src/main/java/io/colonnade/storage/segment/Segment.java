package io.colonnade.storage.segment;

import io.colonnade.error.ColonnadeException;
import io.colonnade.log.SegmentDescriptor;
import io.colonnade.storage.cache.ObjectRange;
import io.colonnade.storage.cache.Tier;
import io.colonnade.storage.cache.TieredReader;
import io.colonnade.storage.cache.TieredReader.Checksum;
import io.colonnade.storage.encoding.DictionaryCodec;
import io.colonnade.storage.encoding.Encoding;
import io.colonnade.storage.encoding.Lane;
import io.colonnade.storage.segment.SegmentFooter.BlockEntry;
import io.colonnade.storage.segment.SegmentFooter.ColumnEntry;
import io.colonnade.storage.vector.Dictionary;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.UnaryOperator;

/**
 * A segment opened for reading: its footer, and its dictionaries once somebody asked. Reads of the
 * object are checked against their CRC32C. Thread-safe; keeps no file open and no blocks.
 */
public final class Segment {
    /** Heap bytes of a dictionary per byte stored, about. */
    private static final int UNPACKED_SHARE = 4;

    private final String name;
    private final TieredReader store;
    private final SegmentFooter footer;
    private final UnaryOperator<Dictionary> intern;
    private final AtomicReferenceArray<Dictionary> dictionaries;

    private Segment(
            String name,
            TieredReader store,
            SegmentFooter footer,
            UnaryOperator<Dictionary> intern) {
        this.name = name;
        this.store = store;
        this.footer = footer;
        this.intern = intern;
        dictionaries = new AtomicReferenceArray<>(footer.columns().size());
    }

    /**
     * Reads and checks the footer.
     *
     * @param intern gives equal dictionaries one identity
     */
    public static Segment open(
            SegmentDescriptor descriptor, TieredReader store, UnaryOperator<Dictionary> intern) {
        String name = descriptor.getName();
        SegmentFooter.checkVersion(name, descriptor.getFormatVersion());
        int length = descriptor.getFooterBytes();
        if (length < SegmentFooter.TAIL_BYTES || length > descriptor.getBytes()) {
            throw SegmentFooter.damaged(name, "its footer has " + length + " bytes");
        }
        ObjectRange range = new ObjectRange(name, descriptor.getBytes() - length, length);
        Checksum checksum =
                new Checksum(SegmentFooter.checkedBytes(length), descriptor.getFooterCrc());
        byte[] bytes = store.read(range, checksum, 0).bytes();
        SegmentFooter footer = SegmentFooter.read(name, bytes);
        if (SegmentFooter.carriedCrc(bytes) != descriptor.getFooterCrc()
                || footer.rows() != descriptor.getRows()) {
            throw SegmentFooter.damaged(name, "it is not the segment that was committed");
        }
        return new Segment(name, store, footer, intern);
    }

    public String name() {
        return name;
    }

    public SegmentFooter footer() {
        return footer;
    }

    /** A block and the tier that it was on. */
    public record Fetched(Block block, Tier tier) {}

    /** Where a block lies in the object. */
    public ObjectRange blockRange(int rowGroup, int column) {
        BlockEntry entry = footer.block(rowGroup, column);
        return new ObjectRange(name, entry.offset(), entry.length());
    }

    /** Reads a block and checks it. */
    public Fetched readBlock(int rowGroup, int column) {
        TieredReader.Fetched read =
                store.read(blockRange(rowGroup, column), checksum(rowGroup, column), Block.PADDING);
        return new Fetched(block(rowGroup, column, read.bytes()), read.tier());
    }

    /** Checks a block that was read from the store with others: it begins at `from`. */
    public Block acceptBlock(int rowGroup, int column, byte[] bytes, int from) {
        ObjectRange range = blockRange(rowGroup, column);
        byte[] own = new byte[range.length() + Block.PADDING];
        System.arraycopy(bytes, from, own, 0, range.length());
        Block block = block(rowGroup, column, own);
        store.keep(range, checksum(rowGroup, column), own);
        return block;
    }

    private Checksum checksum(int rowGroup, int column) {
        BlockEntry entry = footer.block(rowGroup, column);
        return new Checksum(entry.length(), entry.crc());
    }

    private Block block(int rowGroup, int column, byte[] bytes) {
        BlockEntry entry = footer.block(rowGroup, column);
        if (SegmentFooter.crc(bytes, 0, entry.length()) != entry.crc()) {
            throw damagedBlock(rowGroup, column, "its checksum does not fit", null);
        }
        try {
            Lane lane = Lane.of(footer.columns().get(column).type());
            Block block = Block.read(bytes, entry.length(), lane);
            if (block.rows() != footer.rowGroupRows()[rowGroup]
                    || block.encoding() != entry.encoding()) {
                throw damagedBlock(rowGroup, column, "it is not the one the footer names", null);
            }
            return block;
        } catch (ColonnadeException e) {
            throw e;
        } catch (RuntimeException e) {
            throw damagedBlock(rowGroup, column, "its header cannot be read", e);
        }
    }

    /** The exception for a block that cannot be right. */
    public ColonnadeException damagedBlock(
            int rowGroup, int column, String what, RuntimeException cause) {
        BlockEntry entry = footer.block(rowGroup, column);
        String where =
                String.format(
                        Locale.ROOT,
                        "block of column %d in row group %d (bytes %d to %d, encoding %s) is"
                                + " damaged: %s",
                        footer.columns().get(column).id(),
                        rowGroup,
                        entry.offset(),
                        entry.offset() + entry.length(),
                        entry.encoding(),
                        what);
        ColonnadeException error = SegmentFooter.damaged(name, where);
        if (cause != null) {
            error.addSuppressed(cause);
        }
        return error;
    }

    /** The dictionary of a column, null if it has none. Read once. */
    public Dictionary dictionary(int column) {
        Dictionary known = dictionaries.get(column);
        if (known != null || footer.columns().get(column).dictionaryBytes() == 0) {
            return known;
        }
        Dictionary read = intern.apply(readDictionary(footer.columns().get(column)));
        return dictionaries.compareAndSet(column, null, read) ? read : dictionaries.get(column);
    }

    private Dictionary readDictionary(ColumnEntry entry) {
        ObjectRange range =
                new ObjectRange(name, entry.dictionaryOffset(), entry.dictionaryBytes());
        Checksum checksum = new Checksum(entry.dictionaryBytes(), entry.dictionaryCrc());
        byte[] bytes = store.read(range, checksum, 0).bytes();
        if (SegmentFooter.crc(bytes, 0, bytes.length) != entry.dictionaryCrc()) {
            throw SegmentFooter.damaged(
                    name,
                    "the checksum of the dictionary of column " + entry.id() + " does not fit");
        }
        try {
            return DictionaryCodec.decode(bytes, 0);
        } catch (RuntimeException e) {
            throw SegmentFooter.damaged(
                    name,
                    "the dictionary of column "
                            + entry.id()
                            + " cannot be read: "
                            + e.getMessage());
        }
    }

    /** Bytes of heap, with a guess for the dictionaries. */
    public long retainedBytes() {
        long bytes = 256 + 64L * footer.blocks().size();
        for (ColumnEntry column : footer.columns()) {
            bytes += 64 + (long) UNPACKED_SHARE * column.dictionaryBytes();
        }
        return bytes;
    }

    /** The encoding of a block, for system tables. */
    public Encoding encoding(int rowGroup, int column) {
        return footer.block(rowGroup, column).encoding();
    }
}
