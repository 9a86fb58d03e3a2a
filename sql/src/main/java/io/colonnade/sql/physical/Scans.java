package io.colonnade.sql.physical;

import io.colonnade.error.ColonnadeException;
import io.colonnade.log.ColumnDefinition;
import io.colonnade.log.Constraint;
import io.colonnade.log.DistributionStyle;
import io.colonnade.log.TableDefinition;
import io.colonnade.sql.catalog.Relation;
import io.colonnade.sql.catalog.SystemRelation;
import io.colonnade.sql.catalog.TableRelation;
import io.colonnade.sql.catalog.ViewRelation;
import io.colonnade.sql.optimize.Distribution;
import io.colonnade.sql.statistics.ColumnEstimate;
import io.colonnade.sql.statistics.RowEstimate;
import io.colonnade.sql.statistics.TableEstimates;
import io.colonnade.type.SqlType;

import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.util.ImmutableBitSet;

import java.util.ArrayList;
import java.util.List;

/** Makes scans of the asked columns of tables and system relations. One per statement. */
final class Scans {
    private static final double SYSTEM_ROWS = 1000;

    private final PlanContext context;

    Scans(PlanContext context) {
        this.context = context;
    }

    Planned plan(TableScan scan, ImmutableBitSet asked) {
        Relation relation = scan.getTable().unwrap(Relation.class);
        int fieldCount = scan.getRowType().getFieldCount();
        PhysicalNode node =
                switch (relation) {
                    case TableRelation table -> table(table, asked);
                    case SystemRelation system -> system(system, asked);
                    case ViewRelation view ->
                            throw ColonnadeException.internal("view in a plan: " + view.name());
                    case null ->
                            throw ColonnadeException.internal("unknown leaf: " + scan.getTable());
                };
        return Planned.of(node, asked, fieldCount);
    }

    /** Fields beyond the table's columns are $row_id. */
    private PhysicalNode table(TableRelation table, ImmutableBitSet asked) {
        TableDefinition definition = table.definition();
        int columnCount = definition.getColumnsCount();
        List<Integer> positions = asked.asList().stream().filter(f -> f < columnCount).toList();
        boolean withRowId = asked.get(columnCount);
        RowEstimate estimate = TableEstimates.of(table, positions, context.newOrigin());
        List<OutputColumn> columns = new ArrayList<>();
        for (int position : positions) {
            ColumnDefinition column = definition.getColumns(position);
            columns.add(
                    new OutputColumn(
                            column.getName(),
                            SqlType.fromProto(column.getType()),
                            column.getType().getNullable()));
        }
        Shape shape =
                new Shape(
                        columns,
                        estimate,
                        distribution(table, positions),
                        uniqueKeys(definition, positions));
        if (withRowId) {
            ColumnEstimate unique = ColumnEstimate.of(shape.rows(), 0, Long.BYTES);
            shape =
                    shape.plus(
                            List.of(new OutputColumn("$row_id", SqlType.BIGINT, false)),
                            List.of(unique));
        }
        List<Integer> ids =
                positions.stream()
                        .map(position -> definition.getColumns(position).getId())
                        .toList();
        return new LeafNode.Scan(shape, table, ids, withRowId, List.of(), List.of());
    }

    private Distribution distribution(TableRelation table, List<Integer> positions) {
        TableDefinition definition = table.definition();
        if (context.isSingleNode()) {
            return Distribution.SINGLE;
        }
        if (definition.getDistribution() == DistributionStyle.ALL) {
            return Distribution.REPLICATED;
        }
        if (definition.getDistribution() != DistributionStyle.KEY || !table.inPlace()) {
            return Distribution.RANDOM;
        }
        for (int i = 0; i < positions.size(); i++) {
            int id = definition.getColumns(positions.get(i)).getId();
            if (id == definition.getDistributionColumn()) {
                return Distribution.hash(List.of(i));
            }
        }
        return Distribution.RANDOM;
    }

    private static List<ImmutableBitSet> uniqueKeys(
            TableDefinition definition, List<Integer> positions) {
        List<Integer> ids =
                positions.stream()
                        .map(position -> definition.getColumns(position).getId())
                        .toList();
        List<ImmutableBitSet> keys = new ArrayList<>();
        for (Constraint constraint : definition.getConstraintsList()) {
            if (constraint.getKind() != Constraint.Kind.FOREIGN_KEY
                    && ids.containsAll(constraint.getColumnsList())) {
                keys.add(
                        ImmutableBitSet.of(
                                constraint.getColumnsList().stream().map(ids::indexOf).toList()));
            }
        }
        return keys;
    }

    private PhysicalNode system(SystemRelation relation, ImmutableBitSet asked) {
        List<OutputColumn> columns = new ArrayList<>();
        List<ColumnEstimate> estimates = new ArrayList<>();
        for (int field : asked) {
            SystemRelation.Column column = relation.columns().get(field);
            columns.add(new OutputColumn(column.name(), column.type(), true));
            estimates.add(ColumnEstimate.unknown(SYSTEM_ROWS, Long.BYTES));
        }
        Shape shape =
                new Shape(
                        columns,
                        new RowEstimate(SYSTEM_ROWS, estimates),
                        context.everywhere(),
                        List.of());
        return new LeafNode.SystemScan(shape, relation, asked.asList());
    }
}
