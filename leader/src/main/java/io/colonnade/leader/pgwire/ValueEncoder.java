package io.colonnade.leader.pgwire;

import io.colonnade.storage.vector.Vector;

/**
 * Writes values of one result column as DataRow fields: int32 length, then the bytes. One per
 * column and execution; the value at the position is not NULL. Owned by the connection's thread.
 */
interface ValueEncoder {
    void write(Vector vector, int position, WireBuffer out);
}
