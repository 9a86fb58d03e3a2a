package io.colonnade.cli;

import org.jline.utils.WCWidth;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The forms in which the shell prints rows. */
enum ResultFormat {
    /** A table as psql prints it, with the number of rows below. */
    ALIGNED {
        @Override
        String print(ResultTable table, String nullText) {
            return new AlignedText(table, nullText).toString();
        }
    },
    /** RFC 4180, with a header; NULL is an empty field, an empty text is "". */
    CSV {
        @Override
        String print(ResultTable table, String nullText) {
            StringBuilder text = new StringBuilder();
            text.append(
                    table.columns().stream()
                            .map(column -> csvField(column.name()))
                            .collect(Collectors.joining(",", "", "\n")));
            for (String[] row : table.rows()) {
                text.append(
                        Arrays.stream(row)
                                .map(ResultFormat::csvField)
                                .collect(Collectors.joining(",", "", "\n")));
            }
            return text.toString();
        }
    };

    abstract String print(ResultTable table, String nullText);

    private static String csvField(String value) {
        if (value == null) {
            return "";
        }
        boolean quoted = value.isEmpty() || value.chars().anyMatch(c -> ",\"\r\n".indexOf(c) >= 0);
        return quoted ? '"' + value.replace("\"", "\"\"") + '"' : value;
    }

    /** Lays out one table; a value of several lines continues below itself, marked by '+'. */
    private static final class AlignedText {
        private final ResultTable table;
        private final String nullText;
        private final int[] widths;
        private final StringBuilder text = new StringBuilder();

        AlignedText(ResultTable table, String nullText) {
            this.table = table;
            this.nullText = nullText;
            this.widths = new int[table.columns().size()];
            for (int i = 0; i < widths.length; i++) {
                widths[i] = width(table.columns().get(i).name());
            }
            for (String[] row : table.rows()) {
                for (int i = 0; i < widths.length; i++) {
                    for (String line : lines(row[i])) {
                        widths[i] = Math.max(widths[i], width(line));
                    }
                }
            }
        }

        @Override
        public String toString() {
            header();
            for (String[] row : table.rows()) {
                row(row);
            }
            int count = table.rows().size();
            text.append('(').append(count).append(count == 1 ? " row)\n" : " rows)\n");
            return text.toString();
        }

        private void header() {
            for (int i = 0; i < widths.length; i++) {
                String name = table.columns().get(i).name();
                int space = widths[i] - width(name);
                text.append(i == 0 ? " " : "| ");
                text.append(" ".repeat(space / 2)).append(name);
                text.append(" ".repeat(space - space / 2 + 1));
            }
            text.append('\n');
            for (int i = 0; i < widths.length; i++) {
                text.append(i == 0 ? "" : "+").append("-".repeat(widths[i] + 2));
            }
            text.append('\n');
        }

        private void row(String[] row) {
            int height = Arrays.stream(row).mapToInt(value -> lines(value).size()).max().orElse(1);
            for (int line = 0; line < height; line++) {
                for (int i = 0; i < widths.length; i++) {
                    text.append(i == 0 ? " " : "| ");
                    cell(lines(row[i]), line, i);
                }
                int end = text.length();
                while (text.charAt(end - 1) == ' ') {
                    end--;
                }
                text.setLength(end);
                text.append('\n');
            }
        }

        private void cell(List<String> lines, int line, int column) {
            String value = line < lines.size() ? lines.get(line) : "";
            String space = " ".repeat(widths[column] - width(value));
            boolean right = table.columns().get(column).rightAligned();
            text.append(right ? space + value : value + space);
            text.append(line + 1 < lines.size() ? '+' : ' ');
        }

        private List<String> lines(String value) {
            String shown = value == null ? nullText : value;
            return shown.indexOf('\n') < 0 ? List.of(shown) : List.of(shown.split("\n", -1));
        }

        private static int width(String value) {
            return value.codePoints().map(c -> Math.max(0, WCWidth.wcwidth(c))).sum();
        }
    }
}
