/** Loops over primitive arrays and codecs between values and text; no state, no operators. */
package io.colonnade.engine.kernel;
