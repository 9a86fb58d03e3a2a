/** Statements about the catalogue, resolved: tables, views, schemas, and what is done to them. */
package io.colonnade.sql.definition;
