package io.colonnade.compute.load;

import java.nio.charset.StandardCharsets;

/** Fields as text, for messages and for conversions that are not worth a loop of their own. */
final class Fields {
    /** Longest text of a value that a message repeats. */
    private static final int MESSAGE_CHARACTERS = 200;

    private Fields() {}

    static String text(RowBlock block, int row, int column) {
        return new String(
                block.bytes,
                block.starts[column][row],
                Math.max(0, block.lengths[column][row]),
                StandardCharsets.UTF_8);
    }

    /** As a message can show it: not endless, and without zero characters, which end text. */
    static String shown(String text) {
        String cut =
                text.length() <= MESSAGE_CHARACTERS
                        ? text
                        : text.substring(0, MESSAGE_CHARACTERS) + "...";
        return cut.replace('\0', '\uFFFD');
    }
}
