package io.colonnade.sql.physical;

import io.colonnade.plan.Expression;

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
            default -> null;
        };
    }
}
