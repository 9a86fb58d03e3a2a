package io.colonnade.storage.segment;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.log.ColumnDefinition;
import io.colonnade.log.TableDefinition;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.BytesVector;
import io.colonnade.storage.vector.Vector;
import io.colonnade.type.SqlType;
import io.colonnade.type.TypeKind;

/**
 * What a table demands of its rows: NOT NULL, and text no longer (in bytes) than the column. The
 * last look before rows are stored, whatever statement they come from.
 */
public final class RowChecks {
    private final TableDefinition table;

    public RowChecks(TableDefinition table) {
        this.table = table;
    }

    /** Looks at the table's columns; more may follow them. */
    public void verify(Batch rows) {
        for (int c = 0; c < table.getColumnsCount(); c++) {
            ColumnDefinition column = table.getColumns(c);
            Vector vector = rows.column(c);
            if (!column.getType().getNullable() && vector.mayHaveNulls()) {
                verifyNotNull(column, vector, rows);
            }
            if (vector instanceof BytesVector text && column.getType().getPrecision() > 0) {
                verifyLength(SqlType.fromProto(column.getType()), text, rows);
            }
        }
    }

    private void verifyNotNull(ColumnDefinition column, Vector vector, Batch rows) {
        for (int i = 0; i < rows.rowCount(); i++) {
            if (vector.isNull(rows.position(i))) {
                throw new ColonnadeException(
                        ErrorCode.NOT_NULL_VIOLATION,
                        "null value in column \""
                                + column.getName()
                                + "\" of relation \""
                                + table.getName()
                                + "\" violates not-null constraint");
            }
        }
    }

    private static void verifyLength(SqlType type, BytesVector text, Batch rows) {
        for (int i = 0; i < rows.rowCount(); i++) {
            int position = rows.position(i);
            if (!text.isNull(position) && text.lengthAt(position) > type.precision()) {
                verifyBlankTail(type, text, position);
            }
        }
    }

    /** CHAR drops trailing blanks when stored, so only what comes before them counts. */
    private static void verifyBlankTail(SqlType type, BytesVector text, int position) {
        byte[] heap = text.heapAt();
        int start = text.startAt(position);
        int length = text.lengthAt(position);
        while (type.kind() == TypeKind.CHAR && length > 0 && heap[start + length - 1] == ' ') {
            length--;
        }
        if (length > type.precision()) {
            throw new ColonnadeException(
                            ErrorCode.STRING_TOO_LONG, "value too long for type " + type)
                    .detail("The value has " + length + " bytes; lengths count bytes.");
        }
    }
}
