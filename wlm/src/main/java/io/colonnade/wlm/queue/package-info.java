/** Queues: their configuration and which query goes where. */
package io.colonnade.wlm.queue;
