/** From SQL text to physical plan fragments; the only room that knows Calcite. */
package io.colonnade.sql;
