/** The colonnade command: one class per sub-command, and the wiring of a process. */
package io.colonnade.cli;
