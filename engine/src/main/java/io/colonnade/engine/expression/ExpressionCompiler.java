package io.colonnade.engine.expression;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.plan.Call;
import io.colonnade.plan.CaseWhen;
import io.colonnade.plan.Expression;
import io.colonnade.plan.Literal;
import io.colonnade.plan.ScalarFunction;
import io.colonnade.storage.vector.Batch;
import io.colonnade.type.PhysicalType;
import io.colonnade.type.SqlType;
import io.colonnade.type.TypeKind;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Turns the plan's expressions into trees of vector expressions: constants are folded, kernels are
 * chosen by type, and what depends on one text column only is wrapped so that dictionary vectors
 * cost one evaluation per dictionary entry. What it makes belongs to one worker.
 */
public final class ExpressionCompiler {
    private final List<SqlType> inputTypes;
    private final ZoneId zone;
    private boolean insideDictionary;

    private ExpressionCompiler(List<SqlType> inputTypes, ZoneId zone) {
        this.inputTypes = inputTypes;
        this.zone = zone;
    }

    /** Compiles an expression over rows of the types; the session's time zone is UTC. */
    public static VectorExpression compile(Expression expression, List<SqlType> inputTypes) {
        return compile(expression, inputTypes, ZoneOffset.UTC);
    }

    public static VectorExpression compile(
            Expression expression, List<SqlType> inputTypes, ZoneId sessionZone) {
        return new ExpressionCompiler(inputTypes, sessionZone).value(expression);
    }

    /** Compiles a condition; the session's time zone is UTC. */
    public static FilterExpression compileFilter(Expression condition, List<SqlType> inputTypes) {
        return compileFilter(condition, inputTypes, ZoneOffset.UTC);
    }

    public static FilterExpression compileFilter(
            Expression condition, List<SqlType> inputTypes, ZoneId sessionZone) {
        ExpressionCompiler compiler = new ExpressionCompiler(inputTypes, sessionZone);
        return new FilterCompiler(compiler).filter(condition, false);
    }

    /** The value of an expression without columns. */
    public static Literal evaluateConstant(Expression expression) {
        return evaluateConstant(expression, ZoneOffset.UTC);
    }

    public static Literal evaluateConstant(Expression expression, ZoneId sessionZone) {
        VectorExpression compiled = compile(expression, List.of(), sessionZone);
        return Literals.literal(compiled.evaluate(oneRow()), 0);
    }

    private static Batch oneRow() {
        Batch batch = new Batch();
        batch.setSize(1);
        return batch;
    }

    /** Compiles with folding and the dictionary wrapper. */
    VectorExpression value(Expression expression) {
        ExpressionShape shape = ExpressionShape.of(expression);
        if (isLeaf(expression)) {
            return direct(expression);
        }
        if (shape.isConstant()) {
            return fold(direct(expression), SqlType.fromProto(expression.getType()));
        }
        int column = dictionaryColumn(shape);
        if (column < 0) {
            return direct(expression);
        }
        insideDictionary = true;
        VectorExpression inner = direct(expression);
        insideDictionary = false;
        return new DictionaryExpression(column, inner);
    }

    /** Compiles a condition that depends on one text column only. */
    FilterExpression dictionaryFilter(int column, Supplier<FilterExpression> condition) {
        insideDictionary = true;
        FilterExpression inner = condition.get();
        insideDictionary = false;
        return new DictionaryFilter(column, inner);
    }

    private static boolean isLeaf(Expression expression) {
        return expression.hasColumn() || expression.hasLiteral();
    }

    /** The text column that alone decides the value, or -1; never inside such an expression. */
    int dictionaryColumn(ExpressionShape shape) {
        int column = shape.onlyColumn();
        return !insideDictionary
                        && column >= 0
                        && column < inputTypes.size()
                        && inputTypes.get(column).physical() == PhysicalType.BYTES
                ? column
                : -1;
    }

    /** Evaluates now; what fails now fails again when a row reaches it. */
    private static VectorExpression fold(VectorExpression compiled, SqlType type) {
        if (compiled instanceof LiteralExpression) {
            return compiled;
        }
        Literal value;
        try {
            value = Literals.literal(compiled.evaluate(oneRow()), 0);
        } catch (ColonnadeException e) {
            return compiled;
        }
        return new LiteralExpression(type, Literals.vector(value, type.physical()));
    }

    private VectorExpression direct(Expression expression) {
        SqlType type = SqlType.fromProto(expression.getType());
        return switch (expression.getKindCase()) {
            case COLUMN -> column(expression.getColumn());
            case LITERAL ->
                    new LiteralExpression(
                            type, Literals.vector(expression.getLiteral(), type.physical()));
            case CALL -> call(expression.getCall(), type);
            case CASE_WHEN -> caseWhen(expression.getCaseWhen(), type);
            case CAST -> Casts.build(value(expression.getCast()), type, zone);
            case IN_LIST ->
                    new InExpression(
                            value(expression.getInList().getValue()),
                            expression.getInList(),
                            false);
            case PARAMETER ->
                    throw new ColonnadeException(
                            ErrorCode.UNDEFINED_PARAMETER,
                            "there is no value for parameter $" + (expression.getParameter() + 1));
            case KIND_NOT_SET -> throw ColonnadeException.internal("empty expression");
        };
    }

    private VectorExpression column(int index) {
        if (index < 0 || index >= inputTypes.size()) {
            throw ColonnadeException.internal(
                    "column " + index + " of " + inputTypes.size() + " input columns");
        }
        return new ColumnExpression(index, inputTypes.get(index));
    }

    private VectorExpression caseWhen(CaseWhen c, SqlType type) {
        FilterExpression[] when = new FilterExpression[c.getWhenCount()];
        VectorExpression[] then = new VectorExpression[c.getThenCount()];
        FilterCompiler filters = new FilterCompiler(this);
        for (int i = 0; i < when.length; i++) {
            when[i] = filters.filter(c.getWhen(i), false);
            then[i] = converted(value(c.getThen(i)), type);
        }
        VectorExpression otherwise =
                c.hasOtherwise() ? converted(value(c.getOtherwise()), type) : nullOf(type);
        return new CaseExpression(when, then, otherwise, type);
    }

    private static VectorExpression nullOf(SqlType type) {
        Literal literal = Literal.newBuilder().setNullValue(true).build();
        return new LiteralExpression(type, Literals.vector(literal, type.physical()));
    }

    /** Makes an argument what the result's physical form and scale need. */
    VectorExpression converted(VectorExpression argument, SqlType type) {
        if (argument instanceof LiteralExpression literal && literal.isNull()) {
            return nullOf(type);
        }
        SqlType from = argument.type();
        boolean fits =
                from.physical() == type.physical()
                        && (from.kind() != TypeKind.DECIMAL || from.scale() == type.scale());
        if (fits) {
            return argument;
        }
        VectorExpression cast = Casts.build(argument, type, zone);
        return argument instanceof LiteralExpression ? fold(cast, type) : cast;
    }

    private VectorExpression call(Call call, SqlType type) {
        ScalarFunction function = call.getFunction();
        return switch (function) {
            case AND, OR -> logic(call);
            case NOT -> new NotExpression(value(call.getArguments(0)));
            case IS_NULL, IS_NOT_NULL, IS_TRUE, IS_FALSE, IS_NOT_TRUE, IS_NOT_FALSE ->
                    new FilterValue(new FilterCompiler(this).call(call, false));
            case EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> {
                VectorExpression[] sides = sides(call);
                yield new ComparisonExpression(CompareOp.of(function), sides[0], sides[1]);
            }
            case DISTINCT_FROM, NOT_DISTINCT_FROM -> {
                VectorExpression[] sides = sides(call);
                yield new DistinctExpression(
                        function == ScalarFunction.DISTINCT_FROM, sides[0], sides[1]);
            }
            case COALESCE -> new CoalesceExpression(convertedArguments(call, type), type);
            case GREATEST, LEAST ->
                    new ExtremeExpression(
                            function == ScalarFunction.GREATEST,
                            convertedArguments(call, type),
                            type);
            case NULLIF -> {
                VectorExpression[] sides = sides(call);
                yield new NullIfExpression(
                        converted(value(call.getArguments(0)), type), sides[0], sides[1]);
            }
            default -> {
                List<VectorExpression> arguments = new ArrayList<>(call.getArgumentsCount());
                for (Expression argument : call.getArgumentsList()) {
                    arguments.add(value(argument));
                }
                yield Functions.build(function, arguments, type, zone);
            }
        };
    }

    private VectorExpression logic(Call call) {
        VectorExpression[] operands = new VectorExpression[call.getArgumentsCount()];
        for (int i = 0; i < operands.length; i++) {
            operands[i] = value(call.getArguments(i));
        }
        return new LogicExpression(call.getFunction() == ScalarFunction.AND, operands);
    }

    private VectorExpression[] convertedArguments(Call call, SqlType type) {
        VectorExpression[] arguments = new VectorExpression[call.getArgumentsCount()];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = converted(value(call.getArguments(i)), type);
        }
        return arguments;
    }

    /** Both sides of a comparison, in one physical form and scale. */
    VectorExpression[] sides(Call call) {
        VectorExpression a = value(call.getArguments(0));
        VectorExpression b = value(call.getArguments(1));
        if (b instanceof LiteralExpression literal) {
            b = LiteralFit.to(a.type(), literal);
        } else if (a instanceof LiteralExpression literal) {
            a = LiteralFit.to(b.type(), literal);
        }
        SqlType common = common(a.type(), b.type());
        return new VectorExpression[] {
            common == null ? a : converted(a, common), common == null ? b : converted(b, common)
        };
    }

    /** Null when the two can be compared as they are. */
    private static SqlType common(SqlType a, SqlType b) {
        if (Casts.isReal(a) || Casts.isReal(b)) {
            return a.physical() == b.physical() ? null : SqlType.DOUBLE;
        }
        if (Casts.isExact(a) && Casts.isExact(b)) {
            int scale = Math.max(a.scale(), b.scale());
            boolean isWide =
                    a.physical() == PhysicalType.INT128 || b.physical() == PhysicalType.INT128;
            if (a.scale() == b.scale() && a.physical() == b.physical()) {
                return null;
            }
            boolean rescales = a.scale() != b.scale();
            return isWide || rescales
                    ? SqlType.decimal(SqlType.MAX_PRECISION, scale)
                    : SqlType.BIGINT;
        }
        if (a.physical() == PhysicalType.BYTES && b.physical() == PhysicalType.BYTES) {
            return null;
        }
        if (a.kind() == b.kind()) {
            return null;
        }
        if (a.physical() == PhysicalType.BYTES) {
            return b;
        }
        if (b.physical() == PhysicalType.BYTES) {
            return a;
        }
        return a.kind() == TypeKind.TIMESTAMPTZ || b.kind() == TypeKind.TIMESTAMPTZ
                ? SqlType.TIMESTAMPTZ
                : SqlType.TIMESTAMP;
    }
}
