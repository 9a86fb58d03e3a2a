/**
 * Names and types: from parsed statements to Calcite relational trees over our catalog. Owns the
 * type system, the operator table, the validator and the translation of their errors.
 */
package io.colonnade.sql.bind;
