/** States of the past that can still be read, and how long they can. */
package io.colonnade.leader.past;
