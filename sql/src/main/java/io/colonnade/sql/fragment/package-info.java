/**
 * From physical plans to the fragments that are shipped, and to EXPLAIN's text. The entry is {@link
 * io.colonnade.sql.fragment.QueryPlanner}.
 */
package io.colonnade.sql.fragment;
