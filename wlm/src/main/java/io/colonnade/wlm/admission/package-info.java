/** Admission: who runs now, who waits, and with how much memory. */
package io.colonnade.wlm.admission;
