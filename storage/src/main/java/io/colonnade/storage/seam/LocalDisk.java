package io.colonnade.storage.seam;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A folder of a node's own disk, for what may be lost. The disk may be full, fail, lose or damage
 * what was written: whoever reads must check. Thread-safe, as are its files.
 */
public interface LocalDisk extends AutoCloseable {
    /** Opens a file of this plain name, made empty if it is not there. */
    LocalFile open(String name) throws IOException;

    /** Names of all files, in no order. */
    List<String> list() throws IOException;

    /** Deletes a file that is not open; one that is absent is not an error. */
    void delete(String name) throws IOException;

    @Override
    void close() throws IOException;

    /** One file, read and written anywhere. */
    interface LocalFile extends AutoCloseable {
        long size() throws IOException;

        /** Fills `target` from the bytes at `position`; returns how many there were. */
        int read(long position, ByteBuffer target) throws IOException;

        /** Writes all of `source`; a failure may leave a part of it. */
        void write(long position, ByteBuffer source) throws IOException;

        /** Cuts the file off. */
        void truncate(long size) throws IOException;

        /** Returns when what was written is on the medium. */
        void sync() throws IOException;

        @Override
        void close() throws IOException;
    }
}
