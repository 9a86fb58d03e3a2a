package io.colonnade.sql.catalog;

/** Which state of the past a statement asks for. Immutable. */
public sealed interface TimePoint {
    /** The state after the commit with this number. */
    record Version(long version) implements TimePoint {}

    /** The state that was current at this time, in microseconds since 1970 UTC. */
    record Timestamp(long micros) implements TimePoint {}

    /** The state that CREATE SNAPSHOT kept under this name. */
    record Saved(String snapshot) implements TimePoint {}
}
