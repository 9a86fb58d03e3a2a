package io.colonnade.engine.operator.scan;

import io.colonnade.plan.Call;
import io.colonnade.plan.Expression;
import io.colonnade.plan.Literal;
import io.colonnade.plan.ScalarFunction;
import io.colonnade.storage.scan.ColumnRange;
import io.colonnade.storage.segment.ZoneImage;

import java.util.Arrays;

/** The range of a text column that a pattern with a fixed start implies. Stateless. */
final class TextPrefix {
    private static final int IMAGE_BYTES = 8;

    private TextPrefix() {}

    /** Of LIKE or STARTS_WITH over a column; null when it implies nothing. */
    static ColumnRange range(Call call) {
        byte[] pattern = text(call, 1);
        byte[] escape = call.getArgumentsCount() > 2 ? text(call, 2) : new byte[] {'\\'};
        if (pattern == null || escape == null || escape.length > 1) {
            return null;
        }
        boolean like = call.getFunction() == ScalarFunction.LIKE;
        byte[] prefix = like ? prefix(pattern, escape) : pattern;
        int length = Math.min(prefix.length, IMAGE_BYTES);
        while (length > 0 && prefix[length - 1] == ' ') {
            // blanks at the end of a CHAR are not stored
            length--;
        }
        if (length == 0) {
            return null;
        }
        byte[] last = new byte[IMAGE_BYTES];
        Arrays.fill(last, (byte) 0xFF);
        System.arraycopy(prefix, 0, last, 0, length);
        return new ColumnRange(
                call.getArguments(0).getColumn(),
                ZoneImage.of(prefix, 0, length),
                ZoneImage.of(last, 0, IMAGE_BYTES));
    }

    private static byte[] text(Call call, int index) {
        Expression argument = call.getArguments(index);
        boolean constant =
                argument.getKindCase() == Expression.KindCase.LITERAL
                        && argument.getLiteral().getValueCase() == Literal.ValueCase.BYTES_VALUE;
        return constant ? argument.getLiteral().getBytesValue().toByteArray() : null;
    }

    /** What stands before the first wildcard, without escapes. */
    private static byte[] prefix(byte[] pattern, byte[] escape) {
        byte[] prefix = new byte[pattern.length];
        int length = 0;
        for (int i = 0; i < pattern.length; i++) {
            if (escape.length == 1 && pattern[i] == escape[0]) {
                i++;
                if (i == pattern.length) {
                    break;
                }
            } else if (pattern[i] == '%' || pattern[i] == '_') {
                break;
            }
            prefix[length++] = pattern[i];
        }
        return Arrays.copyOf(prefix, length);
    }
}
