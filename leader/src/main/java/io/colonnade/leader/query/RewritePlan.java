package io.colonnade.leader.query;

import io.colonnade.log.ColumnDefinition;
import io.colonnade.log.DistributionStyle;
import io.colonnade.log.TableDefinition;
import io.colonnade.plan.Fragment;
import io.colonnade.plan.OutputKind;
import io.colonnade.plan.PlanNode;
import io.colonnade.plan.Rewrite;
import io.colonnade.plan.Scan;
import io.colonnade.plan.TableWrite;
import io.colonnade.type.SqlType;

import java.util.List;

/**
 * The plan that writes rows of one slice again: TableWrite over a scan with row ids, no exchange
 * between. Stateless.
 */
final class RewritePlan {
    private static final int SCAN = 1;
    private static final int WRITE = 2;

    private RewritePlan() {}

    /**
     * @param bucket one of the slice
     */
    static List<Fragment> of(TableDefinition table, int bucket) {
        Scan.Builder scan =
                Scan.newBuilder()
                        .setTableId(table.getId())
                        .setTableName(table.getName())
                        .setWithRowId(true);
        PlanNode.Builder read = PlanNode.newBuilder().setId(SCAN);
        for (ColumnDefinition column : table.getColumnsList()) {
            scan.addColumnIds(column.getId());
            read.addOutput(column.getType());
        }
        read.addOutput(SqlType.BIGINT.toProto(false)).setScan(scan);
        PlanNode write =
                PlanNode.newBuilder()
                        .setId(WRITE)
                        .addInputs(read)
                        .addOutput(SqlType.VARCHAR.toProto(false))
                        .setTableWrite(
                                TableWrite.newBuilder()
                                        .setTableId(table.getId())
                                        .setTableName(table.getName())
                                        .setRewrite(Rewrite.newBuilder().setBucket(bucket)))
                        .build();
        return List.of(
                Fragment.newBuilder()
                        .setId(1)
                        .setRoot(write)
                        .setOutput(OutputKind.RESULT)
                        // Every node reads all segments of an ALL table; one writes.
                        .setSingleNode(table.getDistribution() == DistributionStyle.ALL)
                        .build());
    }
}
