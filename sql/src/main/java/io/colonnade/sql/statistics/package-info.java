/** What the planner believes about rows: counts, distinct values, ranges, selectivities. */
package io.colonnade.sql.statistics;
