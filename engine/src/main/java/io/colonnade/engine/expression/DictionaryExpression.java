package io.colonnade.engine.expression;

import io.colonnade.error.ColonnadeException;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.BooleanVector;
import io.colonnade.storage.vector.BytesVector;
import io.colonnade.storage.vector.Dictionary;
import io.colonnade.storage.vector.DoubleVector;
import io.colonnade.storage.vector.Int128Vector;
import io.colonnade.storage.vector.IntVector;
import io.colonnade.storage.vector.LongVector;
import io.colonnade.storage.vector.Vector;

/**
 * An expression over one text column: for dictionary vectors it is evaluated once per dictionary
 * entry (and once for NULL) and looked up by code. Text results are dictionary vectors again.
 */
final class DictionaryExpression extends VectorExpression {
    private final int column;
    private final VectorExpression inner;
    private final DictionaryCache<DictionaryResult> cache = new DictionaryCache<>();
    private final int[] codes = new int[Batch.CAPACITY + Vector.PADDING];
    private DictionaryBatch entries;
    private Vector result;

    DictionaryExpression(int column, VectorExpression inner) {
        super(inner.type());
        this.column = column;
        this.inner = inner;
    }

    @Override
    Vector evaluate(Batch input, int[] selection, int count) {
        BytesVector v = (BytesVector) input.column(column);
        if (!v.isDictionary() || v.isConstant() || count == 0) {
            return inner.evaluate(input, selection, count);
        }
        DictionaryCache.Entry<DictionaryResult> entry = cache.find(v.dictionary());
        if (entry.isDue(count)) {
            try {
                entry.result = evaluate(v.dictionary());
            } catch (ColonnadeException e) {
                entry.fail();
            }
        }
        if (entry.result == null) {
            return inner.evaluate(input, selection, count);
        }
        if (result == null) {
            result = Vector.create(type().physical(), Batch.CAPACITY);
        }
        return map(v, entry.result, input.size());
    }

    private DictionaryResult evaluate(Dictionary dictionary) {
        if (entries == null) {
            entries = new DictionaryBatch(column);
        }
        Vector all = Vector.create(type().physical(), dictionary.size() + 1);
        for (int from = 0; from <= dictionary.size(); from += Batch.CAPACITY) {
            Batch batch = entries.fill(dictionary, from);
            all.gather(inner.evaluate(batch), null, batch.size(), from);
        }
        return DictionaryResult.of(all, dictionary.size() + 1);
    }

    private Vector map(BytesVector v, DictionaryResult mapped, int size) {
        int nullCode = v.dictionary().size();
        int[] from = v.codes();
        for (int i = 0; i < size; i++) {
            // at rows that do not count a code may be anything
            int code = from[i];
            codes[i] = code >= 0 && code < nullCode ? code : nullCode;
        }
        if (v.mayHaveNulls()) {
            long[] valid = v.validity();
            for (int i = 0; i < size; i++) {
                codes[i] = (valid[i >>> 6] >>> i & 1) == 0 ? nullCode : codes[i];
            }
        }
        result.reset();
        Vector values = mapped.values();
        switch (result) {
            case BooleanVector r -> map(((BooleanVector) values).values(), codes, size, r.values());
            case IntVector r -> map(((IntVector) values).values(), codes, size, r.values());
            case LongVector r -> map(((LongVector) values).values(), codes, size, r.values());
            case DoubleVector r -> map(((DoubleVector) values).values(), codes, size, r.values());
            case Int128Vector r -> {
                map(((Int128Vector) values).high(), codes, size, r.high());
                map(((Int128Vector) values).low(), codes, size, r.low());
            }
            case BytesVector r ->
                    map(mapped.remap(), codes, size, r.setDictionary(mapped.dictionary()));
        }
        if (values.mayHaveNulls()) {
            copyNulls(values.validity(), size);
        }
        return result;
    }

    private void copyNulls(long[] valid, int size) {
        for (int i = 0; i < size; i++) {
            int code = codes[i];
            if ((valid[code >>> 6] >>> code & 1) == 0) {
                result.setNull(i);
            }
        }
    }

    private static void map(byte[] table, int[] codes, int n, byte[] to) {
        for (int i = 0; i < n; i++) {
            to[i] = table[codes[i]];
        }
    }

    private static void map(int[] table, int[] codes, int n, int[] to) {
        for (int i = 0; i < n; i++) {
            to[i] = table[codes[i]];
        }
    }

    private static void map(long[] table, int[] codes, int n, long[] to) {
        for (int i = 0; i < n; i++) {
            to[i] = table[codes[i]];
        }
    }

    private static void map(double[] table, int[] codes, int n, double[] to) {
        for (int i = 0; i < n; i++) {
            to[i] = table[codes[i]];
        }
    }
}
