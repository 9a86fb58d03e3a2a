package io.colonnade.leader.transaction;

import com.google.protobuf.ByteString;

import io.colonnade.log.CatalogChange;
import io.colonnade.log.ColumnDefinition;
import io.colonnade.log.DeleteVector;
import io.colonnade.log.SegmentDescriptor;
import io.colonnade.log.TableDefinition;
import io.colonnade.log.WriteResult;
import io.colonnade.storage.snapshot.DeletedRows;
import io.colonnade.storage.snapshot.Snapshot;
import io.colonnade.storage.snapshot.TableSnapshot;
import io.colonnade.type.SqlType;

import org.roaringbitmap.RoaringBitmap;

import java.util.List;
import java.util.TreeSet;

/** Transactions over tables whose "segments" are names only. Stateless. */
final class TestTransactions {
    private TestTransactions() {}

    static long createTable(Committer committer, String name) {
        long id = committer.newObjectId();
        Transaction transaction = new Transaction(committer.current());
        transaction.change(
                CatalogChange.newBuilder()
                        .setPutTable(
                                TableDefinition.newBuilder()
                                        .setId(id)
                                        .setSchema("public")
                                        .setName(name)
                                        .addColumns(
                                                ColumnDefinition.newBuilder()
                                                        .setId(1)
                                                        .setName("a")
                                                        .setType(SqlType.BIGINT.toProto(true))))
                        .build());
        committer.commit(transaction);
        return id;
    }

    static void insert(Transaction transaction, long table, String segment) {
        transaction.write(
                table,
                List.of(
                        WriteResult.newBuilder()
                                .setSegment(
                                        SegmentDescriptor.newBuilder().setName(segment).setRows(10))
                                .build()));
    }

    /** Deletes one row of the visible segment with this name. */
    static void deleteRow(Transaction transaction, long table, String segment, int row) {
        TableSnapshot snapshot = transaction.view().table(table).orElseThrow();
        SegmentDescriptor found =
                snapshot.segments().stream()
                        .filter(s -> s.getName().equals(segment))
                        .findFirst()
                        .orElseThrow();
        ByteString rows = DeletedRows.encode(RoaringBitmap.bitmapOf(row));
        transaction.write(
                table,
                List.of(
                        WriteResult.newBuilder()
                                .setDeletes(
                                        DeleteVector.newBuilder()
                                                .setSegmentOrdinal(found.getOrdinal())
                                                .setRows(rows)
                                                .setCount(1))
                                .build()));
    }

    /** Segments with their deleted rows, such as "s1[2, 5]". */
    static TreeSet<String> contents(Snapshot snapshot, long table) {
        TreeSet<String> contents = new TreeSet<>();
        snapshot.table(table)
                .ifPresent(
                        t ->
                                t.segments()
                                        .forEach(
                                                s ->
                                                        contents.add(
                                                                s.getName()
                                                                        + DeletedRows.decode(
                                                                                s
                                                                                        .getDeletedRows()))));
        return contents;
    }

    /** Rows that are not deleted, such as "s1/2". */
    static TreeSet<String> rows(Snapshot snapshot, long table) {
        TreeSet<String> rows = new TreeSet<>();
        snapshot.table(table)
                .ifPresent(t -> t.segments().forEach(segment -> addRows(segment, rows)));
        return rows;
    }

    private static void addRows(SegmentDescriptor segment, TreeSet<String> rows) {
        RoaringBitmap deleted = DeletedRows.decode(segment.getDeletedRows());
        for (int row = 0; row < segment.getRows(); row++) {
            if (!deleted.contains(row)) {
                rows.add(segment.getName() + "/" + row);
            }
        }
    }
}
