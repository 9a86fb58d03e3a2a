/** Which kernels use SIMD registers: the switch, and the self-test that throws it. */
package io.colonnade.storage.simd;
