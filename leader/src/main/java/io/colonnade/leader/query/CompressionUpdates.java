package io.colonnade.leader.query;

import io.colonnade.leader.statistics.DerivedStatistics;
import io.colonnade.leader.transaction.Transaction;
import io.colonnade.log.CatalogChange;
import io.colonnade.log.ColumnDefinition;
import io.colonnade.log.TableDefinition;
import io.colonnade.sql.definition.CopyBinder;
import io.colonnade.sql.parser.CopyOptions;
import io.colonnade.storage.snapshot.TableSnapshot;
import io.colonnade.type.ColumnEncoding;
import io.colonnade.type.SqlType;

/**
 * COMPUPDATE: what the first load of a table does to its encodings.
 *
 * <pre>
 * ON            columns without a sort key become AUTO: chosen by trial, block by block
 * PRESET        all columns get what their type gets, sort keys RAW
 * OFF, nothing  they stay as declared
 * </pre>
 *
 * Stateless.
 */
final class CompressionUpdates {
    private CompressionUpdates() {}

    /** The load into the table as COMPUPDATE has it. */
    static CopyBinder.Copy apply(
            CopyOptions.CompressionUpdate update, CopyBinder.Copy copy, Transaction transaction) {
        boolean changes =
                update == CopyOptions.CompressionUpdate.ON
                        || update == CopyOptions.CompressionUpdate.PRESET;
        TableSnapshot table = transaction.view().table(copy.table().getId()).orElseThrow();
        if (!changes || DerivedStatistics.liveRows(table) > 0) {
            return copy;
        }
        boolean preset = update == CopyOptions.CompressionUpdate.PRESET;
        TableDefinition.Builder changed = table.definition().toBuilder();
        for (ColumnDefinition.Builder column : changed.getColumnsBuilderList()) {
            boolean sortKey = changed.getSortColumnsList().contains(column.getId());
            if (preset) {
                SqlType type = SqlType.fromProto(column.getType());
                ColumnEncoding of = sortKey ? ColumnEncoding.RAW : ColumnEncoding.preset(type);
                column.setEncode(of.sqlName());
            } else if (!sortKey) {
                column.clearEncode();
            }
        }
        return new CopyBinder.Copy(
                changed.build(),
                copy.columns(),
                copy.locations(),
                copy.options(),
                copy.dryRun(),
                copy.label());
    }

    /** Makes the encodings of the load those of the table. */
    static void keep(CopyBinder.Copy copy, Transaction transaction) {
        TableSnapshot table = transaction.view().table(copy.table().getId()).orElseThrow();
        if (!table.definition().equals(copy.table())) {
            transaction.change(CatalogChange.newBuilder().setPutTable(copy.table()).build());
        }
    }
}
