package io.colonnade.sql.parser;

import org.apache.calcite.sql.SqlNode;

/** Statements whose whole is a query. */
public sealed interface QueryStatement extends Statement {

    /**
     * SELECT, VALUES, TABLE, a set operation, or any of them under WITH or ORDER BY.
     *
     * @param node SqlSelect, SqlOrderBy, SqlWith, or a call of UNION, INTERSECT, EXCEPT, VALUES,
     *     EXPLICIT_TABLE
     */
    record Query(SqlNode node) implements QueryStatement {
        @Override
        public String tag() {
            return "SELECT";
        }
    }
}
