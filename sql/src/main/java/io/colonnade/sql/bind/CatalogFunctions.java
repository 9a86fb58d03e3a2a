package io.colonnade.sql.bind;

import static io.colonnade.sql.bind.Parameter.ANY;
import static io.colonnade.sql.bind.Parameter.BIGINT;
import static io.colonnade.sql.bind.Parameter.INTEGER;
import static io.colonnade.sql.bind.Parameter.TEXT;
import static io.colonnade.sql.bind.Signature.of;

import io.colonnade.plan.ScalarFunction;
import io.colonnade.type.SqlType;

import org.apache.calcite.rex.RexNode;

import java.util.List;

/**
 * PostgreSQL's catalogue functions that clients call to list tables and columns. Where we keep
 * nothing to tell (comments, constraint texts) the answer is NULL, as PostgreSQL's is for an object
 * without. Stateless.
 */
final class CatalogFunctions {
    private CatalogFunctions() {}

    static void register(FunctionRegistry registry) {
        for (String names :
                List.of(
                        "pg_table_is_visible pg_type_is_visible pg_function_is_visible",
                        "pg_operator_is_visible pg_opclass_is_visible pg_conversion_is_visible",
                        "pg_statistics_obj_is_visible pg_collation_is_visible")) {
            registry.add(names, yes(ANY));
        }
        for (String object :
                List.of(
                        "table",
                        "schema",
                        "database",
                        "function",
                        "any_column",
                        "language",
                        "tablespace",
                        "sequence",
                        "type",
                        "foreign_data_wrapper",
                        "server")) {
            registry.add("has_" + object + "_privilege", yes(ANY, ANY), yes(ANY, ANY, ANY));
        }
        registry.add("has_column_privilege", yes(ANY, ANY, ANY), yes(ANY, ANY, ANY, ANY));
        registry.add("pg_has_role", yes(ANY, ANY), yes(ANY, ANY, ANY));
        no(registry, "pg_is_in_recovery pg_is_other_temp_schema");
        no(registry, "row_security_active pg_relation_is_publishable");
        registry.add(
                "format_type",
                of(BIGINT, INTEGER)
                        .returns(TypeRule.nullable(SqlType.VARCHAR))
                        .as(ScalarFunction.FORMAT_TYPE));
        registry.add(
                "pg_encoding_to_char getdatabaseencoding pg_client_encoding",
                of(ANY).optional(1).returns(SqlType.VARCHAR).as(call -> call.text("UTF8")));
        registry.add(
                "pg_get_expr",
                of(TEXT, ANY, ANY)
                        .optional(1)
                        .returns(TypeRule.nullable(SqlType.VARCHAR))
                        .as(call -> call.operand(0)));
        registry.add("pg_typeof", of(ANY).as(CatalogFunctions::typeName));
        registry.add(
                "pg_indexes_size pg_database_size pg_tablespace_size",
                of(ANY).returns(TypeRule.nullable(SqlType.BIGINT))
                        .as(call -> call.builder().makeNullLiteral(call.type())));
        registry.add("pg_my_temp_schema", zero(SqlType.BIGINT));
        registry.add(
                "to_regclass to_regtype",
                of(TEXT).returns(TypeRule.nullable(SqlType.BIGINT))
                        .as(call -> call.builder().makeNullLiteral(call.type())));
    }

    private static Signature yes(Parameter... parameters) {
        return of(parameters)
                .returns(TypeRule.notNull(SqlType.BOOLEAN))
                .as(call -> call.builder().makeLiteral(true));
    }

    private static void no(FunctionRegistry registry, String names) {
        registry.add(
                names,
                of(ANY).optional(1)
                        .returns(TypeRule.notNull(SqlType.BOOLEAN))
                        .as(call -> call.builder().makeLiteral(false)));
    }

    private static Signature zero(SqlType type) {
        return of().returns(type).as(call -> Constants.bigint(call.builder(), 0));
    }

    private static RexNode typeName(Signature.Call call) {
        return call.text(TypeMapping.toSqlType(call.operand(0).getType()).kind().sqlName());
    }

    /**
     * What any other function of this name takes and gives when we do not know it: NULL, text or
     * number by PostgreSQL's habits of naming; null when it is no catalogue function.
     */
    static Overloads unknown(String name) {
        boolean catalogue =
                name.startsWith("pg_")
                        || name.equals("_pg_expandarray")
                        || name.endsWith("_description")
                        || name.startsWith("inet_")
                        || name.startsWith("txid_");
        if (!catalogue) {
            return null;
        }
        SqlType type =
                name.startsWith("pg_is_") || name.startsWith("pg_try_") || name.endsWith("_visible")
                        ? SqlType.BOOLEAN
                        : SqlType.VARCHAR;
        Signature.Expansion nothing = call -> call.builder().makeNullLiteral(call.type());
        return new Overloads(
                name,
                List.of(
                        of(ANY).optional(1)
                                .repeating()
                                .returns(TypeRule.nullable(type))
                                .as(nothing)));
    }
}
