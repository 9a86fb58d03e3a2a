/**
 * The physical algebra with its distribution trait, and the translation of Calcite's relational
 * trees and row expressions into it. Expressions are already those of the plan protocol.
 */
package io.colonnade.sql.physical;
