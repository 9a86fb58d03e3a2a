/** Transactions, their checks, and the committer that makes them durable. */
package io.colonnade.leader.transaction;
