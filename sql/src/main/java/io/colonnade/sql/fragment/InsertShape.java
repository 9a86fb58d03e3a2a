package io.colonnade.sql.fragment;

import io.colonnade.log.ColumnDefinition;
import io.colonnade.log.TableDefinition;
import io.colonnade.plan.Literal;
import io.colonnade.sql.parser.DmlStatement;
import io.colonnade.sql.physical.Literals;
import io.colonnade.type.SqlType;
import io.colonnade.type.TypeKind;

import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.type.SqlTypeName;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An INSERT .. VALUES of plain constants as what it has in common with others, and its constants:
 * statements of one shape share a plan in which the constants are parameters. Immutable.
 *
 * <pre>
 * INSERT INTO t (a, b) VALUES (1, 'x')   key "t(a,b) IS", values 1, 'x'
 * kinds: I integer, D decimal, F with exponent, S text, B boolean, N NULL
 * </pre>
 *
 * @param key the same for statements that may share a plan, given the same names mean the same
 * @param types one per value, in order of the text
 */
public record InsertShape(
        String key, String kinds, int width, List<SqlType> types, List<Literal> values) {
    /** A plan has a column of parameters for each; longer statements pay for their own. */
    private static final int MAX_VALUES = 64;

    private static final int MAX_PRECISION = SqlType.MAX_PRECISION;

    /** The shape of a statement, unless it holds something else than constants. */
    public static Optional<InsertShape> of(DmlStatement.Insert insert) {
        if (!(insert.source() instanceof SqlBasicCall values)
                || values.getKind() != SqlKind.VALUES) {
            return Optional.empty();
        }
        Reader reader = new Reader();
        int width = ((SqlCall) values.getOperandList().getFirst()).operandCount();
        for (SqlNode row : values.getOperandList()) {
            if (((SqlCall) row).operandCount() != width || !reader.readAll((SqlCall) row)) {
                return Optional.empty();
            }
        }
        StringBuilder key = new StringBuilder();
        name(insert.table(), key);
        insert.columns().forEach(column -> name(column, key.append(',')));
        key.append(' ').append(width).append(' ').append(reader.kinds);
        return Optional.of(
                new InsertShape(
                        key.toString(),
                        reader.kinds.toString(),
                        width,
                        List.copyOf(reader.types),
                        List.copyOf(reader.values)));
    }

    private static void name(SqlIdentifier name, StringBuilder key) {
        name.names.forEach(part -> key.append('"').append(part.replace("\"", "\"\"")).append('"'));
    }

    /** The statement with parameters in place of the constants; a new tree. */
    public static DmlStatement.Insert parameterized(DmlStatement.Insert insert) {
        SqlCall values = (SqlCall) insert.source();
        List<SqlNode> rows = new ArrayList<>();
        int next = 0;
        for (SqlNode row : values.getOperandList()) {
            List<SqlNode> cells = new ArrayList<>();
            for (SqlNode cell : ((SqlCall) row).getOperandList()) {
                cells.add(new SqlDynamicParam(next++, cell.getParserPosition()));
            }
            rows.add(((SqlCall) row).getOperator().createCall(row.getParserPosition(), cells));
        }
        return new DmlStatement.Insert(
                insert.position(),
                insert.table(),
                insert.columns(),
                values.getOperator().createCall(values.getParserPosition(), rows));
    }

    /**
     * Whether constants of these kinds become values of the table's columns in the same way as
     * parameters do.
     *
     * @param listed names of the columns, or empty for all
     */
    public boolean fits(TableDefinition table, List<SqlIdentifier> listed) {
        for (int i = 0; i < kinds.length(); i++) {
            int c = i % width;
            String name = listed.isEmpty() ? "" : listed.get(c).names.getLast();
            SqlType type = null;
            for (int t = 0; t < table.getColumnsCount(); t++) {
                ColumnDefinition column = table.getColumns(t);
                if (listed.isEmpty() ? t == c : column.getName().equals(name)) {
                    type = SqlType.fromProto(column.getType());
                }
            }
            if (type == null || !fits(kinds.charAt(i), type) || isMixed(i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean fits(char kind, SqlType type) {
        return switch (kind) {
            case 'I', 'D' -> isNumber(type.kind());
            case 'F' -> type.kind() == TypeKind.DOUBLE;
            case 'B' -> type.kind() == TypeKind.BOOLEAN;
            default -> true;
        };
    }

    private static boolean isNumber(TypeKind kind) {
        return switch (kind) {
            case SMALLINT, INTEGER, BIGINT, DECIMAL, REAL, DOUBLE -> true;
            default -> false;
        };
    }

    /** Constants of several kinds below each other take a type in common first. */
    private boolean isMixed(int index) {
        char kind = kinds.charAt(index);
        char first = kinds.charAt(index % width);
        return kind != first && kind != 'N' && first != 'N';
    }

    /** Collects constants. */
    private static final class Reader {
        private final StringBuilder kinds = new StringBuilder();
        private final List<SqlType> types = new ArrayList<>();
        private final List<Literal> values = new ArrayList<>();

        boolean readAll(SqlCall row) {
            for (SqlNode cell : row.getOperandList()) {
                if (values.size() == MAX_VALUES || !read(cell)) {
                    return false;
                }
            }
            return true;
        }

        private boolean read(SqlNode cell) {
            boolean negative = cell.getKind() == SqlKind.MINUS_PREFIX;
            SqlNode node = negative ? ((SqlCall) cell).operand(0) : cell;
            if (node instanceof SqlNumericLiteral number) {
                BigDecimal value = number.bigDecimalValue();
                return value != null && readNumber(number, negative ? value.negate() : value);
            }
            if (negative || !(node instanceof SqlLiteral literal)) {
                return false;
            }
            SqlTypeName type = literal.getTypeName();
            return switch (type) {
                case CHAR ->
                        add(
                                'S',
                                SqlType.VARCHAR,
                                Literals.ofText(literal.getValueAs(String.class)));
                case BOOLEAN ->
                        add('B', SqlType.BOOLEAN, Literals.ofBoolean(literal.booleanValue()));
                case NULL -> add('N', SqlType.VARCHAR, Literals.NULL);
                default -> false;
            };
        }

        private boolean readNumber(SqlNumericLiteral literal, BigDecimal value) {
            if (literal.getTypeName() == SqlTypeName.DOUBLE) {
                return add('F', SqlType.DOUBLE, Literals.ofDouble(value.doubleValue()));
            }
            if (literal.isInteger() && value.scale() <= 0) {
                return value.toBigInteger().bitLength() < Long.SIZE
                        && add('I', SqlType.BIGINT, Literals.ofLong(value.longValueExact()));
            }
            int scale = Math.max(0, value.scale());
            int precision = Math.max(value.precision(), scale);
            if (precision > MAX_PRECISION) {
                return false;
            }
            SqlType type = SqlType.decimal(precision, scale);
            return add('D', type, Literals.ofNumber(value, type));
        }

        private boolean add(char kind, SqlType type, Literal value) {
            kinds.append(kind);
            types.add(type);
            values.add(value);
            return true;
        }
    }
}
