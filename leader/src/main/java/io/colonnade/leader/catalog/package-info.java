/** The catalogue: the planner's view of a snapshot, and the statements that change it. */
package io.colonnade.leader.catalog;
