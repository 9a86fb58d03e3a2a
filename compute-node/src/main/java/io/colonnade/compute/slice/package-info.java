/** What a slice does with rows that are written: check, route, sort, encode, report. */
package io.colonnade.compute.slice;
