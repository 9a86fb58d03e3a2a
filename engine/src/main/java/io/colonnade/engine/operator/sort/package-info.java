/** Sorting: normalised keys in one long, radix sort, merge of runs, top-N. */
package io.colonnade.engine.operator.sort;
