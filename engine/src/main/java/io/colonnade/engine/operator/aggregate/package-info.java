/** Aggregation: groups per worker, accumulators as arrays over group ids, a parallel merge. */
package io.colonnade.engine.operator.aggregate;
