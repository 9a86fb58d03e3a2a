package io.colonnade.sql.bind;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.error.Suggestions;
import io.colonnade.type.SqlType;

import org.apache.calcite.config.NullCollation;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.runtime.CalciteException;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.AliasNamespace;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorImpl;
import org.apache.calcite.sql.validate.SqlValidatorNamespace;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.checkerframework.checker.nullness.qual.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Calcite's validator with PostgreSQL's habits: text constants are VARCHAR, parameters take the
 * type of their place, unknown functions are named with their argument types. One per statement.
 */
final class ColonnadeValidator extends SqlValidatorImpl {
    private static final SqlValidator.Config CONFIG =
            SqlValidator.Config.DEFAULT
                    .withConformance(Conformance.INSTANCE)
                    .withDefaultNullCollation(NullCollation.HIGH)
                    .withTypeCoercionFactory(Coercion::new)
                    .withIdentifierExpansion(true);

    private final BindContext context;
    private final StatementText text;
    private final Map<Integer, RelDataType> parameters = new HashMap<>();

    ColonnadeValidator(
            CatalogReader reader,
            BindContext context,
            StatementText text,
            List<SqlType> declaredParameters,
            Set<Integer> countParameters) {
        super(OperatorTable.INSTANCE, reader, TypeMapping.FACTORY, CONFIG);
        this.context = context;
        this.text = text;
        for (int i = 0; i < declaredParameters.size(); i++) {
            if (declaredParameters.get(i) != null) {
                parameters.put(i, TypeMapping.toRel(declaredParameters.get(i), true));
            }
        }
        for (int parameter : countParameters) {
            parameters.putIfAbsent(parameter, TypeMapping.toRel(SqlType.BIGINT, true));
        }
    }

    BindContext context() {
        return context;
    }

    /** The types of the parameters $1 to $count; VARCHAR where nothing told. */
    List<SqlType> parameterTypes(int count) {
        List<SqlType> types = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            RelDataType type = parameters.get(i);
            types.add(type == null ? SqlType.VARCHAR : TypeMapping.toSqlType(type));
        }
        return types;
    }

    @Override
    protected void registerNamespace(
            @Nullable SqlValidatorScope scope,
            @Nullable String alias,
            SqlValidatorNamespace namespace,
            boolean forceNullable) {
        boolean renames =
                namespace.getClass() == AliasNamespace.class
                        && namespace.getNode() instanceof SqlCall call
                        && call.operandCount() > 2;
        super.registerNamespace(
                scope,
                alias,
                renames
                        ? new ColumnAliases(
                                this, (SqlCall) namespace.getNode(), namespace.getEnclosingNode())
                        : namespace,
                forceNullable);
    }

    /** Columns without an alias keep their name, as in PostgreSQL. */
    @Override
    public void validateWithItem(SqlWithItem item) {
        if (item.columnList != null) {
            List<RelDataTypeField> fields = getValidatedNodeType(item.query).getFieldList();
            int given = item.columnList.size();
            ColumnAliases.check(item.name.getSimple(), fields.size(), given);
            for (RelDataTypeField field : fields.subList(given, fields.size())) {
                item.columnList.add(
                        new SqlIdentifier(field.getName(), item.columnList.getParserPosition()));
            }
        }
        super.validateWithItem(item);
    }

    @Override
    public RelDataType deriveType(SqlValidatorScope scope, SqlNode node) {
        if (node instanceof SqlLiteral literal && literal.getTypeName() == SqlTypeName.CHAR) {
            RelDataType type = TextTypes.ofConstant(literal.getValueAs(String.class));
            setValidatedNodeType(literal, type);
            return type;
        }
        if (node instanceof SqlDynamicParam parameter) {
            RelDataType known = parameters.get(parameter.getIndex());
            if (known != null) {
                setValidatedNodeType(parameter, known);
                return known;
            }
        }
        return super.deriveType(scope, node);
    }

    @Override
    protected void inferUnknownTypes(RelDataType inferred, SqlValidatorScope scope, SqlNode node) {
        if (node instanceof SqlDynamicParam parameter) {
            RelDataType type = parameters.get(parameter.getIndex());
            if (type == null) {
                boolean unknown =
                        inferred.equals(unknownType)
                                || inferred.getSqlTypeName() == SqlTypeName.ANY
                                || inferred.getSqlTypeName() == SqlTypeName.NULL
                                || inferred.isStruct();
                type =
                        unknown
                                ? TypeMapping.toRel(SqlType.VARCHAR, true)
                                : typeFactory.createTypeWithNullability(inferred, true);
                parameters.put(parameter.getIndex(), type);
            }
            setValidatedNodeType(parameter, type);
            return;
        }
        super.inferUnknownTypes(inferred, scope, node);
    }

    /** A window that refines a named one keeps its own frame, which Calcite forgets. */
    @Override
    public SqlWindow resolveWindow(SqlNode windowOrRef, SqlValidatorScope scope) {
        SqlWindow resolved = super.resolveWindow(windowOrRef, scope);
        if (windowOrRef instanceof SqlWindow window
                && window != resolved
                && window.getRefName() != null
                && window.getLowerBound() != null) {
            SqlNode upper = window.getUpperBound();
            resolved.setRows(SqlLiteral.createBoolean(window.isRows(), window.getParserPosition()));
            resolved.setLowerBound(window.getLowerBound());
            resolved.setUpperBound(
                    upper == null ? SqlWindow.createCurrentRow(window.getParserPosition()) : upper);
        }
        return resolved;
    }

    @Override
    public CalciteException handleUnresolvedFunction(
            SqlCall call,
            SqlOperator function,
            List<RelDataType> types,
            @Nullable List<String> names) {
        throw undefinedFunction(call, function.getName(), types);
    }

    /** No function or operator of this name takes these arguments. */
    ColonnadeException undefinedFunction(SqlCall call, String name, List<RelDataType> types) {
        List<String> shown = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            boolean untyped =
                    i < call.operandCount() && Overloads.isUntyped(call.operand(i), types.get(i));
            shown.add(untyped ? "unknown" : TypeMapping.displayName(types.get(i)));
        }
        int position = text.position(call.getParserPosition());
        if (!Character.isLetter(name.charAt(0)) && name.charAt(0) != '_') {
            String written =
                    shown.size() == 2
                            ? shown.get(0) + " " + name + " " + shown.get(1)
                            : name + " " + shown.getFirst();
            return Problems.noOperator(written).position(position);
        }
        String function = name.toLowerCase(java.util.Locale.ROOT);
        ColonnadeException error =
                new ColonnadeException(
                                ErrorCode.UNDEFINED_FUNCTION,
                                "function "
                                        + function
                                        + shown.stream().collect(Collectors.joining(", ", "(", ")"))
                                        + " does not exist")
                        .position(position);
        if (OperatorTable.INSTANCE.function(function) != null) {
            return error.hint(Problems.CAST_HINT);
        }
        return Suggestions.nearest(function, OperatorTable.INSTANCE.functionNames())
                .map(nearest -> error.hint("Perhaps you meant the function \"" + nearest + "\"."))
                .orElseGet(() -> error.hint(Problems.CAST_HINT));
    }
}
