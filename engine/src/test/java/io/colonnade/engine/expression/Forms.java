package io.colonnade.engine.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.colonnade.engine.expression.Sql.Value;
import io.colonnade.error.ColonnadeException;
import io.colonnade.plan.Expression;
import io.colonnade.plan.Literal;
import io.colonnade.plan.ScalarFunction;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.BooleanVector;
import io.colonnade.storage.vector.BytesVector;
import io.colonnade.storage.vector.Dictionary;
import io.colonnade.storage.vector.DoubleVector;
import io.colonnade.storage.vector.Int128Vector;
import io.colonnade.storage.vector.IntVector;
import io.colonnade.storage.vector.LongVector;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.SqlType;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/**
 * Evaluates one expression over one row of values in every form that the values can take: literals,
 * flat, constant and dictionary vectors, with and without selections, with garbage in what does not
 * count and NULLs beside. All must agree with what is expected: a text, null, or "!" and an error.
 */
final class Forms {
    private static final Random RANDOM = new Random(Long.getLong("seed", 42));

    /** Where the row stands in the batch, and what surrounds it. */
    private enum Shape {
        ALL_SAME(70, 1, false),
        ALONE_IN_GARBAGE(100, 0, false),
        MOSTLY_SELECTED(64, 0, false),
        AMONG_NULLS(67, 0, true),
        FULL(2048, 1, false),
        DICTIONARY(300, 1, false),
        DICTIONARY_ALONE(100, 0, false),
        DICTIONARY_AMONG_NULLS(100, 0, true),
        CONSTANT(50, 1, false),
        ONE(1, 1, false);

        private final int size;
        private final int everywhere;
        private final boolean nulls;

        Shape(int size, int everywhere, boolean nulls) {
            this.size = size;
            this.everywhere = everywhere;
            this.nulls = nulls;
        }

        boolean isDictionary() {
            return name().startsWith("DICTIONARY");
        }
    }

    private Forms() {}

    /** Checks with every argument as a column or a literal. */
    static void check(
            String expected, Function<List<Expression>, Expression> builder, Value... values) {
        check(expected, builder, 0, values);
    }

    /** As above; arguments before `firstVariable` are always literals. */
    static void check(
            String expected,
            Function<List<Expression>, Expression> builder,
            int firstVariable,
            Value... values) {
        int variable = values.length - firstVariable;
        List<Case> cases = new ArrayList<>();
        for (Shape shape : variable == 0 ? new Shape[] {Shape.ONE} : Shape.values()) {
            cases.add(new Case(shape, rows(shape), batch(values, shape)));
        }
        for (int mask = 0; mask < 1 << variable; mask++) {
            Compiled compiled = new Compiled(builder, mask << firstVariable, values);
            for (Case c : mask == 0 ? cases.subList(cases.size() - 1, cases.size()) : cases) {
                String where = c.shape + " " + compiled.name;
                if (expected != null && expected.startsWith("!")) {
                    assertEquals(expected, compiled.error(c.batch), where);
                } else {
                    compiled.compare(expected, c, where);
                }
            }
        }
    }

    /** A batch of one shape; the rows that hold the values. */
    private record Case(Shape shape, int[] rows, Batch batch) {}

    private static Batch batch(Value[] values, Shape shape) {
        int[] rows = rows(shape);
        Vector[] columns = new Vector[values.length];
        for (int i = 0; i < values.length; i++) {
            columns[i] = vector(values[i], shape, rows);
        }
        Batch batch = new Batch(columns);
        batch.setSize(shape.size);
        if (shape.everywhere == 0 && !shape.nulls) {
            batch.select(rows, rows.length);
        }
        return batch;
    }

    /** The expression with some arguments as columns, compiled once for all shapes. */
    private static final class Compiled {
        private final String name;
        private final SqlType type;
        private VectorExpression value;
        private FilterExpression filter;
        private FilterExpression negated;
        private ColonnadeException failure;
        private Literal checked;

        private Compiled(
                Function<List<Expression>, Expression> builder, int columnMask, Value[] values) {
            List<Expression> arguments = new ArrayList<>();
            List<SqlType> types = new ArrayList<>();
            for (int i = 0; i < values.length; i++) {
                boolean isColumn = (columnMask >> i & 1) != 0;
                arguments.add(isColumn ? Sql.column(i, values[i].type()) : Sql.literal(values[i]));
                types.add(values[i].type());
            }
            name = Integer.toBinaryString(columnMask) + Arrays.toString(values);
            Expression expression = builder.apply(arguments);
            type = SqlType.fromProto(expression.getType());
            try {
                value = ExpressionCompiler.compile(expression, types);
                if (type.equals(SqlType.BOOLEAN)) {
                    Expression not = Sql.call(ScalarFunction.NOT, type, expression);
                    filter = ExpressionCompiler.compileFilter(expression, types);
                    negated = ExpressionCompiler.compileFilter(not, types);
                }
            } catch (ColonnadeException e) {
                failure = e;
            }
        }

        private String error(Batch batch) {
            try {
                if (failure != null) {
                    throw failure;
                }
                value.evaluate(batch);
                return "no error";
            } catch (ColonnadeException e) {
                return "!" + e.code().sqlState() + " " + e.getMessage();
            }
        }

        private void compare(String expected, Case c, String where) {
            if (failure != null) {
                throw failure;
            }
            for (int repeat = 0; repeat < 2; repeat++) {
                Vector result = value.evaluate(c.batch);
                assertEquals(type.physical(), result.type(), where);
                Literal first = Literals.literal(result, c.rows[0]);
                if (!first.equals(checked)) {
                    assertEquals(expected, Sql.show(result, c.rows[0], type), where);
                    checked = first;
                }
                for (int row : c.rows) {
                    if (!first.equals(Literals.literal(result, row))) {
                        assertEquals(first, Literals.literal(result, row), where + " at " + row);
                    }
                }
                if (filter != null) {
                    compare("true".equals(expected), filter, c, where + " as a filter");
                    compare("false".equals(expected), negated, c, where + " negated");
                }
            }
        }

        private static void compare(boolean passes, FilterExpression filter, Case c, String where) {
            int[] target = new int[Batch.CAPACITY];
            int k = filter.select(c.batch, target);
            int counted = 0;
            for (int i = 0; i < k; i++) {
                counted += Arrays.binarySearch(c.rows, target[i]) >= 0 ? 1 : 0;
            }
            assertEquals(passes ? c.rows.length : 0, counted, where);
        }
    }

    private static int[] rows(Shape shape) {
        return switch (shape) {
            case ALONE_IN_GARBAGE, DICTIONARY_ALONE -> new int[] {37};
            case AMONG_NULLS, DICTIONARY_AMONG_NULLS -> new int[] {0, 3, 31, 63, 64, 66};
            case MOSTLY_SELECTED -> {
                int[] rows = new int[shape.size - 4];
                for (int i = 0, p = 0; i < rows.length; p++) {
                    if (p % 16 != 5) {
                        rows[i++] = p;
                    }
                }
                yield rows;
            }
            default -> {
                int[] rows = new int[shape.size];
                for (int i = 0; i < rows.length; i++) {
                    rows[i] = i;
                }
                yield rows;
            }
        };
    }

    private static Vector vector(Value value, Shape shape, int[] rows) {
        Literal literal = Sql.literalValue(value);
        Vector constant = Literals.vector(literal, value.type().physical());
        if (shape == Shape.CONSTANT) {
            return constant;
        }
        Vector v = Vector.create(value.type().physical(), Batch.CAPACITY);
        garbage(v, shape.size);
        boolean isNull = constant.isNull(0);
        byte[] text = isNull ? new byte[0] : literal.getBytesValue().toByteArray();
        if (v instanceof BytesVector bytes) {
            fillText(bytes, text, shape, rows);
        }
        for (int row : rows) {
            if (!isNull && !(v instanceof BytesVector)) {
                v.gather(constant, null, 1, row);
            }
            if (isNull) {
                v.setNull(row);
            }
        }
        for (int i = 0; shape.nulls && i < shape.size; i++) {
            if (Arrays.binarySearch(rows, i) < 0) {
                v.setNull(i);
            }
        }
        return v;
    }

    private static void garbage(Vector v, int size) {
        for (int i = 0; i < size; i++) {
            // extremes provoke every trap: zero divisors, overflows, bad offsets
            long any =
                    switch (RANDOM.nextInt(5)) {
                        case 0 -> 0;
                        case 1 -> Long.MIN_VALUE;
                        case 2 -> -1;
                        default -> RANDOM.nextLong();
                    };
            switch (v) {
                case BooleanVector x -> x.values()[i] = (byte) (any & 1);
                case IntVector x -> x.values()[i] = any == Long.MIN_VALUE ? 1 << 31 : (int) any;
                case LongVector x -> x.values()[i] = any;
                case DoubleVector x -> x.values()[i] = Double.longBitsToDouble(any);
                case Int128Vector x -> {
                    x.high()[i] = any;
                    x.low()[i] = RANDOM.nextLong();
                }
                case BytesVector x -> {
                    x.starts()[i] = (int) any;
                    x.lengths()[i] = RANDOM.nextInt();
                }
            }
        }
    }

    private static void fillText(BytesVector v, byte[] text, Shape shape, int[] rows) {
        byte[] heap =
                ("?%_x{" + new String(text, StandardCharsets.UTF_8) + "\u00e9y")
                        .getBytes(StandardCharsets.UTF_8);
        int start = 5;
        if (!shape.isDictionary()) {
            v.setHeap(heap);
            for (int row : rows) {
                v.starts()[row] = start;
                v.lengths()[row] = text.length;
            }
            return;
        }
        Dictionary dictionary =
                new Dictionary(
                        heap,
                        new int[] {0, start, 1, 0},
                        new int[] {4, text.length, 0, heap.length},
                        4);
        int[] codes = v.setDictionary(dictionary);
        for (int i = 0; i < codes.length; i++) {
            codes[i] = RANDOM.nextInt();
        }
        for (int row : rows) {
            codes[row] = 1;
        }
    }
}
