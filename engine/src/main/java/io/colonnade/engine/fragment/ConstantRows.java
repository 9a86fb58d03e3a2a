package io.colonnade.engine.fragment;

import io.colonnade.engine.operator.ProjectOperator;
import io.colonnade.engine.operator.Types;
import io.colonnade.engine.operator.ValuesSource;
import io.colonnade.engine.pipeline.Stage;
import io.colonnade.plan.Fragment;
import io.colonnade.plan.PlanNode;
import io.colonnade.plan.Window;
import io.colonnade.plan.WindowFunction;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.LongVector;
import io.colonnade.storage.vector.Vector;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * The rows of a plan that are all written in it, computed on the caller's thread: what INSERT ..
 * VALUES comes to. The same operators compute them as in a pipeline. Stateless.
 *
 * <pre>
 * rows = VALUES | PROJECT(rows) | UNION(rows ..) | WINDOW row_number() OVER () (rows)
 * </pre>
 */
public final class ConstantRows {
    private ConstantRows() {}

    /** The input of the plan's TableWrite, if it has this form and at most so many rows. */
    public static Optional<PlanNode> written(List<Fragment> fragments, int maxRows) {
        PlanNode write = joined(fragments.getLast().getRoot(), fragments);
        if (write.getNodeCase() != PlanNode.NodeCase.TABLE_WRITE) {
            return Optional.empty();
        }
        PlanNode rows = write.getInputs(0);
        long count = count(rows);
        return count < 0 || count > maxRows ? Optional.empty() : Optional.of(rows);
    }

    /** The plan as one tree, without its exchanges. */
    private static PlanNode joined(PlanNode node, List<Fragment> fragments) {
        if (node.getNodeCase() == PlanNode.NodeCase.EXCHANGE_SOURCE) {
            return joined(sender(node.getExchangeSource().getExchangeId(), fragments), fragments);
        }
        if (fragments.size() == 1) {
            return node;
        }
        PlanNode.Builder builder = node.toBuilder().clearInputs();
        node.getInputsList().forEach(input -> builder.addInputs(joined(input, fragments)));
        return builder.build();
    }

    private static PlanNode sender(int exchangeId, List<Fragment> fragments) {
        for (Fragment fragment : fragments) {
            if (fragment.getExchangeId() == exchangeId) {
                return fragment.getRoot();
            }
        }
        throw new IllegalArgumentException("nobody sends to exchange " + exchangeId);
    }

    /** Number of rows, or -1 for another form. */
    private static long count(PlanNode node) {
        return switch (node.getNodeCase()) {
            case VALUES -> node.getValues().getRowCount();
            case PROJECT -> count(node.getInputs(0));
            case WINDOW -> isRowNumber(node.getWindow()) ? count(node.getInputs(0)) : -1;
            case UNION -> {
                long sum = 0;
                for (PlanNode input : node.getInputsList()) {
                    long rows = count(input);
                    if (rows < 0) {
                        yield -1;
                    }
                    sum += rows;
                }
                yield sum;
            }
            default -> -1;
        };
    }

    private static boolean isRowNumber(Window window) {
        return window.getPartitionColumnsCount() == 0
                && window.getOrderCount() == 0
                && window.getCallsCount() == 1
                && window.getCalls(0).getFunction() == WindowFunction.ROW_NUMBER;
    }

    /** Computes the rows that {@link #written} found, parameters bound. */
    public static Batch evaluate(PlanNode node, ZoneId zone) {
        return switch (node.getNodeCase()) {
            case VALUES -> new ValuesSource(node).only();
            case PROJECT -> {
                Stage project = ProjectOperator.of(node, zone).open();
                project.input(evaluate(node.getInputs(0), zone));
                yield project.next();
            }
            case WINDOW -> numbered(evaluate(node.getInputs(0), zone));
            case UNION -> union(node, zone);
            default -> throw new IllegalArgumentException(node.getNodeCase().name());
        };
    }

    private static Batch numbered(Batch input) {
        Vector[] columns = new Vector[input.columnCount() + 1];
        for (int c = 0; c < input.columnCount(); c++) {
            columns[c] = input.column(c);
        }
        LongVector numbers = new LongVector(Math.max(1, input.size()));
        for (int i = 0; i < input.size(); i++) {
            numbers.values()[i] = i + 1L;
        }
        columns[input.columnCount()] = numbers;
        Batch batch = new Batch(columns);
        batch.copyShape(input);
        return batch;
    }

    private static Batch union(PlanNode node, ZoneId zone) {
        int rows = (int) count(node);
        Batch all = Batch.create(Types.output(node), Math.max(1, rows));
        int at = 0;
        for (PlanNode input : node.getInputsList()) {
            Batch part = evaluate(input, zone);
            for (int c = 0; c < all.columnCount(); c++) {
                all.column(c).gather(part.column(c), part.selection(), part.rowCount(), at);
            }
            at += part.rowCount();
        }
        all.setSize(rows);
        return all;
    }
}
