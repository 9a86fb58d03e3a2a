/**
 * System relations: PostgreSQL's catalogue, information_schema, and Redshift's monitoring views.
 */
package io.colonnade.leader.system;
