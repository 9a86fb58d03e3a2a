package io.colonnade.engine.expression;

import io.colonnade.storage.vector.BytesVector;
import io.colonnade.storage.vector.Dictionary;
import io.colonnade.storage.vector.Vector;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * An expression's value for every dictionary entry.
 *
 * @param values by code; the last one is for NULL
 * @param dictionary for text: the distinct values
 * @param remap for text: code of the value in `dictionary`, by code
 */
record DictionaryResult(Vector values, Dictionary dictionary, int[] remap) {
    static DictionaryResult of(Vector values, int count) {
        if (!(values instanceof BytesVector texts)) {
            return new DictionaryResult(values, null, null);
        }
        int[] remap = new int[count];
        int[] starts = new int[count];
        int[] lengths = new int[count];
        int distinct = 0;
        Map<ByteBuffer, Integer> codes = new HashMap<>();
        for (int i = 0; i < count; i++) {
            if (texts.isNull(i)) {
                continue;
            }
            ByteBuffer key =
                    ByteBuffer.wrap(texts.heapAt(), texts.startAt(i), texts.lengthAt(i)).slice();
            Integer code = codes.putIfAbsent(key, distinct);
            if (code == null) {
                code = distinct;
                starts[distinct] = texts.startAt(i);
                lengths[distinct] = texts.lengthAt(i);
                distinct++;
            }
            remap[i] = code;
        }
        Dictionary dictionary = new Dictionary(texts.heapAt(), starts, lengths, distinct);
        return new DictionaryResult(values, dictionary, remap);
    }
}
