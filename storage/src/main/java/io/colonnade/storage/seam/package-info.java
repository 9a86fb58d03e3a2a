/**
 * What the code that must not lose data takes from the outside, so that a simulator can give it.
 */
package io.colonnade.storage.seam;
