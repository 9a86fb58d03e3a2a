/** The sort operator, with and without a limit. */
package io.colonnade.engine.operator.sort;
