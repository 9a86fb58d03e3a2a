package io.colonnade.sql.bind;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.log.ColumnDefinition;
import io.colonnade.sql.catalog.TableRelation;
import io.colonnade.sql.parser.DmlStatement;
import io.colonnade.sql.parser.DmlStatement.MergeAction;
import io.colonnade.sql.parser.DmlStatement.MergeBranch;

import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.parser.SqlParserPos;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Binds MERGE as one query over the join of target and source:
 *
 * <pre>
 * MERGE INTO t USING s ON c            SELECT t.$row_id, t.a, t.b, c1, e1, c2, e2, e3
 *   WHEN MATCHED AND c1 THEN             FROM t RIGHT JOIN s ON c
 *     UPDATE SET b = e1                then the branch that each row takes, rows that take one,
 *   WHEN NOT MATCHED AND c2 THEN       and their new values ({@link MergeRows})
 *     INSERT VALUES (e2, e3)
 * </pre>
 *
 * One per statement.
 */
final class MergeBinder {
    private final Binding binding;
    private final List<SqlNode> items = new ArrayList<>();

    MergeBinder(Binding binding) {
        this.binding = binding;
    }

    /**
     * A WHEN clause; what it computes is named by index of the query's items.
     *
     * @param condition -1 when there is none
     * @param values by column of the table; -1 where the clause gives none
     */
    record Branch(boolean matched, int condition, Action action, int[] values) {}

    /** What a branch does with its rows. */
    enum Action {
        NOTHING,
        DELETE,
        UPDATE,
        INSERT
    }

    BoundStatement.Merge bind(DmlStatement.Merge merge) {
        TableRelation table = Targets.table(binding, merge.table());
        String alias = ChangeBinder.alias(merge.alias(), table);
        MergeSource source = MergeSource.of(merge.source(), alias, table);
        if (merge.removeDuplicates()) {
            return new MergeReplacement(binding).bind(merge, table, alias, source);
        }
        items.add(ChangeBinder.column(alias, ColonnadeTable.ROW_ID));
        for (ColumnDefinition column : table.definition().getColumnsList()) {
            items.add(ChangeBinder.column(alias, column.getName()));
        }
        List<Branch> branches = new ArrayList<>();
        for (MergeBranch branch : merge.branches()) {
            branches.add(branch(branch, table, source));
        }
        boolean all = branches.stream().anyMatch(branch -> !branch.matched());
        SqlSelect select =
                select(items, ChangeBinder.target(table, alias), source.node(), merge, all);
        Binding.Tree tree = binding.tree(ChangeBinder.with(merge.with(), select));
        if (!(tree.plan() instanceof Project project)) {
            throw ColonnadeException.internal("the values of MERGE are no projection");
        }
        RelNode plan = new MergeRows(binding, table, project, branches).plan();
        boolean inserts = branches.stream().anyMatch(b -> b.action() == Action.INSERT);
        return new BoundStatement.Merge(table, plan, facts(tree), inserts);
    }

    private BoundStatement.Facts facts(Binding.Tree tree) {
        return binding.facts(tree.parameters());
    }

    /** The items of target and source, joined on the statement's condition. */
    static SqlSelect select(
            List<SqlNode> items,
            SqlNode target,
            SqlNode source,
            DmlStatement.Merge merge,
            boolean withUnmatched) {
        SqlParserPos at = merge.position();
        SqlJoin join =
                new SqlJoin(
                        at,
                        target,
                        SqlLiteral.createBoolean(false, at),
                        (withUnmatched ? JoinType.RIGHT : JoinType.INNER).symbol(at),
                        source,
                        JoinConditionType.ON.symbol(at),
                        merge.condition());
        return query(items, join, at);
    }

    static SqlSelect query(List<SqlNode> items, SqlNode from, SqlParserPos at) {
        SqlNodeList list = new SqlNodeList(items, at);
        return new SqlSelect(
                at, null, list, from, null, null, null, null, null, null, null, null, null);
    }

    private Branch branch(MergeBranch branch, TableRelation table, MergeSource source) {
        int condition =
                branch.condition() == null
                        ? -1
                        : item(
                                branch.matched()
                                        ? branch.condition()
                                        : source.only(branch.condition()));
        int[] values = new int[table.definition().getColumnsCount()];
        Arrays.fill(values, -1);
        Action action =
                switch (branch.action()) {
                    case MergeAction.Nothing nothing -> Action.NOTHING;
                    case MergeAction.DeleteRow delete -> Action.DELETE;
                    case MergeAction.UpdateRow update -> {
                        SqlNode[] assigned =
                                ChangeBinder.assigned(binding, table, update.assignments());
                        for (int i = 0; i < assigned.length; i++) {
                            values[i] = assigned[i] == null ? -1 : item(assigned[i]);
                        }
                        yield Action.UPDATE;
                    }
                    case MergeAction.InsertRow insert -> {
                        insert(insert, table, source, values);
                        yield Action.INSERT;
                    }
                };
        return new Branch(branch.matched(), condition, action, values);
    }

    private int item(SqlNode expression) {
        items.add(expression);
        return items.size() - 1;
    }

    private void insert(
            MergeAction.InsertRow insert, TableRelation table, MergeSource source, int[] values) {
        int[] columns = Targets.columns(binding, table, insert.columns());
        int given = insert.values().size();
        if (given > columns.length) {
            throw new ColonnadeException(
                    ErrorCode.SYNTAX_ERROR, "INSERT has more expressions than target columns");
        }
        if (given < columns.length && !insert.columns().isEmpty()) {
            throw new ColonnadeException(
                    ErrorCode.SYNTAX_ERROR, "INSERT has more target columns than expressions");
        }
        for (int i = 0; i < given; i++) {
            SqlNode value = insert.values().get(i);
            if (value.getKind() != SqlKind.DEFAULT) {
                InsertBinder.refuseIdentity(table.definition().getColumns(columns[i]));
                values[columns[i]] = item(source.only(value));
            }
        }
    }
}
