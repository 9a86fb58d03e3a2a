package io.colonnade.sql.physical;

import io.colonnade.plan.Expression;
import io.colonnade.plan.Literal;

/** Finds columns that hold one constant in all rows. Stateless. */
final class LiteralColumns {
    private LiteralColumns() {}

    /** The literal in a column of a node's output; null if it is none. */
    static Expression find(PhysicalNode node, int column) {
        return switch (node) {
            case RowNode.Project project -> {
                Expression expression = project.expressions().get(column);
                if (expression.hasLiteral()) {
                    yield expression;
                }
                yield Expressions.isColumn(expression)
                        ? find(project.input(), expression.getColumn())
                        : null;
            }
            case RowNode.Filter filter -> find(filter.input(), column);
            case DataNode.Exchange exchange -> find(exchange.input(), column);
            case LeafNode.Values values -> same(values, column);
            default -> null;
        };
    }

    private static Expression same(LeafNode.Values values, int column) {
        int width = values.shape().width();
        if (values.rowCount() == 0) {
            return null;
        }
        Literal first = values.cells().get(column);
        for (int i = column; i < values.cells().size(); i += width) {
            if (!values.cells().get(i).equals(first)) {
                return null;
            }
        }
        return Expressions.literal(first, values.shape().columns().get(column).type());
    }
}
