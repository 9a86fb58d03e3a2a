package io.colonnade.sql.physical;

import io.colonnade.plan.Expression;
import io.colonnade.plan.Literal;
import io.colonnade.plan.RuntimeFilterTarget;
import io.colonnade.sql.catalog.SystemRelation;
import io.colonnade.sql.catalog.TableRelation;

import java.util.List;

/** Nodes without inputs. */
public sealed interface LeafNode extends PhysicalNode {
    @Override
    default List<PhysicalNode> inputs() {
        return List.of();
    }

    /**
     * Reads columns of a table.
     *
     * @param columnIds ids of the output columns; one less than the output has if withRowId
     * @param conjuncts over the output
     */
    record Scan(
            Shape shape,
            TableRelation table,
            List<Integer> columnIds,
            boolean withRowId,
            List<Expression> conjuncts,
            List<RuntimeFilterTarget> runtimeFilters)
            implements LeafNode {}

    /** Rows of a catalogue relation; `columns` are positions in it. */
    record SystemScan(Shape shape, SystemRelation relation, List<Integer> columns)
            implements LeafNode {}

    /** Constant rows, row by row. */
    record Values(Shape shape, long rowCount, List<Literal> cells) implements LeafNode {}

    /** start..stop by step. */
    record Series(Shape shape, long start, long stop, long step) implements LeafNode {}
}
