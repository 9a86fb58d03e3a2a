/** What is to be written again of a table, and in which pieces: VACUUM, by hand or by itself. */
package io.colonnade.leader.vacuum;
