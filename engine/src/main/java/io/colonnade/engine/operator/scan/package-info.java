/** Table scans: pruning ranges from conditions, filter columns first, runtime filters. */
package io.colonnade.engine.operator.scan;
