/**
 * Sessions: settings, transaction status, prepared statements, portals and cursors, and the seam
 * ({@link io.colonnade.leader.session.SessionBackend}) behind which statements are planned and run.
 * Knows nothing of sockets.
 */
package io.colonnade.leader.session;
