package io.colonnade.engine.operator.window;

import io.colonnade.storage.vector.Vector;

/** The values of one window call by place, once computed. Immutable; read by one worker. */
interface WindowResult {
    /** target[i] = value at place first + i; the target is reset. */
    void fill(int first, int count, Vector target);
}
