/** The order of rows in memory: normalised keys in one long, radix sort, merge of runs. */
package io.colonnade.engine.sort;
