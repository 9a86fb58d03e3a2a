package io.colonnade.sql.rewrite;

import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/**
 * The column of a table that a field is, row by row: every row of the tree comes from one row of
 * the scan, never from an outer join's row of NULLs, and the field is that row's value. Immutable.
 *
 * @param place where in the tree the scan is; two scans of a table may be one object
 * @param isAnyOfGroup whether it is the value of some row of each group
 */
record ColumnSource(Place place, int column, boolean isAnyOfGroup) {
    /**
     * A scan and how it is reached.
     *
     * @param path the sides of the joins on the way
     */
    record Place(TableScan scan, String path) {}

    /** Null if the field is something else. */
    static ColumnSource of(RelNode rel, int field) {
        return of(rel, field, "");
    }

    private static ColumnSource of(RelNode rel, int field, String path) {
        return switch (rel) {
            case TableScan scan -> new ColumnSource(new Place(scan, path), field, false);
            case Filter filter -> of(filter.getInput(), field, path);
            case Project project ->
                    project.getProjects().get(field) instanceof RexInputRef ref
                            ? of(project.getInput(), ref.getIndex(), path)
                            : null;
            case Join join -> ofJoin(join, field, path);
            case Aggregate aggregate -> ofAggregate(aggregate, field, path);
            default -> null;
        };
    }

    private static ColumnSource ofJoin(Join join, int field, String path) {
        int width = join.getLeft().getRowType().getFieldCount();
        return switch (join.getJoinType()) {
            case INNER ->
                    field < width
                            ? of(join.getLeft(), field, path + 'l')
                            : of(join.getRight(), field - width, path + 'r');
            case LEFT, LEFT_MARK -> field < width ? of(join.getLeft(), field, path + 'l') : null;
            case SEMI, ANTI -> of(join.getLeft(), field, path + 'l');
            default -> null;
        };
    }

    private static ColumnSource ofAggregate(Aggregate aggregate, int field, String path) {
        if (aggregate.getGroupType() != Aggregate.Group.SIMPLE) {
            return null;
        }
        int groups = aggregate.getGroupCount();
        if (field < groups) {
            return of(aggregate.getInput(), aggregate.getGroupSet().nth(field), path);
        }
        AggregateCall call = aggregate.getAggCallList().get(field - groups);
        if (call.getAggregation() != SqlStdOperatorTable.ANY_VALUE || call.filterArg >= 0) {
            return null;
        }
        ColumnSource source = of(aggregate.getInput(), call.getArgList().get(0), path);
        return source == null ? null : new ColumnSource(source.place(), source.column(), true);
    }
}
