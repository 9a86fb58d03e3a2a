/**
 * SQL text to trees: a hand-written lexer and recursive-descent parser of the PostgreSQL and
 * Redshift dialect. Queries and expressions become Calcite SqlNodes, every other statement a record
 * of {@link io.colonnade.sql.parser.Statement}. Knows no catalog; every class is used by one thread
 * per parse, every result is immutable by convention (Calcite's validator rewrites its nodes, so a
 * tree is validated once and parsed again when needed again).
 */
package io.colonnade.sql.parser;
