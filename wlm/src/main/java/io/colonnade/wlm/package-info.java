/** Workload management: queues, admission and memory grants. */
package io.colonnade.wlm;
