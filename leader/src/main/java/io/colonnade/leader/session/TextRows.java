package io.colonnade.leader.session;

import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.BytesVector;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** A small result of text columns that is already known, such as that of SHOW. */
public final class TextRows implements ResultStream {
    private final List<List<String>> rows;
    private final CommandTag tag;
    private int next;

    /** Rows of equal width; elements may be null. */
    public TextRows(List<List<String>> rows, CommandTag tag) {
        this.rows = rows;
        this.tag = tag;
    }

    @Override
    public Batch next() {
        if (next >= rows.size()) {
            return null;
        }
        int count = Math.min(Batch.CAPACITY, rows.size() - next);
        BytesVector[] columns = new BytesVector[rows.getFirst().size()];
        for (int c = 0; c < columns.length; c++) {
            columns[c] = new BytesVector(count);
            for (int r = 0; r < count; r++) {
                String text = rows.get(next + r).get(c);
                if (text == null) {
                    columns[c].setNull(r);
                } else {
                    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                    columns[c].append(r, bytes, 0, bytes.length);
                }
            }
        }
        next += count;
        Batch batch = new Batch(columns);
        batch.setSize(count);
        return batch;
    }

    @Override
    public CommandTag tag() {
        return tag;
    }

    @Override
    public void close() {}
}
