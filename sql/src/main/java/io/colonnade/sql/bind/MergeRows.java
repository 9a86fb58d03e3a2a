package io.colonnade.sql.bind;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.log.ColumnDefinition;
import io.colonnade.sql.bind.MergeBinder.Action;
import io.colonnade.sql.bind.MergeBinder.Branch;
import io.colonnade.sql.catalog.TableRelation;
import io.colonnade.type.SqlType;

import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

import java.util.ArrayList;
import java.util.List;

/**
 * The rows that a MERGE writes, over the join of target and source. A row's branch is found first;
 * then only that branch's values are computed:
 *
 * <pre>
 * Project $row_id, branch updates or inserts, CASE branch WHEN 1 THEN .. WHEN 2 THEN .. END, ..
 *   Filter branch > 0
 *     Project everything, CASE WHEN matched AND c1 THEN 1 WHEN NOT matched AND c2 THEN 2 ELSE 0 END
 *       Join
 * </pre>
 *
 * One per statement.
 */
final class MergeRows {
    /** Name of the column that says whether there is a new row. */
    static final String HAS_NEW_ROW = "$has_new_row";

    private final Binding binding;
    private final RexBuilder builder;
    private final TableRelation table;
    private final Project items;
    private final List<Branch> branches;

    /**
     * @param items over the join: $row_id, the target's columns, then what the branches name
     */
    MergeRows(Binding binding, TableRelation table, Project items, List<Branch> branches) {
        this.binding = binding;
        this.builder = binding.cluster().getRexBuilder();
        this.table = table;
        this.items = items;
        this.branches = branches;
        if (RexOver.containsOver(items.getProjects(), null)) {
            throw new ColonnadeException(
                    ErrorCode.WINDOWING_ERROR, "window functions are not allowed in MERGE");
        }
    }

    RelNode plan() {
        RelNode join = items.getInput();
        List<RexNode> fields = new ArrayList<>();
        for (int i = 0; i < join.getRowType().getFieldCount(); i++) {
            fields.add(builder.makeInputRef(join, i));
        }
        List<String> names = new ArrayList<>(join.getRowType().getFieldNames());
        fields.add(branchOfRow());
        names.add("$branch");
        RelNode numbered =
                LogicalProject.create(join, List.of(), fields, names, items.getVariablesSet());
        RexNode branch = builder.makeInputRef(numbered, fields.size() - 1);
        RelNode taken =
                LogicalFilter.create(
                        numbered,
                        builder.makeCall(SqlStdOperatorTable.GREATER_THAN, branch, number(0)));
        List<RexNode> values = new ArrayList<>();
        values.add(items.getProjects().getFirst());
        values.add(hasNewRow(branch));
        for (int i = 0; i < table.definition().getColumnsCount(); i++) {
            values.add(newValue(i, branch));
        }
        List<String> valueNames = new ArrayList<>(List.of(ColonnadeTable.ROW_ID, HAS_NEW_ROW));
        valueNames.addAll(Targets.columnNames(table));
        return LogicalProject.create(taken, List.of(), values, valueNames, items.getVariablesSet());
    }

    private RexNode number(int value) {
        return Constants.integer(builder, value);
    }

    /** The first branch whose conditions hold, from 1; 0 for none and for DO NOTHING. */
    private RexNode branchOfRow() {
        RexNode rowId = items.getProjects().getFirst();
        RexNode matched = builder.makeCall(SqlStdOperatorTable.IS_NOT_NULL, rowId);
        RexNode unmatched = builder.makeCall(SqlStdOperatorTable.IS_NULL, rowId);
        List<RexNode> cases = new ArrayList<>();
        for (int i = 0; i < branches.size(); i++) {
            Branch branch = branches.get(i);
            RexNode when = branch.matched() ? matched : unmatched;
            if (branch.condition() >= 0) {
                when = builder.makeCall(SqlStdOperatorTable.AND, when, condition(branch));
            }
            cases.add(when);
            cases.add(number(branch.action() == Action.NOTHING ? 0 : i + 1));
        }
        cases.add(number(0));
        return builder.makeCall(
                TypeMapping.toRel(SqlType.INTEGER, false), SqlStdOperatorTable.CASE, cases);
    }

    private RexNode condition(Branch branch) {
        RexNode condition = items.getProjects().get(branch.condition());
        RelDataType type = condition.getType();
        if (builder.makeNullLiteral(type).equals(condition)) {
            return builder.makeNullLiteral(TypeMapping.toRel(SqlType.BOOLEAN, true));
        }
        if (type.getSqlTypeName() != SqlTypeName.BOOLEAN) {
            throw new ColonnadeException(
                    ErrorCode.DATATYPE_MISMATCH,
                    "argument of MERGE WHEN AND must be type boolean, not type "
                            + TypeMapping.displayName(type));
        }
        return condition;
    }

    private RexNode is(RexNode branch, int index) {
        return builder.makeCall(SqlStdOperatorTable.EQUALS, branch, number(index + 1));
    }

    private static boolean writes(Branch branch) {
        return branch.action() == Action.INSERT || branch.action() == Action.UPDATE;
    }

    private RexNode hasNewRow(RexNode branch) {
        RexNode any = builder.makeLiteral(false);
        for (int i = 0; i < branches.size(); i++) {
            if (writes(branches.get(i))) {
                RexNode is = is(branch, i);
                any = any.isAlwaysFalse() ? is : builder.makeCall(SqlStdOperatorTable.OR, any, is);
            }
        }
        return any;
    }

    private RexNode newValue(int column, RexNode branch) {
        ColumnDefinition definition = table.definition().getColumns(column);
        RelDataType type = TypeMapping.toRel(SqlType.fromProto(definition.getType()), true);
        if (SqlTypeUtil.inCharFamily(type)) {
            type = TypeMapping.toRel(SqlType.VARCHAR, true);
        }
        List<RexNode> cases = new ArrayList<>();
        for (int i = 0; i < branches.size(); i++) {
            if (writes(branches.get(i))) {
                cases.add(is(branch, i));
                cases.add(value(branches.get(i), column, definition));
            }
        }
        if (cases.isEmpty()) {
            return builder.makeNullLiteral(type);
        }
        cases.add(builder.makeNullLiteral(type));
        return builder.makeCall(type, SqlStdOperatorTable.CASE, cases);
    }

    private RexNode value(Branch branch, int column, ColumnDefinition definition) {
        int item = branch.values()[column];
        if (item >= 0) {
            return Targets.assigned(builder, items.getProjects().get(item), definition, null);
        }
        return branch.action() == Action.UPDATE
                ? items.getProjects().get(1 + column)
                : new InsertBinder(binding).missing(table.definition(), column);
    }
}
