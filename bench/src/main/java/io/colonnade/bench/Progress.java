package io.colonnade.bench;

/** Is told how far long work has come. Called from several threads at once. */
@FunctionalInterface
public interface Progress {
    Progress NONE = amount -> {};

    /** So much more is done (rows, files, statements: whatever the caller counts). */
    void advance(long amount);

    /** Names the part that is worked on now. */
    default void note(String part) {}
}
