package io.colonnade.engine.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.colonnade.engine.expression.Sql.Value;
import io.colonnade.error.ColonnadeException;
import io.colonnade.plan.CaseWhen;
import io.colonnade.plan.Expression;
import io.colonnade.plan.Literal;
import io.colonnade.plan.ScalarFunction;
import io.colonnade.storage.segment.ZoneImage;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.BytesVector;
import io.colonnade.storage.vector.Dictionary;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.PhysicalType;
import io.colonnade.type.SqlType;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Random expressions over random rows: a whole batch, dense or selected, must give what each row
 * gives alone with its values as literals, and must fail when a selected row fails, and only then.
 */
class RandomExpressionTest {
    private static final SqlType SHORT = SqlType.decimal(15, 2);
    private static final SqlType LONG = SqlType.decimal(38, 4);
    private static final List<SqlType> TYPES =
            List.of(
                    SqlType.INTEGER,
                    SqlType.BIGINT,
                    SHORT,
                    LONG,
                    SqlType.DOUBLE,
                    SqlType.VARCHAR,
                    SqlType.DATE,
                    SqlType.BOOLEAN);
    private static final String[][] POOL = {
        {"0", "1", "-1", "7", "12", "2147483647", "-2147483648", "100"},
        {"0", "1", "-3", "9223372036854775807", "-9223372036854775808", "5000000000"},
        {"0", "0.01", "-0.05", "9999999999999.99", "12.34", "1"},
        {"0", "0.0001", "-5", "18446744073709551616.5", "9999999999999999999999999999999999"},
        {"0", "1.5", "-2.25", "1e300", "NaN", "Infinity", "3"},
        {"", "a", "ab", "PROMO x", "\u00e9t\u00e9", "special requests", "7", "AIR"},
        {"1994-01-01", "1995-12-31", "2000-02-29", "1970-01-01", "0001-01-01"},
        {"true", "false"},
    };
    private static final int ROWS = 40;
    private static final int EXPRESSIONS = 1500;

    private final Random random = new Random(Long.getLong("seed", 42));

    @Test
    void batchesAgreeWithRows() {
        for (int i = 0; i < EXPRESSIONS; i++) {
            if (i % 50 == 0) {
                newRows();
            }
            check(any(TYPES.get(random.nextInt(TYPES.size())), 3));
        }
    }

    private final String[][] rows = new String[TYPES.size()][ROWS];
    private Batch batch;

    private void newRows() {
        Vector[] columns = new Vector[TYPES.size()];
        boolean small = random.nextBoolean();
        for (int c = 0; c < columns.length; c++) {
            columns[c] = Vector.create(TYPES.get(c).physical(), Batch.CAPACITY);
            boolean nulls = random.nextBoolean();
            int[] codes = isText(c) && random.nextBoolean() ? dictionary(columns[c]) : null;
            for (int i = 0; i < ROWS; i++) {
                int k = random.nextInt(small && !isText(c) ? 2 : POOL[c].length);
                boolean isNull = nulls && random.nextInt(4) == 0;
                rows[c][i] = isNull ? null : POOL[c][k];
                if (isNull) {
                    columns[c].setNull(i);
                } else if (codes != null) {
                    codes[i] = k;
                } else {
                    Literal value = Sql.literalValue(Sql.value(TYPES.get(c), rows[c][i]));
                    Vector one = Literals.vector(value, TYPES.get(c).physical());
                    columns[c].gather(one, null, 1, i);
                }
            }
            if (random.nextBoolean()) {
                setBound(columns[c]);
            }
        }
        batch = new Batch(columns);
        batch.setSize(ROWS);
    }

    /** The closest one, as zone maps give it. */
    private static void setBound(Vector column) {
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        boolean hasImages =
                column.type() != PhysicalType.DOUBLE && !(column instanceof BytesVector);
        for (int i = 0; hasImages && i < ROWS; i++) {
            if (!column.isNull(i)) {
                min = Math.min(min, ZoneImage.of(column, i));
                max = Math.max(max, ZoneImage.of(column, i));
            }
        }
        if (hasImages) {
            column.setBound(Vector.boundOf(min, max));
        }
    }

    private static boolean isText(int column) {
        return TYPES.get(column).equals(SqlType.VARCHAR);
    }

    private static int[] dictionary(Vector vector) {
        String[] values = POOL[TYPES.indexOf(SqlType.VARCHAR)];
        byte[] heap = String.join("", values).getBytes(StandardCharsets.UTF_8);
        int[] starts = new int[values.length];
        int[] lengths = new int[values.length];
        for (int i = 0, at = 0; i < values.length; i++) {
            starts[i] = at;
            lengths[i] = values[i].getBytes(StandardCharsets.UTF_8).length;
            at += lengths[i];
        }
        return ((BytesVector) vector)
                .setDictionary(new Dictionary(heap, starts, lengths, values.length));
    }

    private void check(Expression expression) {
        Literal[] expected = new Literal[ROWS];
        for (int i = 0; i < ROWS; i++) {
            try {
                expected[i] = ExpressionCompiler.evaluateConstant(withLiterals(expression, i));
            } catch (ColonnadeException e) {
                expected[i] = null;
            }
        }
        VectorExpression compiled = ExpressionCompiler.compile(expression, TYPES);
        for (int[] selection : selections(expected)) {
            boolean fails = false;
            for (int i = 0; i < (selection == null ? ROWS : selection.length); i++) {
                fails |= expected[selection == null ? i : selection[i]] == null;
            }
            if (selection == null) {
                batch.setSize(ROWS);
            } else {
                batch.select(selection, selection.length);
            }
            compare(expression, compiled, expected, fails);
        }
    }

    private void compare(
            Expression expression, VectorExpression compiled, Literal[] expected, boolean fails) {
        Vector result;
        try {
            result = compiled.evaluate(batch);
        } catch (ColonnadeException e) {
            if (!fails) {
                fail(e.getMessage() + " for no row of " + Sql.show(expression), e);
            }
            return;
        }
        if (fails) {
            fail("no error from " + Sql.show(expression));
        }
        assertTrue(result.isConstant() || keepsBound(result), () -> Sql.show(expression));
        for (int i = 0; i < batch.rowCount(); i++) {
            int p = batch.position(i);
            Literal actual = Literals.literal(result, p);
            if (!expected[p].equals(actual)) {
                assertEquals(expected[p], actual, "row " + p + " of " + Sql.show(expression));
            }
        }
        if (expression.getType().getKind() == SqlType.BOOLEAN.kind().number()) {
            compareFilter(expression, expected);
        }
    }

    private boolean keepsBound(Vector result) {
        Batch results = new Batch(result);
        results.copyShape(batch);
        return results.verify();
    }

    private void compareFilter(Expression condition, Literal[] expected) {
        List<Integer> passing = new ArrayList<>();
        for (int i = 0; i < batch.rowCount(); i++) {
            if (expected[batch.position(i)].getBooleanValue()) {
                passing.add(batch.position(i));
            }
        }
        FilterExpression filter = ExpressionCompiler.compileFilter(condition, TYPES);
        int[] target = new int[Batch.CAPACITY];
        int k = filter.select(batch, target);
        List<Integer> selected = Arrays.stream(target, 0, k).boxed().toList();
        assertEquals(passing, selected, () -> "filter " + Sql.show(condition));
    }

    /** All rows, the rows that do not fail, and some. */
    private List<int[]> selections(Literal[] expected) {
        List<int[]> all = new ArrayList<>();
        all.add(null);
        int[] good = new int[ROWS];
        int[] some = new int[ROWS];
        int goodCount = 0;
        int someCount = 0;
        for (int i = 0; i < ROWS; i++) {
            if (expected[i] != null) {
                good[goodCount++] = i;
            }
            if (random.nextInt(4) == 0) {
                some[someCount++] = i;
            }
        }
        all.add(Arrays.copyOf(good, goodCount));
        all.add(Arrays.copyOf(some, someCount));
        return all;
    }

    private Expression withLiterals(Expression e, int row) {
        Expression.Builder b = e.toBuilder();
        switch (e.getKindCase()) {
            case COLUMN -> {
                return Sql.literal(Sql.value(TYPES.get(e.getColumn()), rows[e.getColumn()][row]));
            }
            case CAST -> b.setCast(withLiterals(e.getCast(), row));
            case IN_LIST ->
                    b.getInListBuilder().setValue(withLiterals(e.getInList().getValue(), row));
            case CALL -> {
                for (int i = 0; i < e.getCall().getArgumentsCount(); i++) {
                    b.getCallBuilder()
                            .setArguments(i, withLiterals(e.getCall().getArguments(i), row));
                }
            }
            case CASE_WHEN -> {
                CaseWhen.Builder c = b.getCaseWhenBuilder();
                for (int i = 0; i < c.getWhenCount(); i++) {
                    c.setWhen(i, withLiterals(c.getWhen(i), row));
                    c.setThen(i, withLiterals(c.getThen(i), row));
                }
                c.setOtherwise(withLiterals(c.getOtherwise(), row));
            }
            default -> {}
        }
        return b.build();
    }

    private Expression any(SqlType type, int depth) {
        int column = TYPES.indexOf(type);
        if (depth == 0 || random.nextInt(5) == 0) {
            return random.nextInt(3) > 0 ? Sql.column(column, type) : literal(type);
        }
        return switch (random.nextInt(8)) {
            case 0 ->
                    Sql.caseWhen(
                            type,
                            any(SqlType.BOOLEAN, depth - 1),
                            any(type, depth - 1),
                            any(type, depth - 1));
            case 1 ->
                    pair(
                            pick(
                                    ScalarFunction.COALESCE,
                                    ScalarFunction.NULLIF,
                                    ScalarFunction.GREATEST,
                                    ScalarFunction.LEAST),
                            type,
                            type,
                            depth);
            case 2 -> Sql.cast(any(TYPES.get(castable(column)), depth - 1), type);
            default -> typed(type, depth);
        };
    }

    /** A type that casts to the column's type without failing on most values. */
    private int castable(int column) {
        return switch (column) {
            case 0 -> pickInt(1, 2, 7);
            case 1, 2, 3, 4 -> pickInt(0, 1, 2, 3, 4);
            case 5 -> pickInt(0, 1, 2, 3, 4, 5, 6, 7);
            case 6 -> 6;
            default -> pickInt(0, 7);
        };
    }

    private int pickInt(int... values) {
        return values[random.nextInt(values.length)];
    }

    private ScalarFunction pick(ScalarFunction... functions) {
        return functions[random.nextInt(functions.length)];
    }

    private Expression pair(ScalarFunction f, SqlType type, SqlType operands, int depth) {
        return Sql.call(f, type, any(operands, depth - 1), any(operands, depth - 1));
    }

    private Expression literal(SqlType type) {
        String[] pool = POOL[TYPES.indexOf(type)];
        boolean isNull = random.nextInt(8) == 0;
        return Sql.literal(Sql.value(type, isNull ? null : pool[random.nextInt(pool.length)]));
    }

    private Expression typed(SqlType type, int depth) {
        return switch (type.kind()) {
            case BOOLEAN -> condition(depth);
            case VARCHAR -> text(depth);
            case DATE ->
                    Sql.call(
                            ScalarFunction.DATE_PLUS_DAYS,
                            type,
                            any(type, depth - 1),
                            any(SqlType.INTEGER, depth - 1));
            case INTEGER ->
                    random.nextInt(4) == 0
                            ? Sql.call(
                                    pick(ScalarFunction.CHAR_LENGTH, ScalarFunction.ASCII),
                                    type,
                                    any(SqlType.VARCHAR, depth - 1))
                            : arithmetic(type, depth);
            case BIGINT ->
                    random.nextInt(4) == 0
                            ? Sql.call(
                                    ScalarFunction.EXTRACT,
                                    type,
                                    Sql.literal(Sql.text(random.nextBoolean() ? "year" : "dow")),
                                    any(SqlType.DATE, depth - 1))
                            : arithmetic(type, depth);
            default -> arithmetic(type, depth);
        };
    }

    private Expression arithmetic(SqlType type, int depth) {
        ScalarFunction f =
                pick(
                        ScalarFunction.ADD,
                        ScalarFunction.SUBTRACT,
                        ScalarFunction.MULTIPLY,
                        ScalarFunction.DIVIDE,
                        ScalarFunction.MODULO,
                        ScalarFunction.NEGATE);
        if (f == ScalarFunction.NEGATE) {
            return Sql.call(f, type, any(type, depth - 1));
        }
        boolean mixes =
                type.equals(LONG) && (f == ScalarFunction.MULTIPLY || f == ScalarFunction.DIVIDE);
        return Sql.call(f, type, any(mixes ? SHORT : type, depth - 1), any(type, depth - 1));
    }

    private Expression text(int depth) {
        Expression x = any(SqlType.VARCHAR, depth - 1);
        SqlType t = SqlType.VARCHAR;
        return switch (random.nextInt(6)) {
            case 0 -> Sql.call(pick(ScalarFunction.UPPER, ScalarFunction.REVERSE), t, x);
            case 1 ->
                    Sql.call(
                            ScalarFunction.SUBSTRING,
                            t,
                            x,
                            Sql.literal(Sql.integer("2")),
                            any(SqlType.INTEGER, depth - 1));
            case 2 -> Sql.call(ScalarFunction.CONCAT, t, x, any(t, depth - 1));
            case 3 -> Sql.call(ScalarFunction.CONCAT_SKIP_NULLS, t, x, any(t, depth - 1));
            case 4 -> Sql.call(ScalarFunction.TRIM_BOTH, t, x, any(t, depth - 1));
            default -> Sql.cast(x, SqlType.varchar(3));
        };
    }

    private Expression condition(int depth) {
        SqlType b = SqlType.BOOLEAN;
        SqlType operands = TYPES.get(random.nextInt(TYPES.size()));
        return switch (random.nextInt(8)) {
            case 0, 1, 2 ->
                    pair(
                            pick(
                                    ScalarFunction.EQUAL,
                                    ScalarFunction.NOT_EQUAL,
                                    ScalarFunction.LESS,
                                    ScalarFunction.GREATER,
                                    ScalarFunction.LESS_OR_EQUAL,
                                    ScalarFunction.GREATER_OR_EQUAL,
                                    ScalarFunction.DISTINCT_FROM,
                                    ScalarFunction.NOT_DISTINCT_FROM),
                            b,
                            operands,
                            depth);
            case 3 -> pair(pick(ScalarFunction.AND, ScalarFunction.OR), b, b, depth);
            case 4 ->
                    Sql.call(
                            pick(
                                    ScalarFunction.NOT,
                                    ScalarFunction.IS_TRUE,
                                    ScalarFunction.IS_NOT_FALSE,
                                    ScalarFunction.IS_FALSE),
                            b,
                            any(b, depth - 1));
            case 5 ->
                    Sql.call(
                            pick(ScalarFunction.IS_NULL, ScalarFunction.IS_NOT_NULL),
                            b,
                            any(operands, depth - 1));
            case 6 -> {
                Value first = Sql.value(operands, POOL[TYPES.indexOf(operands)][0]);
                Value none = Sql.value(operands, random.nextBoolean() ? null : first.text());
                yield Sql.in(any(operands, depth - 1), random.nextBoolean(), first, none);
            }
            default ->
                    Sql.call(
                            ScalarFunction.LIKE,
                            b,
                            any(SqlType.VARCHAR, depth - 1),
                            Sql.literal(Sql.text(random.nextBoolean() ? "%a%" : "a_%")));
        };
    }
}
