/** Data generators, benchmark runners and side-by-side comparison. */
package io.colonnade.bench;
