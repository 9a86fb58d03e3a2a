package io.colonnade.sql.bind;

import io.colonnade.sql.parser.QueryStatement;
import io.colonnade.sql.parser.SqlParser;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlShuttle;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Functions of PostgreSQL that look something up by an object's number: they become sub-queries of
 * the system relation pg_object_text, so that joins answer them and no row calls back.
 *
 * <pre>
 * pg_get_viewdef(x)   (SELECT object_text FROM pg_object_text
 *                      WHERE object_kind = 'view' AND object_number = x AND object_part = 0)
 * </pre>
 *
 * Stateless.
 */
final class CatalogLookups {
    private static final String QUERY =
            "SELECT object_text FROM pg_catalog.pg_object_text"
                    + " WHERE object_kind = $1 AND object_number = $2 AND object_part = $3";

    /** What is looked up by the first argument alone. */
    private static final Map<String, String> KINDS =
            Map.of(
                    "pg_get_viewdef", "view",
                    "obj_description", "comment",
                    "col_description", "comment",
                    "pg_get_constraintdef", "constraint",
                    "pg_get_indexdef", "index",
                    "pg_get_userbyid", "user",
                    "pg_relation_size", "size",
                    "pg_table_size", "size",
                    "pg_total_relation_size", "size");

    private static final Set<String> SIZES =
            Set.of("pg_relation_size", "pg_table_size", "pg_total_relation_size");

    private CatalogLookups() {}

    /** The sub-query for a call, or null when the function is not of this kind. */
    static SqlNode lookup(SqlCall call, String name) {
        SqlParserPos at = call.getParserPosition();
        if (name.equals("pg_size_pretty") && call.operandCount() == 1) {
            return prettySize(call.operand(0));
        }
        String kind = KINDS.get(name);
        boolean columns =
                name.equals("col_description")
                        || (name.equals("pg_get_indexdef") && call.operandCount() > 1);
        if (kind == null || call.operandCount() < (columns ? 2 : 1)) {
            return null;
        }
        SqlNode part = columns ? call.operand(1) : SqlLiteral.createExactNumeric("0", at);
        SqlNode query =
                query(List.of(SqlLiteral.createCharString(kind, at), call.operand(0), part));
        return SIZES.contains(name) ? Normalizer.cast(query, SqlTypeName.BIGINT) : query;
    }

    private static SqlNode query(List<SqlNode> values) {
        SqlNode query = ((QueryStatement.Query) SqlParser.parseStatement(QUERY)).node();
        return query.accept(
                new SqlShuttle() {
                    @Override
                    public SqlNode visit(SqlDynamicParam parameter) {
                        return values.get(parameter.getIndex());
                    }
                });
    }

    /** Of a size that is looked up, its readable form is too; any other number shows bytes. */
    private static SqlNode prettySize(SqlNode size) {
        SqlParserPos at = size.getParserPosition();
        if (size.getKind() == SqlKind.CAST
                && ((SqlCall) size).operand(0) instanceof SqlSelect select) {
            return select.accept(
                    new SqlShuttle() {
                        @Override
                        public SqlNode visit(SqlLiteral literal) {
                            return literal.getTypeName() == SqlTypeName.CHAR
                                            && literal.getValueAs(String.class).equals("size")
                                    ? SqlLiteral.createCharString("pretty size", at)
                                    : literal;
                        }
                    });
        }
        return SqlStdOperatorTable.CONCAT.createCall(
                at,
                Normalizer.cast(size, SqlTypeName.VARCHAR),
                SqlLiteral.createCharString(" bytes", at));
    }
}
