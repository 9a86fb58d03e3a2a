package io.colonnade.sql.bind;

import static io.colonnade.sql.bind.Parameter.ANY;
import static io.colonnade.sql.bind.Parameter.BIGINT;
import static io.colonnade.sql.bind.Parameter.INTEGER;
import static io.colonnade.sql.bind.Parameter.TEXT;
import static io.colonnade.sql.bind.Signature.of;

import io.colonnade.plan.ScalarFunction;
import io.colonnade.type.SqlType;

import org.apache.calcite.rex.RexNode;

import java.util.ArrayList;
import java.util.List;

/** Text functions and ||. Stateless. */
final class TextFunctions {
    private TextFunctions() {}

    static void register(FunctionRegistry registry) {
        registry.add("upper", of(TEXT).as(ScalarFunction.UPPER));
        registry.add("lower", of(TEXT).as(ScalarFunction.LOWER));
        registry.add("initcap", of(TEXT).as(ScalarFunction.INITCAP));
        registry.add("reverse", of(TEXT).as(ScalarFunction.REVERSE));
        registry.add("md5", of(TEXT).as(ScalarFunction.MD5));
        registry.add("quote_ident", of(TEXT).as(ScalarFunction.QUOTE_IDENT));
        registry.add("quote_literal", of(TEXT).as(ScalarFunction.QUOTE_LITERAL));
        registry.add(
                "length len char_length character_length textlen",
                of(TEXT).returns(SqlType.INTEGER).as(ScalarFunction.CHAR_LENGTH));
        registry.add(
                "octet_length", of(TEXT).returns(SqlType.INTEGER).as(ScalarFunction.OCTET_LENGTH));
        registry.add("ascii", of(TEXT).returns(SqlType.INTEGER).as(ScalarFunction.ASCII));
        registry.add("chr", of(INTEGER).as(ScalarFunction.CHR));
        registry.add("to_hex", of(BIGINT).as(ScalarFunction.TO_HEX));
        registry.add("btrim", of(TEXT, TEXT).optional(1).as(ScalarFunction.TRIM_BOTH));
        registry.add("ltrim", of(TEXT, TEXT).optional(1).as(ScalarFunction.TRIM_LEADING));
        registry.add("rtrim", of(TEXT, TEXT).optional(1).as(ScalarFunction.TRIM_TRAILING));
        registry.add(
                "substring substr",
                of(TEXT, INTEGER, INTEGER).optional(1).as(ScalarFunction.SUBSTRING));
        registry.add(
                "strpos position_of",
                of(TEXT, TEXT).returns(SqlType.INTEGER).as(ScalarFunction.POSITION));
        registry.add(
                "charindex position",
                of(TEXT, TEXT)
                        .returns(SqlType.INTEGER)
                        .as(call -> call.to(ScalarFunction.POSITION, call.operands().reversed())));
        registry.add("replace", of(TEXT, TEXT, TEXT).as(ScalarFunction.REPLACE));
        registry.add("translate", of(TEXT, TEXT, TEXT).as(ScalarFunction.TRANSLATE));
        registry.add("lpad", of(TEXT, INTEGER, TEXT).optional(1).as(ScalarFunction.LPAD));
        registry.add("rpad", of(TEXT, INTEGER, TEXT).optional(1).as(ScalarFunction.RPAD));
        registry.add("left", of(TEXT, INTEGER).as(ScalarFunction.LEFT));
        registry.add("right", of(TEXT, INTEGER).as(ScalarFunction.RIGHT));
        registry.add("repeat replicate", of(TEXT, INTEGER).as(ScalarFunction.REPEAT));
        registry.add("split_part", of(TEXT, TEXT, INTEGER).as(ScalarFunction.SPLIT_PART));
        registry.add(
                "starts_with",
                of(TEXT, TEXT).returns(SqlType.BOOLEAN).as(ScalarFunction.STARTS_WITH));
        registry.add(
                "overlay", of(TEXT, TEXT, INTEGER, INTEGER).optional(1).as(ScalarFunction.OVERLAY));
        patterns(registry);
        concatenation(registry);
        arrays(registry);
    }

    private static void patterns(FunctionRegistry registry) {
        registry.add(
                "regexp_replace",
                of(TEXT, TEXT).as(call -> call.to(ScalarFunction.REGEXP_REPLACE, empty(call))),
                of(TEXT, TEXT, TEXT, TEXT).optional(1).as(ScalarFunction.REGEXP_REPLACE),
                of(TEXT, TEXT, TEXT, INTEGER).as(ScalarFunction.REGEXP_REPLACE));
        registry.add(
                "regexp_substr",
                of(TEXT, TEXT, INTEGER, INTEGER).optional(2).as(ScalarFunction.REGEXP_SUBSTR));
        registry.add(
                "regexp_count",
                of(TEXT, TEXT).returns(SqlType.INTEGER).as(ScalarFunction.REGEXP_COUNT));
    }

    private static List<RexNode> empty(Signature.Call call) {
        List<RexNode> operands = new ArrayList<>(call.operands());
        operands.add(call.text(""));
        return operands;
    }

    private static void concatenation(FunctionRegistry registry) {
        registry.add(
                "concat",
                of(ANY).repeating()
                        .returns(TypeRule.notNull(SqlType.VARCHAR))
                        .as(call -> concat(call, ScalarFunction.CONCAT_SKIP_NULLS)));
        concat().forEach(signature -> registry.add("textcat", signature));
    }

    /** One side at least must be text, as in PostgreSQL; the other is written as text. */
    static List<Signature> concat() {
        Signature.Expansion expansion = call -> concat(call, ScalarFunction.CONCAT);
        return List.of(
                of(TEXT, TEXT).as(expansion),
                of(TEXT, ANY).as(expansion),
                of(ANY, TEXT).as(expansion));
    }

    private static RexNode concat(Signature.Call call, ScalarFunction function) {
        List<RexNode> operands = new ArrayList<>(call.operands().size());
        for (RexNode operand : call.operands()) {
            operands.add(text(call, operand));
        }
        return call.to(function, operands);
    }

    static RexNode text(Signature.Call call, RexNode operand) {
        return org.apache.calcite.sql.type.SqlTypeUtil.inCharFamily(operand.getType())
                ? operand
                : call.builder()
                        .makeCast(
                                TypeMapping.toRel(SqlType.VARCHAR, operand.getType().isNullable()),
                                operand);
    }

    /** Arrays are text in PostgreSQL's syntax. */
    private static void arrays(FunctionRegistry registry) {
        registry.add("array_to_string", of(TEXT, TEXT).as(ScalarFunction.ARRAY_TO_STRING));
        registry.add(
                "array_length array_upper",
                of(TEXT, INTEGER)
                        .returns(TypeRule.nullable(SqlType.INTEGER))
                        .as(
                                call ->
                                        call.to(
                                                ScalarFunction.ARRAY_LENGTH,
                                                List.of(call.operand(0)))));
        registry.add(
                "array_remove",
                of(TEXT, ANY)
                        .returns(TypeRule.nullable(SqlType.VARCHAR))
                        .as(TextFunctions::arrayRemove));
        registry.add(
                "cardinality",
                of(TEXT).returns(TypeRule.nullable(SqlType.INTEGER))
                        .as(ScalarFunction.ARRAY_LENGTH));
        registry.add(
                "array_contains",
                of(TEXT, ANY)
                        .returns(TypeRule.nullable(SqlType.BOOLEAN))
                        .as(
                                call ->
                                        call.to(
                                                ScalarFunction.ARRAY_CONTAINS,
                                                List.of(
                                                        call.operand(0),
                                                        text(call, call.operand(1))))));
        registry.add(
                "array_element",
                of(TEXT, INTEGER)
                        .returns(TypeRule.nullable(SqlType.VARCHAR))
                        .as(ScalarFunction.ARRAY_ELEMENT));
    }

    /** '{a,b,c}' without b: ',a,b,c,' loses ',b,' for ',', then the ends become braces again. */
    private static RexNode arrayRemove(Signature.Call call) {
        RexNode comma = call.text(",");
        RexNode inner =
                call.to(
                        ScalarFunction.TRANSLATE,
                        List.of(call.operand(0), call.text("{}"), call.text(",,")));
        RexNode item = text(call, call.operand(1));
        RexNode sought =
                call.to(
                        ScalarFunction.CONCAT,
                        List.of(call.to(ScalarFunction.CONCAT, List.of(comma, item)), comma));
        RexNode left = call.to(ScalarFunction.REPLACE, List.of(inner, sought, comma));
        RexNode bare = call.to(ScalarFunction.TRIM_BOTH, List.of(left, comma));
        RexNode opened = call.to(ScalarFunction.CONCAT, List.of(call.text("{"), bare));
        return call.to(ScalarFunction.CONCAT, List.of(opened, call.text("}")));
    }
}
