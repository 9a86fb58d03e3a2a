package io.colonnade.storage.cache;

/** Where bytes are or came from, fastest first. */
public enum Tier {
    MEMORY,
    DISK,
    STORE
}
