package io.colonnade.sql.bind;

import io.colonnade.plan.ScalarFunction;

import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.SqlPrefixOperator;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.validate.SqlNameMatcher;
import org.checkerframework.checker.nullness.qual.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Every operator and function that a statement may use: Calcite's standard operators (not its
 * functions), our arithmetic in place of Calcite's, and our functions. One per process, immutable.
 */
final class OperatorTable implements SqlOperatorTable {
    /** Standard operators whose meaning for our types differs; replaced or refused. */
    private static final Set<String> REPLACED =
            Set.of("+", "-", "*", "/", "%", "||", "&", "<<", "%%", "^");

    static final OperatorTable INSTANCE = new OperatorTable();

    private final Map<String, SqlFunction> functions = new HashMap<>();
    private final Map<String, List<SqlOperator>> operators = new HashMap<>();
    private final Map<SqlOperator, SqlOperator> replacements = new IdentityHashMap<>();

    private OperatorTable() {
        standard();
        arithmetic();
        functions.putAll(AggregateOperators.byName());
        functions();
        functions.put("generate_series", GenerateSeries.INSTANCE);
    }

    private void standard() {
        for (SqlOperator operator : SqlStdOperatorTable.instance().getOperatorList()) {
            if (!isFunction(operator) && !REPLACED.contains(operator.getName())) {
                put(operator);
            }
        }
        put(SqlLibraryOperators.ILIKE);
        put(SqlLibraryOperators.NOT_ILIKE);
    }

    private static boolean isFunction(SqlOperator operator) {
        return operator.getSyntax().family == SqlSyntax.FUNCTION;
    }

    private void put(SqlOperator operator) {
        operators
                .computeIfAbsent(key(operator.getName()), unused -> new ArrayList<>())
                .add(operator);
    }

    private void arithmetic() {
        infix(SqlStdOperatorTable.PLUS, Arithmetic.plus());
        infix(SqlStdOperatorTable.MINUS, Arithmetic.minus());
        infix(SqlStdOperatorTable.MULTIPLY, Arithmetic.times());
        infix(SqlStdOperatorTable.DIVIDE, Arithmetic.divide());
        infix(SqlStdOperatorTable.PERCENT_REMAINDER, Arithmetic.modulo());
        infix(SqlStdOperatorTable.CONCAT, TextFunctions.concat());
        infix(SqlStdOperatorTable.BITAND_OPERATOR, Arithmetic.bits(ScalarFunction.BIT_AND));
        infix(SqlStdOperatorTable.BIT_LEFT_SHIFT, Arithmetic.shift(ScalarFunction.SHIFT_LEFT));
        prefix(SqlStdOperatorTable.UNARY_MINUS, Arithmetic.negate());
        prefix(SqlStdOperatorTable.UNARY_PLUS, Arithmetic.positive());
    }

    private void infix(SqlBinaryOperator standard, List<Signature> signatures) {
        replace(
                standard,
                new Builtin.Infix(standard, new Overloads(standard.getName(), signatures)));
    }

    private void replace(SqlOperator standard, SqlOperator own) {
        put(own);
        replacements.put(standard, own);
    }

    /** Our operator in place of this standard one, or the operator itself. */
    SqlOperator own(SqlOperator operator) {
        return replacements.getOrDefault(operator, operator);
    }

    private void prefix(SqlPrefixOperator standard, List<Signature> signatures) {
        replace(
                standard,
                new Builtin.Prefix(standard, new Overloads(standard.getName(), signatures)));
    }

    private void functions() {
        FunctionRegistry registry = new FunctionRegistry();
        MathFunctions.register(registry);
        TextFunctions.register(registry);
        DateFunctions.register(registry);
        ConditionalFunctions.register(registry);
        SessionFunctions.register(registry);
        CatalogFunctions.register(registry);
        registry.signatures()
                .forEach(
                        (name, signatures) ->
                                functions.put(
                                        name,
                                        new Builtin.Function(
                                                name, new Overloads(name, signatures))));
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** The function with this name, or null. */
    SqlFunction function(String name) {
        SqlFunction known = functions.get(name);
        if (known != null) {
            return known;
        }
        Overloads unknown = CatalogFunctions.unknown(name);
        return unknown == null ? null : new Builtin.Function(name, unknown);
    }

    /** Names of all functions, for hints. */
    Collection<String> functionNames() {
        return functions.keySet();
    }

    @Override
    public void lookupOperatorOverloads(
            SqlIdentifier name,
            @Nullable SqlFunctionCategory category,
            SqlSyntax syntax,
            List<SqlOperator> found,
            SqlNameMatcher matcher) {
        String key = key(name.names.getLast());
        if (syntax.family == SqlSyntax.FUNCTION) {
            SqlFunction function = function(key);
            if (function != null) {
                found.add(function);
            }
            return;
        }
        for (SqlOperator operator : operators.getOrDefault(key, List.of())) {
            if (operator.getSyntax().family == syntax.family) {
                found.add(operator);
            }
        }
    }

    @Override
    public List<SqlOperator> getOperatorList() {
        List<SqlOperator> all = new ArrayList<>(functions.values());
        operators.values().forEach(all::addAll);
        return all;
    }
}
