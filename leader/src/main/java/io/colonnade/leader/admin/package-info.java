/** Starting and stopping a leader. */
package io.colonnade.leader.admin;
