/** COPY on the leader: which files, which ranges, which options. */
package io.colonnade.leader.load;
