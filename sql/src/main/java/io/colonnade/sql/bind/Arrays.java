package io.colonnade.sql.bind;

import io.colonnade.error.ColonnadeException;

import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;

import java.util.List;

/** Arrays, which are text like '{a,b}' here: their constructors and fields. Stateless. */
final class Arrays {
    private Arrays() {}

    /** ARRAY[a, b] of constants. */
    static SqlNode ofItems(SqlCall call) {
        StringBuilder text = new StringBuilder("{");
        for (SqlNode item : call.getOperandList()) {
            SqlNode inner = item;
            while (inner.getKind() == SqlKind.CAST) {
                inner = ((SqlCall) inner).operand(0);
            }
            if (!(inner instanceof SqlLiteral literal)) {
                throw ColonnadeException.notSupported("ARRAY of expressions");
            }
            text.append(text.length() == 1 ? "" : ",").append(literal.toValue());
        }
        return SqlLiteral.createCharString(text.append('}').toString(), call.getParserPosition());
    }

    /** ARRAY(query) is (SELECT COALESCE(ARRAY_AGG(item), '{}') FROM (query) q(item)). */
    static SqlNode ofQuery(SqlCall call) {
        SqlParserPos at = call.getParserPosition();
        SqlIdentifier alias = new SqlIdentifier("$array", at);
        SqlIdentifier item = new SqlIdentifier("$item", at);
        SqlNode from = SqlStdOperatorTable.AS.createCall(at, call.operand(0), alias, item);
        SqlNode collected =
                Normalizer.function(
                        "coalesce",
                        at,
                        List.of(
                                Normalizer.function(
                                        "array_agg",
                                        at,
                                        List.of(new SqlIdentifier(List.of("$array", "$item"), at))),
                                SqlLiteral.createCharString("{}", at)));
        return new SqlSelect(
                at,
                null,
                SqlNodeList.of(collected),
                from,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    /**
     * (value).name of PostgreSQL's catalogue functions that give composite values; we have no such
     * values, so that the field of any but an expanded key array is NULL.
     */
    static SqlNode field(SqlCall call) {
        SqlNode ofKey = KeyArrays.field(call);
        if (ofKey != null) {
            return ofKey;
        }
        SqlParserPos at = call.getParserPosition();
        return SqlStdOperatorTable.CAST.createCall(
                at,
                SqlLiteral.createNull(at),
                new SqlDataTypeSpec(new SqlBasicTypeNameSpec(SqlTypeName.INTEGER, at), at));
    }

    /**
     * UNNEST(array) in FROM: {@code (SELECT array_element(array, i) FROM generate_series(1,
     * length))}. Every other table function stays.
     */
    static SqlNode table(SqlCall call) {
        if (!isUnnest(call)) {
            return call;
        }
        SqlNode inner =
                call.getKind() == SqlKind.COLLECTION_TABLE ? call.operand(0) : (SqlNode) call;
        SqlNode array = ((SqlCall) inner).operand(0);
        SqlParserPos at = call.getParserPosition();
        SqlIdentifier index = new SqlIdentifier("$index", at);
        SqlNode length =
                Normalizer.function(
                        "array_upper",
                        at,
                        List.of(array.clone(at), SqlLiteral.createExactNumeric("1", at)));
        SqlNode series =
                SqlStdOperatorTable.COLLECTION_TABLE.createCall(
                        at,
                        Normalizer.function(
                                "generate_series",
                                at,
                                List.of(SqlLiteral.createExactNumeric("1", at), length)));
        SqlNode item =
                Normalizer.function(
                        "array_element",
                        at,
                        List.of(
                                array,
                                Normalizer.cast(
                                        new SqlIdentifier(List.of("$index", "$index"), at),
                                        SqlTypeName.INTEGER)));
        return new SqlSelect(
                at,
                null,
                SqlNodeList.of(
                        SqlStdOperatorTable.AS.createCall(
                                at, item, new SqlIdentifier("unnest", at))),
                SqlStdOperatorTable.AS.createCall(at, series, index, index),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    /** Is this UNNEST of one array, perhaps LATERAL? */
    static boolean isUnnest(SqlNode table) {
        return switch (table.getKind()) {
            case LATERAL, COLLECTION_TABLE -> isUnnest(((SqlCall) table).operand(0));
            default ->
                    table instanceof SqlCall function
                            && function.getOperator().getName().equalsIgnoreCase("unnest")
                            && function.operandCount() == 1;
        };
    }
}
