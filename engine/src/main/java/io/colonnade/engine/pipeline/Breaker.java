package io.colonnade.engine.pipeline;

/**
 * An operator that takes all its input before it gives output (sort, aggregation, table write): one
 * pipeline ends in its sink, another starts at its source once the sink is finished.
 */
public interface Breaker {
    Sink sink();

    /** Opened only after {@link Sink#finish}. */
    Source source();
}
