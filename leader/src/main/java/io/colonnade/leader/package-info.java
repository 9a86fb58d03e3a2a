/** The leader: PostgreSQL front end, sessions, transactions and query coordination. */
package io.colonnade.leader;
