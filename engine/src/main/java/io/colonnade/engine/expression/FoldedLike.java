package io.colonnade.engine.expression;

import io.colonnade.engine.kernel.LikePattern;
import io.colonnade.engine.kernel.TextBuilder;
import io.colonnade.engine.kernel.TextCase;

/** ILIKE: pattern and text in lower case. */
final class FoldedLike implements TextPredicate {
    private final LikePattern pattern;
    private final TextBuilder folded = new TextBuilder();

    FoldedLike(byte[] pattern, int escape) {
        TextBuilder lower = new TextBuilder();
        TextCase.lower(pattern, 0, pattern.length, lower);
        this.pattern = LikePattern.compile(lower.bytes(), 0, lower.length(), escape);
    }

    @Override
    public void test(
            byte[] heap, int[] starts, int[] lengths, int[] rows, int n, int flip, byte[] out) {
        for (int i = 0; i < n; i++) {
            int p = rows == null ? i : rows[i];
            folded.clear();
            TextCase.lower(heap, starts[p], lengths[p], folded);
            boolean match = pattern.matches(folded.bytes(), 0, folded.length());
            out[p] = (byte) ((match ? 1 : 0) ^ flip);
        }
    }
}
