package io.colonnade.sql.fragment;

import io.colonnade.plan.Aggregate;
import io.colonnade.plan.Expand;
import io.colonnade.plan.Expression;
import io.colonnade.plan.Filter;
import io.colonnade.plan.GenerateSeries;
import io.colonnade.plan.HashJoin;
import io.colonnade.plan.Limit;
import io.colonnade.plan.Literal;
import io.colonnade.plan.NestedLoopJoin;
import io.colonnade.plan.PlanNode;
import io.colonnade.plan.Project;
import io.colonnade.plan.Replicate;
import io.colonnade.plan.Scan;
import io.colonnade.plan.Shared;
import io.colonnade.plan.Sort;
import io.colonnade.plan.SystemScan;
import io.colonnade.plan.TableWrite;
import io.colonnade.plan.Union;
import io.colonnade.plan.Values;
import io.colonnade.plan.Window;
import io.colonnade.sql.physical.Cut;
import io.colonnade.sql.physical.DataNode;
import io.colonnade.sql.physical.Expressions;
import io.colonnade.sql.physical.GroupingNode;
import io.colonnade.sql.physical.JoinNode;
import io.colonnade.sql.physical.LeafNode;
import io.colonnade.sql.physical.Literals;
import io.colonnade.sql.physical.PhysicalNode;
import io.colonnade.sql.physical.RowNode;
import io.colonnade.sql.physical.SortingNode;
import io.colonnade.type.SqlType;

import java.util.List;

/** Fills in the part of a plan message that is particular to a physical node. Stateless. */
final class PlanNodes {
    private PlanNodes() {}

    /** Everything but id and inputs. Exchanges are not for here. */
    static PlanNode.Builder of(PhysicalNode node) {
        PlanNode.Builder builder = PlanNode.newBuilder().setEstimatedRows(node.shape().rows());
        node.shape().columns().forEach(column -> builder.addOutput(column.toProto()));
        switch (node) {
            case LeafNode leaf -> leaf(builder, leaf);
            case RowNode row -> row(builder, row);
            case JoinNode join -> join(builder, join);
            case GroupingNode grouping -> grouping(builder, grouping);
            case SortingNode sorting -> sorting(builder, sorting);
            case DataNode.Union union -> builder.setUnion(Union.getDefaultInstance());
            case DataNode.Shared shared ->
                    builder.setShared(Shared.newBuilder().setId(shared.id()));
            case DataNode.TableWrite write ->
                    builder.setTableWrite(
                            TableWrite.newBuilder()
                                    .setMode(write.mode())
                                    .setTableId(write.table().definition().getId())
                                    .setTableName(write.table().name()));
            case DataNode.Exchange exchange ->
                    throw new IllegalArgumentException("an exchange is cut, not shipped");
        }
        return builder;
    }

    private static void leaf(PlanNode.Builder builder, LeafNode leaf) {
        switch (leaf) {
            case LeafNode.Scan scan ->
                    builder.setScan(
                            Scan.newBuilder()
                                    .setTableId(scan.table().definition().getId())
                                    .setTableName(scan.table().name())
                                    .setAtVersion(scan.table().atVersion())
                                    .addAllColumnIds(scan.columnIds())
                                    .addAllConjuncts(scan.conjuncts())
                                    .setWithRowId(scan.withRowId())
                                    .addAllRuntimeFilters(scan.runtimeFilters()));
            case LeafNode.SystemScan scan ->
                    builder.setSystemScan(
                            SystemScan.newBuilder()
                                    .setSchema(scan.relation().schema())
                                    .setName(scan.relation().name())
                                    .addAllColumns(scan.columns()));
            case LeafNode.Values values ->
                    builder.setValues(
                            Values.newBuilder()
                                    .setRowCount(values.rowCount())
                                    .addAllCells(values.cells()));
            case LeafNode.Series series ->
                    builder.setGenerateSeries(
                            GenerateSeries.newBuilder()
                                    .setStart(series.start())
                                    .setStop(series.stop())
                                    .setStep(series.step()));
        }
    }

    private static void row(PlanNode.Builder builder, RowNode row) {
        switch (row) {
            case RowNode.Filter filter ->
                    builder.setFilter(
                            Filter.newBuilder().setCondition(condition(filter.conjuncts())));
            case RowNode.Project project ->
                    builder.setProject(
                            Project.newBuilder().addAllExpressions(project.expressions()));
            case RowNode.Replicate replicate ->
                    builder.setReplicate(
                            Replicate.newBuilder().setCountColumn(replicate.countColumn()));
            case RowNode.Expand expand -> {
                Expand.Builder sets = Expand.newBuilder().addAllGroupColumns(expand.groupColumns());
                for (List<Integer> kept : expand.sets()) {
                    sets.addSets(Expand.KeptColumns.newBuilder().addAllColumns(kept));
                }
                builder.setExpand(sets);
            }
        }
    }

    private static Expression condition(List<Expression> conjuncts) {
        return conjuncts.isEmpty()
                ? Expressions.literal(
                        Literal.newBuilder(Literals.ofBoolean(true)).build(), SqlType.BOOLEAN)
                : Expressions.and(conjuncts);
    }

    private static void join(PlanNode.Builder builder, JoinNode join) {
        switch (join) {
            case JoinNode.Hash hash -> {
                HashJoin.Builder message =
                        HashJoin.newBuilder()
                                .setKind(hash.kind())
                                .addAllLeftKeys(hash.keys().left())
                                .addAllRightKeys(hash.keys().right())
                                .setNullAware(hash.keys().nullAware())
                                .addAllRuntimeFilters(hash.runtimeFilters())
                                .setDistributionLabel(hash.label());
                if (hash.keys().nullSafe().contains(true)) {
                    message.addAllNullSafe(hash.keys().nullSafe());
                }
                if (!hash.conditions().isEmpty()) {
                    message.setResidual(Expressions.and(hash.conditions()));
                }
                builder.setHashJoin(message);
            }
            case JoinNode.NestedLoop loop ->
                    builder.setNestedLoopJoin(
                            NestedLoopJoin.newBuilder()
                                    .setKind(loop.kind())
                                    .setCondition(condition(loop.conditions()))
                                    .setDistributionLabel(loop.label()));
        }
    }

    private static void grouping(PlanNode.Builder builder, GroupingNode grouping) {
        switch (grouping) {
            case GroupingNode.Aggregate aggregate ->
                    builder.setAggregate(
                            Aggregate.newBuilder()
                                    .addAllGroupColumns(aggregate.groups())
                                    .addAllCalls(aggregate.calls()));
            case GroupingNode.Window window ->
                    builder.setWindow(
                            Window.newBuilder()
                                    .addAllPartitionColumns(window.partitions())
                                    .addAllOrder(window.order())
                                    .addAllCalls(window.calls()));
        }
    }

    private static void sorting(PlanNode.Builder builder, SortingNode sorting) {
        Cut cut = sorting.cut();
        switch (sorting) {
            case SortingNode.Sort sort ->
                    builder.setSort(
                            Sort.newBuilder()
                                    .addAllKeys(sort.keys())
                                    .setHasLimit(cut.isLimited())
                                    .setLimit(Math.max(0, cut.limit()))
                                    .setOffset(cut.offset())
                                    .setLimitParameter(cut.limitParameter())
                                    .setOffsetParameter(cut.offsetParameter()));
            case SortingNode.Limit limit ->
                    builder.setLimit(
                            Limit.newBuilder()
                                    .setHasLimit(cut.isLimited())
                                    .setLimit(Math.max(0, cut.limit()))
                                    .setOffset(cut.offset())
                                    .setLimitParameter(cut.limitParameter())
                                    .setOffsetParameter(cut.offsetParameter()));
        }
    }
}
