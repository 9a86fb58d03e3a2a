package io.colonnade.engine.fusion;

import io.colonnade.engine.fusion.FusedNode.Choice;
import io.colonnade.engine.fusion.FusedNode.Column;
import io.colonnade.engine.fusion.FusedNode.Constant;
import io.colonnade.engine.fusion.FusedNode.Operation;
import io.colonnade.engine.kernel.Magnitude;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.PhysicalType;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Some trees that one kernel computes together, and the text that trees of the same shape share:
 * operators, types, which columns and which literals are the same, but not what they are. Immutable
 * once made.
 */
public final class FusedShape {
    private final List<FusedNode> roots;
    private final List<Column> columns = new ArrayList<>();
    private final List<Constant> constants = new ArrayList<>();
    private final List<BitSet> columnsOfRoots = new ArrayList<>();
    private final String key;
    private int operations;
    private boolean hasChoice;

    public FusedShape(List<FusedNode> roots) {
        this.roots = List.copyOf(roots);
        StringBuilder text = new StringBuilder();
        for (FusedNode root : roots) {
            columnsOfRoots.add(new BitSet());
            describe(root, text);
            text.append(';');
        }
        key = text.toString();
    }

    private void describe(FusedNode node, StringBuilder text) {
        switch (node) {
            case Column column -> {
                if (!columns.contains(column)) {
                    columns.add(column);
                }
                columnsOfRoots.getLast().set(slot(column));
                text.append(column.type() == PhysicalType.INT ? "int" : "long");
                text.append(slot(column));
            }
            case Constant constant -> {
                if (!constants.contains(constant)) {
                    constants.add(constant);
                }
                text.append('#').append(slot(constant));
            }
            case Operation operation -> {
                operations++;
                text.append(operation.operator()).append('(');
                describe(operation.left(), text);
                text.append(',');
                describe(operation.right(), text);
                text.append(')');
            }
            case Choice choice -> {
                operations += 2;
                hasChoice = true;
                text.append("IF ").append(choice.comparison()).append('(');
                describe(choice.left(), text);
                text.append(',');
                describe(choice.right(), text);
                text.append(',');
                describe(choice.then(), text);
                text.append(',');
                describe(choice.otherwise(), text);
                text.append(')');
            }
        }
    }

    public List<FusedNode> roots() {
        return roots;
    }

    /** The input columns in the order of their slots. */
    public List<Column> columns() {
        return columns;
    }

    /** Where the kernel finds a column. */
    int slot(Column column) {
        return columns.indexOf(column);
    }

    /** Slots of the columns that a root depends on. */
    public BitSet columnsOf(int root) {
        return columnsOfRoots.get(root);
    }

    /** Where the kernel finds a literal. */
    int slot(Constant constant) {
        return constants.indexOf(constant);
    }

    /** Values of the literals by slot. */
    public long[] constants() {
        return constants.stream().mapToLong(Constant::value).toArray();
    }

    public String key() {
        return key;
    }

    /** How much there is to compute for a row. */
    public int operations() {
        return operations;
    }

    /** Whether NULLs decide more than NULL results. */
    public boolean hasChoice() {
        return hasChoice;
    }

    /**
     * See {@link Vector#bound()}; NO_BOUND when an intermediate result may be an error.
     *
     * @param columnBounds by slot
     */
    public long bound(FusedNode node, long[] columnBounds) {
        return switch (node) {
            case Column column -> columnBounds[slot(column)];
            case Constant constant -> Vector.boundOf(constant.value(), constant.value());
            case Operation operation -> bound(operation, columnBounds);
            case Choice choice -> {
                boolean compares =
                        isExact(choice.left(), columnBounds)
                                && isExact(choice.right(), columnBounds);
                long then = bound(choice.then(), columnBounds);
                long otherwise = bound(choice.otherwise(), columnBounds);
                yield compares ? Math.max(then, otherwise) : Vector.NO_BOUND;
            }
        };
    }

    private long bound(Operation operation, long[] columnBounds) {
        long x = bound(operation.left(), columnBounds);
        long y = bound(operation.right(), columnBounds);
        if (x == Vector.NO_BOUND || y == Vector.NO_BOUND) {
            return Vector.NO_BOUND;
        }
        boolean multiplies = operation.operator() == FusedNode.Operator.MULTIPLY;
        long bound = multiplies ? Magnitude.ofProduct(x, y) : Magnitude.ofSum(x, y);
        return bound > operation.most() ? Vector.NO_BOUND : bound;
    }

    /** Whether the 64 bits are the value, whatever it is. */
    private boolean isExact(FusedNode node, long[] columnBounds) {
        boolean isLeaf = node instanceof Column || node instanceof Constant;
        return isLeaf || bound(node, columnBounds) != Vector.NO_BOUND;
    }
}
