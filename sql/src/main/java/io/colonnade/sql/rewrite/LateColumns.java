package io.colonnade.sql.rewrite;

import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalSort;
import org.apache.calcite.rel.logical.LogicalTableScan;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.util.ImmutableBitSet;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Wide columns that groups carry along are fetched for the first rows only, by the key of their
 * table. Before and after:
 *
 * <pre>
 * Sort(s, fetch 20)                            Sort(s)
 *   Aggregate(c_custkey; SUM s,                  Join(c_custkey)
 *             ANY_VALUE(c_comment))                Sort(s, fetch 20)
 *     Join(customer, ..)                             Aggregate(c_custkey; SUM s)
 *                                                      Join(customer, ..)
 *                                                  Scan(customer)
 * </pre>
 *
 * <p>The second scan reads little but the key: a runtime filter leaves it the rows wanted. Declared
 * keys are trusted. Stateless.
 */
final class LateColumns {
    /** More rows than this are not "the first few". */
    private static final int MAX_ROWS = 1000;

    /** Below this many rows of the table per row wanted there is little to save. */
    private static final double MIN_TABLE_ROWS_PER_ROW = 100;

    /** Declared width of the columns together from which it pays to leave them out at first. */
    private static final int MIN_WIDTH = 64;

    private LateColumns() {}

    static RelNode in(RelNode rel) {
        return rel.accept(
                new RelHomogeneousShuttle() {
                    @Override
                    public RelNode visit(RelNode other) {
                        RelNode node = super.visit(other);
                        return node instanceof Sort sort ? rewritten(sort) : node;
                    }
                });
    }

    private static RelNode rewritten(Sort sort) {
        if (sort.getCollation().getFieldCollations().isEmpty()
                || !(sort.fetch instanceof RexLiteral fetch)
                || sort.offset != null && !(sort.offset instanceof RexLiteral)
                || fetch.getValueAs(BigDecimal.class).compareTo(BigDecimal.valueOf(MAX_ROWS)) > 0) {
            return sort;
        }
        double rows = Math.max(1, fetch.getValueAs(BigDecimal.class).doubleValue());
        Map<ColumnSource.Place, Set<Integer>> carried = carried(sort);
        for (Map.Entry<ColumnSource.Place, Set<Integer>> each : carried.entrySet()) {
            ColumnSource.Place place = each.getKey();
            TableScan scan = place.scan();
            if (scan.getTable().getRowCount() < rows * MIN_TABLE_ROWS_PER_ROW
                    || width(sort, each.getValue()) < MIN_WIDTH) {
                continue;
            }
            for (ImmutableBitSet key : scan.getTable().getKeys()) {
                int[] fields = keyFields(sort.getInput(), place, key);
                if (fields != null) {
                    return fetchedLate(sort, scan, key, fields, each.getValue());
                }
            }
        }
        return sort;
    }

    /** Fields that are not sorted by and are some value of a table's column in each group. */
    private static Map<ColumnSource.Place, Set<Integer>> carried(Sort sort) {
        Map<ColumnSource.Place, Set<Integer>> carried = new LinkedHashMap<>();
        RelNode input = sort.getInput();
        for (int field = 0; field < input.getRowType().getFieldCount(); field++) {
            int column = field;
            boolean sorted =
                    sort.getCollation().getFieldCollations().stream()
                            .anyMatch(key -> key.getFieldIndex() == column);
            ColumnSource source = sorted ? null : ColumnSource.of(input, field);
            if (source != null && source.isAnyOfGroup()) {
                carried.computeIfAbsent(source.place(), place -> new TreeSet<>()).add(field);
            }
        }
        return carried;
    }

    private static int width(Sort sort, Set<Integer> fields) {
        int width = 0;
        for (int field : fields) {
            RelDataType type = sort.getRowType().getFieldList().get(field).getType();
            width +=
                    switch (type.getSqlTypeName()) {
                        case VARCHAR, CHAR -> Math.max(0, type.getPrecision());
                        default -> 0;
                    };
        }
        return width;
    }

    /** Where the key's columns are among the fields; null if they are not all there, and total. */
    private static int[] keyFields(RelNode input, ColumnSource.Place place, ImmutableBitSet key) {
        int[] fields = new int[key.cardinality()];
        int at = 0;
        for (int column : key) {
            int found = -1;
            for (int f = 0; f < input.getRowType().getFieldCount() && found < 0; f++) {
                ColumnSource source = ColumnSource.of(input, f);
                boolean same =
                        source != null
                                && !source.isAnyOfGroup()
                                && source.place().equals(place)
                                && source.column() == column;
                found = same ? f : -1;
            }
            boolean nullable =
                    place.scan().getRowType().getFieldList().get(column).getType().isNullable();
            if (found < 0 || nullable) {
                return null;
            }
            fields[at++] = found;
        }
        return fields;
    }

    private static RelNode fetchedLate(
            Sort sort, TableScan scan, ImmutableBitSet key, int[] keyFields, Set<Integer> late) {
        RelNode input = sort.getInput();
        RexBuilder builder = sort.getCluster().getRexBuilder();
        List<Integer> early = new ArrayList<>();
        for (int f = 0; f < input.getRowType().getFieldCount(); f++) {
            if (!late.contains(f)) {
                early.add(f);
            }
        }
        RelNode narrow = RelOptUtil.createProject(input, early);
        RelCollation order = moved(sort.getCollation(), early);
        RelNode first = LogicalSort.create(narrow, order, sort.offset, sort.fetch);
        RelNode table = LogicalTableScan.create(sort.getCluster(), scan.getTable(), List.of());
        List<RexNode> equal = new ArrayList<>();
        int at = 0;
        for (int column : key) {
            int field = early.indexOf(keyFields[at++]);
            equal.add(
                    builder.makeCall(
                            SqlStdOperatorTable.EQUALS,
                            builder.makeInputRef(first, field),
                            builder.makeInputRef(
                                    table.getRowType().getFieldList().get(column).getType(),
                                    early.size() + column)));
        }
        RelNode joined =
                LogicalJoin.create(
                        first,
                        table,
                        List.of(),
                        RexUtil.composeConjunction(builder, equal),
                        Set.of(),
                        JoinRelType.INNER);
        List<RexNode> fields = new ArrayList<>();
        for (int f = 0; f < input.getRowType().getFieldCount(); f++) {
            int from =
                    late.contains(f)
                            ? early.size() + ColumnSource.of(input, f).column()
                            : early.indexOf(f);
            RelDataType type = input.getRowType().getFieldList().get(f).getType();
            fields.add(builder.ensureType(type, builder.makeInputRef(joined, from), true));
        }
        RelNode all =
                RelOptUtil.createProject(joined, fields, input.getRowType().getFieldNames(), false);
        return LogicalSort.create(all, sort.getCollation(), null, null);
    }

    private static RelCollation moved(RelCollation collation, List<Integer> fields) {
        List<RelFieldCollation> moved = new ArrayList<>();
        for (RelFieldCollation key : collation.getFieldCollations()) {
            moved.add(key.withFieldIndex(fields.indexOf(key.getFieldIndex())));
        }
        return RelCollations.of(moved);
    }
}
