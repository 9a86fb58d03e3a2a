package io.colonnade.leader.pgwire;

import io.colonnade.error.ColonnadeException;
import io.colonnade.leader.session.Notice;
import io.colonnade.leader.session.ResultColumn;
import io.colonnade.leader.session.SettingDefinition;
import io.colonnade.leader.session.Settings;
import io.colonnade.leader.session.TransactionStatus;

import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;

/** Writes the server's messages of one connection. Owned by the connection's thread. */
final class ClientWriter {
    /** Rows are handed to the socket in pieces of about this size. */
    private static final int PIECE_BYTES = 1 << 16;

    /** A buffer that grew for a huge row is given back above this. */
    private static final int KEEP_BYTES = 1 << 20;

    private static final BooleanSupplier NEVER = () -> false;

    private final Outlet outlet;
    private WireBuffer buffer = new WireBuffer(PIECE_BYTES / 8);

    ClientWriter(Outlet outlet) {
        this.outlet = outlet;
    }

    /** To write rows into. */
    WireBuffer buffer() {
        return buffer;
    }

    /** Hands everything to the socket. */
    void flush() {
        if (buffer.size() == 0) {
            return;
        }
        outlet.write(buffer.array(), buffer.size());
        if (buffer.array().length > KEEP_BYTES) {
            buffer = new WireBuffer(PIECE_BYTES);
        } else {
            buffer.setSize(0);
        }
    }

    /** Whether enough is written to be handed to the socket. */
    boolean isFull() {
        return buffer.size() >= PIECE_BYTES;
    }

    /** Hands everything to the socket and waits until the client reads, or `giveUp`. */
    void flushAndWait(BooleanSupplier giveUp) {
        flush();
        outlet.awaitRoom(giveUp);
    }

    /** Hands everything to the socket and waits until the client reads. */
    void flushAndWait() {
        flushAndWait(NEVER);
    }

    private void empty(char type) {
        buffer.end(buffer.begin(type));
    }

    void authentication(int code, byte[] data) {
        int mark = buffer.begin('R');
        buffer.int32(code);
        buffer.bytes(data);
        buffer.end(mark);
    }

    void negotiateProtocolVersion(int newestMinor, List<String> unknownOptions) {
        int mark = buffer.begin('v');
        buffer.int32(3 << 16 | newestMinor);
        buffer.int32(unknownOptions.size());
        unknownOptions.forEach(buffer::text);
        buffer.end(mark);
    }

    void backendKeyData(int processId, byte[] key) {
        int mark = buffer.begin('K');
        buffer.int32(processId);
        buffer.bytes(key);
        buffer.end(mark);
    }

    void parameterStatus(SettingDefinition definition, Settings settings) {
        int mark = buffer.begin('S');
        buffer.text(definition.name());
        buffer.text(settings.show(definition.name()));
        buffer.end(mark);
    }

    void readyForQuery(TransactionStatus status) {
        int mark = buffer.begin('Z');
        buffer.int8(status.code());
        buffer.end(mark);
    }

    void emptyQuery() {
        empty('I');
    }

    void parseComplete() {
        empty('1');
    }

    void bindComplete() {
        empty('2');
    }

    void closeComplete() {
        empty('3');
    }

    void noData() {
        empty('n');
    }

    void portalSuspended() {
        empty('s');
    }

    void commandComplete(String tag) {
        int mark = buffer.begin('C');
        buffer.text(tag);
        buffer.end(mark);
    }

    void parameterDescription(int[] oids) {
        int mark = buffer.begin('t');
        buffer.int16(oids.length);
        for (int oid : oids) {
            buffer.int32(oid);
        }
        buffer.end(mark);
    }

    /** RowDescription, or NoData when there are no columns. */
    void rowDescription(List<ResultColumn> columns, short[] formats, boolean upperCase) {
        if (columns.isEmpty()) {
            noData();
            return;
        }
        int mark = buffer.begin('T');
        buffer.int16(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            ResultColumn column = columns.get(i);
            WireType type = WireType.of(column);
            buffer.text(upperCase ? column.name().toUpperCase(Locale.ROOT) : column.name());
            buffer.int32(column.tableOid());
            buffer.int16(column.attributeNumber());
            buffer.int32(type.oid());
            buffer.int16(type.length());
            buffer.int32(WireType.modifier(column));
            buffer.int16(WireType.format(formats, i));
        }
        buffer.end(mark);
    }

    /** CopyInResponse (G) or CopyOutResponse (H), text. */
    void copyResponse(char type, int columns) {
        int mark = buffer.begin(type);
        buffer.int8(0);
        buffer.int16(columns);
        for (int i = 0; i < columns; i++) {
            buffer.int16(0);
        }
        buffer.end(mark);
    }

    void copyData(byte[] bytes, int offset, int length) {
        int mark = buffer.begin('d');
        buffer.bytes(bytes, offset, length);
        buffer.end(mark);
    }

    void copyDone() {
        empty('c');
    }

    /** ErrorResponse. */
    void error(String severity, ColonnadeException error) {
        int mark = buffer.begin('E');
        fields(severity, error.code().sqlState(), String.valueOf(error.getMessage()));
        field('D', error.detail());
        field('H', error.hint());
        field('P', error.position() > 0 ? Integer.toString(error.position()) : null);
        buffer.int8(0);
        buffer.end(mark);
    }

    void notice(Notice notice) {
        int mark = buffer.begin('N');
        fields(notice.severity(), notice.sqlState(), notice.message());
        field('D', notice.detail());
        field('H', notice.hint());
        buffer.int8(0);
        buffer.end(mark);
    }

    private void fields(String severity, String sqlState, String message) {
        field('S', severity);
        field('V', severity);
        field('C', sqlState);
        field('M', message);
    }

    private void field(char code, String value) {
        if (value != null) {
            buffer.int8(code);
            buffer.text(value);
        }
    }
}
