/** Statistics of tables, from the summaries of their segments. */
package io.colonnade.leader.statistics;
