/** What the planner knows of schemas, tables, views and system relations; the leader fills it. */
package io.colonnade.sql.catalog;
