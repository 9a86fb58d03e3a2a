package io.colonnade.sql.physical;

import io.colonnade.log.DistributionStyle;
import io.colonnade.log.TableDefinition;
import io.colonnade.plan.OutputKind;
import io.colonnade.plan.WriteMode;
import io.colonnade.sql.catalog.TableRelation;
import io.colonnade.sql.optimize.Distribution;
import io.colonnade.sql.statistics.ColumnEstimate;
import io.colonnade.sql.statistics.RowEstimate;
import io.colonnade.type.SqlType;

import org.apache.calcite.rel.RelNode;
import org.apache.calcite.util.ImmutableBitSet;

import java.util.List;

/** Plans whole statements: from a relational tree to the rows that reach the leader. Stateless. */
public final class PhysicalPlanner {
    private static final int RESULT_BYTES = 200;

    private PhysicalPlanner() {}

    /**
     * The plan of a query; its output is the fields of the tree in order, on one node.
     *
     * @param nodes compute nodes
     */
    public static PhysicalNode query(RelNode root, int nodes, boolean runtimeFilters) {
        PlanContext context = new PlanContext(nodes, root.getCluster().getRexBuilder());
        return finished(rows(root, context), runtimeFilters);
    }

    /** The plan of INSERT, UPDATE, DELETE or MERGE; the tree gives what {@link WriteMode} says. */
    public static PhysicalNode write(
            RelNode root, TableRelation table, WriteMode mode, int nodes, boolean runtimeFilters) {
        PlanContext context = new PlanContext(nodes, root.getCluster().getRexBuilder());
        PhysicalNode rows = rows(root, context);
        PhysicalNode placed =
                switch (mode) {
                    case INSERT -> routed(rows, table, 0, context);
                    case UPDATE -> routed(rows, table, 1, context);
                    case MERGE -> routed(rows, table, 2, context);
                    case DELETE, UNRECOGNIZED -> rows;
                };
        return finished(tableWrite(placed, table, mode), runtimeFilters);
    }

    private static PhysicalNode rows(RelNode root, PlanContext context) {
        return new RelPlanner(context)
                .exactly(root, ImmutableBitSet.range(root.getRowType().getFieldCount()));
    }

    private static PhysicalNode finished(PhysicalNode root, boolean runtimeFilters) {
        PhysicalNode gathered = JoinNodes.gathered(root);
        return runtimeFilters ? new RuntimeFilters().place(gathered) : gathered;
    }

    /**
     * Rows on the nodes that own them.
     *
     * @param firstColumn position of the table's first column
     */
    private static PhysicalNode routed(
            PhysicalNode rows, TableRelation table, int firstColumn, PlanContext context) {
        Distribution distribution = rows.shape().distribution();
        TableDefinition definition = table.definition();
        if (context.isSingleNode()) {
            return rows;
        }
        if (definition.getDistribution() == DistributionStyle.ALL) {
            return JoinNodes.gathered(rows);
        }
        if (definition.getDistribution() != DistributionStyle.KEY) {
            return rows;
        }
        int position = position(definition, firstColumn);
        List<ImmutableBitSet> wanted = List.of(ImmutableBitSet.of(position));
        boolean there =
                distribution.kind() == Distribution.Kind.HASH
                        && distribution.keys().size() == 1
                        && distribution.keys().get(0).contains(wanted.get(0));
        return there
                ? rows
                : Exchanges.exchange(rows, OutputKind.HASH, List.of(position), List.of());
    }

    private static int position(TableDefinition definition, int firstColumn) {
        for (int i = 0; i < definition.getColumnsCount(); i++) {
            if (definition.getColumns(i).getId() == definition.getDistributionColumn()) {
                return firstColumn + i;
            }
        }
        throw new IllegalArgumentException(
                "table " + definition.getName() + " has no distribution column");
    }

    private static PhysicalNode tableWrite(PhysicalNode rows, TableRelation table, WriteMode mode) {
        Shape shape =
                new Shape(
                        List.of(new OutputColumn("result", SqlType.VARCHAR, false)),
                        new RowEstimate(1, List.of(ColumnEstimate.of(1, 0, RESULT_BYTES))),
                        rows.shape().distribution().mapped(column -> -1),
                        List.of());
        return new DataNode.TableWrite(shape, rows, table, mode);
    }
}
