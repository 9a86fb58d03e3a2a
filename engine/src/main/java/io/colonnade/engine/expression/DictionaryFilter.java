package io.colonnade.engine.expression;

import io.colonnade.engine.kernel.CodeSet;
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
    private final DictionaryCache<CodeSet> cache = new DictionaryCache<>();
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
        DictionaryCache.Entry<CodeSet> entry = cache.find(v.dictionary());
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
        return select(v, entry.result, selection, count, target);
    }

    private static int select(
            BytesVector v, CodeSet accepted, int[] selection, int count, int[] target) {
        if (v.mayHaveNulls()) {
            int nullCode = v.dictionary().size();
            return accepted.select(v.codes(), v.validity(), nullCode, selection, count, target);
        }
        return selection == null
                ? accepted.select(v.codes(), count, target)
                : accepted.select(v.codes(), selection, count, target);
    }

    /** The accepted entries; the code behind the last is for NULL. */
    private CodeSet evaluate(Dictionary dictionary) {
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
        return new CodeSet(accepted);
    }
}
