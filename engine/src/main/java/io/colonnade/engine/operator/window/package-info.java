/** Window functions over sorted partitions. */
package io.colonnade.engine.operator.window;
