package io.colonnade.engine.hash;

/**
 * How an integer domain is dealt out to partitions, in turns of whole blocks: keys that lie densely
 * lie densely in their partition too, whatever the range turns out to be. Immutable.
 *
 * <pre>
 * key   = turn | partition | place in the block
 * local = turn | place in the block
 * </pre>
 *
 * @param partitionBits 2^partitionBits partitions
 */
public record KeyBlocks(int partitionBits) {
    private static final int BLOCK_BITS = 12;

    public int partition(long key) {
        return (int) (key >>> BLOCK_BITS) & (1 << partitionBits) - 1;
    }

    /** The key's number among those of its partition. */
    long local(long key) {
        return key >> BLOCK_BITS + partitionBits << BLOCK_BITS | key & (1 << BLOCK_BITS) - 1;
    }

    /** As {@link #local} for many; source and target may be the same. */
    void local(long[] keys, int count, long[] target) {
        int turn = BLOCK_BITS + partitionBits;
        for (int i = 0; i < count; i++) {
            long key = keys[i];
            target[i] = key >> turn << BLOCK_BITS | key & (1 << BLOCK_BITS) - 1;
        }
    }
}
