package io.colonnade.sql.bind;

import io.colonnade.sql.catalog.Relation;

import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rex.RexInputRef;

import java.util.ArrayList;
import java.util.List;

/** Finds which columns of a result are columns of a table, unchanged. Stateless. */
public final class ColumnOrigins {
    private ColumnOrigins() {}

    /**
     * Where a column comes from.
     *
     * @param index of the column in the relation, from 0
     */
    public record Origin(Relation relation, int index) {}

    /** One per column of the result; null for computed ones. */
    public static List<Origin> of(BoundStatement.Query query) {
        List<Origin> origins = new ArrayList<>();
        for (int i = 0; i < query.columns().size(); i++) {
            origins.add(origin(query.plan(), i));
        }
        return origins;
    }

    private static Origin origin(RelNode plan, int column) {
        RelNode rel = plan;
        int index = column;
        while (true) {
            switch (rel) {
                case Project project -> {
                    if (!(project.getProjects().get(index) instanceof RexInputRef ref)) {
                        return null;
                    }
                    index = ref.getIndex();
                    rel = project.getInput();
                }
                case Filter filter -> rel = filter.getInput();
                case Sort sort -> rel = sort.getInput();
                case Join join -> {
                    int left = join.getLeft().getRowType().getFieldCount();
                    if (index >= left && !join.getJoinType().projectsRight()) {
                        return null;
                    }
                    rel = index < left ? join.getLeft() : join.getRight();
                    index = index < left ? index : index - left;
                }
                case TableScan scan -> {
                    ColonnadeTable table = scan.getTable().unwrap(ColonnadeTable.class);
                    return table == null ? null : new Origin(table.relation(), index);
                }
                default -> {
                    return null;
                }
            }
        }
    }
}
