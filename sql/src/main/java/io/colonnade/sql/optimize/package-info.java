/**
 * Join order and data movement: pure algorithms over a query graph of rows, widths, equalities and
 * distributions. Knows neither Calcite trees nor physical nodes.
 */
package io.colonnade.sql.optimize;
