/** Reads the files of COPY into batches, in parallel. */
package io.colonnade.compute.load;
