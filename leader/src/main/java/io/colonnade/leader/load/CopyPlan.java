package io.colonnade.leader.load;

import io.colonnade.error.ColonnadeException;
import io.colonnade.log.ColumnDefinition;
import io.colonnade.log.DistributionStyle;
import io.colonnade.log.TableDefinition;
import io.colonnade.plan.DataType;
import io.colonnade.plan.ExchangeSource;
import io.colonnade.plan.Expression;
import io.colonnade.plan.Fragment;
import io.colonnade.plan.Literal;
import io.colonnade.plan.LoadFiles;
import io.colonnade.plan.OutputKind;
import io.colonnade.plan.PlanNode;
import io.colonnade.plan.Project;
import io.colonnade.plan.TableWrite;
import io.colonnade.plan.WriteMode;
import io.colonnade.sql.definition.CopyBinder;
import io.colonnade.type.SqlType;

import java.util.List;

/**
 * The fragments of a COPY.
 *
 * <pre>
 * one node, or EVEN      TableWrite &lt;- Project &lt;- LoadFiles
 * several nodes, KEY     TableWrite &lt;- exchange HASH(key) &lt;- Project &lt;- LoadFiles
 * several nodes, ALL     TableWrite &lt;- exchange GATHER &lt;- Project &lt;- LoadFiles
 * </pre>
 */
public final class CopyPlan {
    private static final int LOAD = 1;
    private static final int PROJECT = 2;
    private static final int EXCHANGE = 3;
    private static final int WRITE = 4;
    private static final int EXCHANGE_ID = 1;

    private CopyPlan() {}

    public static List<Fragment> of(CopyBinder.Copy copy, String compression, int nodes) {
        TableDefinition table = copy.table();
        PlanNode rows = project(copy, load(copy, compression));
        boolean moves =
                nodes > 1
                        && (table.getDistribution() == DistributionStyle.KEY
                                || table.getDistribution() == DistributionStyle.ALL);
        if (!moves) {
            return List.of(result(write(table, rows), false));
        }
        boolean gather = table.getDistribution() == DistributionStyle.ALL;
        Fragment.Builder reading =
                Fragment.newBuilder()
                        .setId(1)
                        .setRoot(rows)
                        .setExchangeId(EXCHANGE_ID)
                        .setOutput(gather ? OutputKind.GATHER : OutputKind.HASH);
        if (!gather) {
            reading.addHashColumns(distributionColumn(table));
        }
        PlanNode arriving =
                PlanNode.newBuilder()
                        .setId(EXCHANGE)
                        .addAllOutput(rows.getOutputList())
                        .setExchangeSource(ExchangeSource.newBuilder().setExchangeId(EXCHANGE_ID))
                        .build();
        return List.of(reading.build(), result(write(table, arriving), gather));
    }

    private static Fragment result(PlanNode root, boolean singleNode) {
        return Fragment.newBuilder()
                .setId(2)
                .setRoot(root)
                .setOutput(OutputKind.RESULT)
                .setSingleNode(singleNode)
                .build();
    }

    private static PlanNode load(CopyBinder.Copy copy, String compression) {
        LoadFiles.Builder load =
                LoadFiles.newBuilder()
                        .setOptions(copy.options().toBuilder().setCompression(compression));
        PlanNode.Builder plan = PlanNode.newBuilder().setId(LOAD);
        for (int index : copy.columns()) {
            ColumnDefinition column = copy.table().getColumns(index);
            load.addColumnNames(column.getName());
            plan.addOutput(column.getType());
        }
        return plan.setLoadFiles(load).build();
    }

    /** Brings the columns of the files into the table's order and fills in those that lack. */
    private static PlanNode project(CopyBinder.Copy copy, PlanNode input) {
        Project.Builder project = Project.newBuilder();
        PlanNode.Builder plan = PlanNode.newBuilder().setId(PROJECT).addInputs(input);
        for (int i = 0; i < copy.table().getColumnsCount(); i++) {
            ColumnDefinition column = copy.table().getColumns(i);
            plan.addOutput(column.getType());
            project.addExpressions(expression(column, copy.columns().indexOf(i)));
        }
        return plan.setProject(project).build();
    }

    private static Expression expression(ColumnDefinition column, int position) {
        DataType type = column.getType();
        if (position >= 0) {
            return Expression.newBuilder().setType(type).setColumn(position).build();
        }
        if (column.getIdentity() || !column.getDefaultSql().isEmpty()) {
            throw ColonnadeException.notSupported(
                    "COPY that leaves out column \""
                            + column.getName()
                            + "\" with a default or identity");
        }
        return Expression.newBuilder()
                .setType(type)
                .setLiteral(Literal.newBuilder().setNullValue(true))
                .build();
    }

    private static PlanNode write(TableDefinition table, PlanNode input) {
        return PlanNode.newBuilder()
                .setId(WRITE)
                .addInputs(input)
                .addOutput(SqlType.VARCHAR.toProto(false))
                .setTableWrite(
                        TableWrite.newBuilder()
                                .setMode(WriteMode.INSERT)
                                .setTableId(table.getId())
                                .setTableName(table.getName()))
                .build();
    }

    private static int distributionColumn(TableDefinition table) {
        for (int i = 0; i < table.getColumnsCount(); i++) {
            if (table.getColumns(i).getId() == table.getDistributionColumn()) {
                return i;
            }
        }
        throw ColonnadeException.internal("no distribution column in " + table.getName());
    }
}
