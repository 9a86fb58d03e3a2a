package io.colonnade.error;

/** Who has to act on an error. */
public enum ErrorKind {
    /** The statement or its data is wrong; retrying it unchanged fails again. */
    USER,
    /** A limit was reached: memory, disk, slots, connections. */
    RESOURCES,
    /** Something outside the process failed: file, store, network, another node. */
    EXTERNAL,
    /** A defect of ours. */
    INTERNAL
}
