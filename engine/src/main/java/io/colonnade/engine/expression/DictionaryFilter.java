package io.colonnade.engine.expression;

import io.colonnade.error.ColonnadeException;
import io.colonnade.storage.vector.Batch;
import io.colonnade.storage.vector.BytesVector;
import io.colonnade.storage.vector.Dictionary;

/**
 * A condition on one text column: for dictionary vectors it is evaluated once per dictionary entry
 * (and once for NULL) and looked up by code.
 */
final class DictionaryFilter extends FilterExpression {
    private final int column;
    private final FilterExpression inner;
    private final DictionaryCache<byte[]> cache = new DictionaryCache<>();
    private DictionaryBatch entries;
    private int[] passed;

    DictionaryFilter(int column, FilterExpression inner) {
        this.column = column;
        this.inner = inner;
    }

    @Override
    int select(Batch input, int[] selection, int count, int[] target) {
        if (count == 0) {
            return 0;
        }
        BytesVector v = (BytesVector) input.column(column);
        if (!v.isDictionary() || v.isConstant()) {
            return inner.select(input, selection, count, target);
        }
        DictionaryCache.Entry<byte[]> entry = cache.find(v.dictionary());
        if (entry.isDue(count)) {
            try {
                entry.result = evaluate(v.dictionary());
            } catch (ColonnadeException e) {
                entry.fail();
            }
        }
        if (entry.result == null) {
            return inner.select(input, selection, count, target);
        }
        int size = v.dictionary().size();
        return v.mayHaveNulls()
                ? selectNullable(
                        v.codes(), v.validity(), selection, count, entry.result, size, target)
                : select(v.codes(), selection, count, entry.result, target);
    }

    private static int select(
            int[] codes, int[] selection, int count, byte[] accepted, int[] target) {
        int k = 0;
        if (selection == null) {
            for (int i = 0; i < count; i++) {
                target[k] = i;
                k += accepted[codes[i]];
            }
            return k;
        }
        for (int i = 0; i < count; i++) {
            int p = selection[i];
            target[k] = p;
            k += accepted[codes[p]];
        }
        return k;
    }

    private static int selectNullable(
            int[] codes,
            long[] validity,
            int[] selection,
            int count,
            byte[] accepted,
            int nullCode,
            int[] target) {
        int k = 0;
        for (int i = 0; i < count; i++) {
            int p = selection == null ? i : selection[i];
            int code = (validity[p >>> 6] >>> p & 1) == 0 ? nullCode : codes[p];
            target[k] = p;
            k += accepted[code];
        }
        return k;
    }

    /** 1 for each accepted entry; one more for NULL. */
    private byte[] evaluate(Dictionary dictionary) {
        if (entries == null) {
            entries = new DictionaryBatch(column);
            passed = new int[Batch.CAPACITY];
        }
        byte[] accepted = new byte[dictionary.size() + 1];
        for (int from = 0; from < accepted.length; from += Batch.CAPACITY) {
            Batch batch = entries.fill(dictionary, from);
            int k = inner.select(batch, passed);
            for (int i = 0; i < k; i++) {
                accepted[from + passed[i]] = 1;
            }
        }
        return accepted;
    }
}
