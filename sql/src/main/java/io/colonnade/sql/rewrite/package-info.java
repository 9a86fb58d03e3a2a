/**
 * Brings a bound tree into normal form, in phases: sub-queries become joins, constants are
 * computed, predicates go down to the tables, aggregates become those that the engine has, columns
 * that nobody needs go away. Knows no statistics and chooses no join order.
 */
package io.colonnade.sql.rewrite;
