package io.colonnade.compute.slice;

/** The buckets of a slice, both ends included. */
record BucketRange(int first, int last) {}
