/** Runs plans on the compute nodes and statements for sessions. */
package io.colonnade.leader.query;
