package io.colonnade.storage.segment;

import io.colonnade.log.ColumnDefinition;
import io.colonnade.log.SegmentDescriptor;
import io.colonnade.log.TableDefinition;
import io.colonnade.storage.object.DirectoryObjectStore;
import io.colonnade.storage.scan.ColumnRange;
import io.colonnade.storage.scan.Morsel;
import io.colonnade.storage.scan.MorselReader;
import io.colonnade.storage.scan.ScanRequest;
import io.colonnade.storage.scan.SegmentStore;
import io.colonnade.storage.scan.TableScan;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.BooleanVector;
import io.colonnade.storage.vector.BytesVector;
import io.colonnade.storage.vector.DoubleVector;
import io.colonnade.storage.vector.Int128Vector;
import io.colonnade.storage.vector.IntVector;
import io.colonnade.storage.vector.LongVector;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.SqlType;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes columns of Java objects as a segment and reads them back. */
public final class SegmentFixture implements AutoCloseable {
    public final DirectoryObjectStore objects;
    public final SegmentStore store;

    public SegmentFixture(Path directory) {
        objects = new DirectoryObjectStore(directory);
        store = new SegmentStore(objects, 64 << 20);
    }

    /** A column of a test: its values are Boolean, Long, Double, BigInteger, String or null. */
    public record Column(SqlType type, String encode, List<?> values) {}

    public static TableDefinition table(List<Column> columns) {
        TableDefinition.Builder table = TableDefinition.newBuilder().setId(7).setName("t");
        for (int i = 0; i < columns.size(); i++) {
            table.addColumns(
                    ColumnDefinition.newBuilder()
                            .setId(i + 1)
                            .setName("c" + i)
                            .setType(columns.get(i).type().toProto(true))
                            .setEncode(columns.get(i).encode()));
        }
        return table.build();
    }

    public SegmentDescriptor write(String key, List<Column> columns, int batchRows) {
        SegmentWriter writer = new SegmentWriter(table(columns), objects, key);
        int rows = columns.getFirst().values().size();
        List<SqlType> types = columns.stream().map(Column::type).toList();
        for (int first = 0; first < rows; first += batchRows) {
            Batch batch = Batch.create(types);
            int count = Math.min(batchRows, rows - first);
            for (int c = 0; c < columns.size(); c++) {
                for (int i = 0; i < count; i++) {
                    set(batch.column(c), i, columns.get(c).values().get(first + i));
                }
            }
            batch.setSize(count);
            writer.append(batch);
        }
        return writer.finish();
    }

    public ScanRequest request(
            List<SegmentDescriptor> segments, List<Column> columns, List<ColumnRange> ranges) {
        int[] ids = new int[columns.size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = i + 1;
        }
        List<SqlType> types = columns.stream().map(Column::type).toList();
        return new ScanRequest(store, segments, ids, types, false, ranges);
    }

    /** All live rows that come through the scan, each as the list of its values. */
    public static List<List<Object>> rows(TableScan scan, List<SqlType> types) {
        List<List<Object>> rows = new ArrayList<>();
        Batch batch = Batch.create(types);
        try (MorselReader reader = scan.openReader()) {
            for (Morsel morsel = scan.take(); morsel != null; morsel = scan.take()) {
                reader.open(morsel);
                while (reader.next() > 0) {
                    for (int c = 0; c < types.size(); c++) {
                        reader.read(c, batch.column(c));
                    }
                    for (int i = 0; i < reader.liveCount(); i++) {
                        int p = reader.liveSelection() == null ? i : reader.liveSelection()[i];
                        List<Object> row = new ArrayList<>();
                        for (int c = 0; c < types.size(); c++) {
                            row.add(get(batch.column(c), p));
                        }
                        rows.add(row);
                    }
                }
            }
        }
        return rows;
    }

    public static void set(Vector vector, int position, Object value) {
        if (vector instanceof BytesVector v) {
            byte[] bytes = value == null ? new byte[0] : bytes((String) value);
            v.append(position, bytes, 0, bytes.length);
        } else if (value != null) {
            switch (vector) {
                case BooleanVector v -> v.values()[position] = (byte) ((Boolean) value ? 1 : 0);
                case IntVector v -> v.values()[position] = (int) (long) (Long) value;
                case LongVector v -> v.values()[position] = (Long) value;
                case DoubleVector v -> v.values()[position] = (Double) value;
                case Int128Vector v -> {
                    v.high()[position] = ((BigInteger) value).shiftRight(64).longValue();
                    v.low()[position] = ((BigInteger) value).longValue();
                }
                case BytesVector v -> throw new IllegalStateException();
            }
        }
        if (value == null) {
            vector.setNull(position);
        } else {
            vector.setValid(position);
        }
    }

    /** One byte per char, so that tests may have any bytes. */
    public static byte[] bytes(String value) {
        return value.getBytes(StandardCharsets.ISO_8859_1);
    }

    public static Object get(Vector vector, int position) {
        if (vector.isNull(position)) {
            return null;
        }
        return switch (vector) {
            case BooleanVector v -> v.value(position) == 1;
            case IntVector v -> (long) v.value(position);
            case LongVector v -> v.value(position);
            case DoubleVector v -> v.value(position);
            case Int128Vector v ->
                    BigInteger.valueOf(v.highAt(position))
                            .shiftLeft(64)
                            .add(new BigInteger(Long.toUnsignedString(v.lowAt(position))));
            case BytesVector v ->
                    new String(
                            v.heapAt(),
                            v.startAt(position),
                            v.lengthAt(position),
                            StandardCharsets.ISO_8859_1);
        };
    }

    @Override
    public void close() {
        objects.close();
    }
}
