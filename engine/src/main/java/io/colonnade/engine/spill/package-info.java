/** Temporary files on local disk: pages of rows that did not fit in a query's memory. */
package io.colonnade.engine.spill;
