/**
 * A world in one thread at a time, from a seed: leaders that crash, stall and compete, compute
 * nodes, a follower and clients; a bucket that fails, local disks that tear and a network that
 * loses and doubles; all around the code that commits, folds, loads, caches and collects in
 * production.
 */
package io.colonnade.leader.simulation;
