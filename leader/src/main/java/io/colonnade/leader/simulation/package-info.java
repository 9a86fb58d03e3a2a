/**
 * A world in one thread at a time, from a seed: leaders that crash, stall and compete, clients, and
 * a bucket that fails, all around the commit and garbage code that runs in production.
 */
package io.colonnade.leader.simulation;
