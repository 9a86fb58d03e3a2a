package io.colonnade.bench;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Compares two answers to one query and tells the first difference. The columns that ORDER BY names
 * must agree row by row; whole rows are compared as multisets, so that rows which tie in the order
 * may change places.
 *
 * <p>Two values agree by the stricter of what both columns allow: text and dates character by
 * character; exact numbers as numbers; if either side is floating point (averages and quotients
 * are, in some engines), when they differ by at most 2e-6 plus 1e-9 of the value: six decimals, cut
 * or rounded, and the noise of floating sums.
 */
public final class AnswerChecker {
    private static final double ABSOLUTE_TOLERANCE = 2e-6;
    private static final double RELATIVE_TOLERANCE = 1e-9;

    /** A longer difference is cut: it is for people. */
    private static final int MESSAGE_CHARACTERS = 400;

    private final Answer expected;
    private final Answer actual;
    private final boolean[] numeric;
    private final boolean[] approximate;

    private AnswerChecker(Answer expected, Answer actual) {
        this.expected = expected;
        this.actual = actual;
        int count = expected.columns().size();
        numeric = new boolean[count];
        approximate = new boolean[count];
        for (int i = 0; i < count; i++) {
            AnswerColumn.Rule one = expected.columns().get(i).rule();
            AnswerColumn.Rule other = actual.columns().get(i).rule();
            numeric[i] = one != AnswerColumn.Rule.TEXT && other != AnswerColumn.Rule.TEXT;
            approximate[i] =
                    numeric[i]
                            && (one == AnswerColumn.Rule.APPROXIMATE
                                    || other == AnswerColumn.Rule.APPROXIMATE);
        }
    }

    /** The first difference in words, or empty if the answers agree. */
    public static Optional<String> difference(
            Answer expected, Answer actual, List<Integer> orderColumns) {
        if (expected.columns().size() != actual.columns().size()) {
            return Optional.of(
                    "expected "
                            + expected.columns().size()
                            + " columns, got "
                            + actual.columns().size());
        }
        AnswerChecker checker = new AnswerChecker(expected, actual);
        return checker.orderDifference(orderColumns)
                .or(checker::rowDifference)
                .map(AnswerChecker::shorten);
    }

    private Optional<String> orderDifference(List<Integer> orderColumns) {
        int both = Math.min(expected.rows().size(), actual.rows().size());
        for (int row = 0; row < both; row++) {
            for (int column : orderColumns) {
                String wanted = expected.rows().get(row)[column];
                String got = actual.rows().get(row)[column];
                if (!agree(column, wanted, got)) {
                    return Optional.of(
                            "row "
                                    + (row + 1)
                                    + ", "
                                    + expected.columns().get(column).name()
                                    + ": expected "
                                    + wanted
                                    + ", got "
                                    + got
                                    + countNote());
                }
            }
        }
        return Optional.empty();
    }

    /**
     * Both sides sorted by what is compared exactly; within equal keys every row finds a partner.
     */
    private Optional<String> rowDifference() {
        List<String[]> wanted = sorted(expected.rows());
        List<String[]> got = sorted(actual.rows());
        int i = 0;
        int j = 0;
        while (i < wanted.size() || j < got.size()) {
            int side =
                    i == wanted.size()
                            ? 1
                            : j == got.size() ? -1 : compareKeys(wanted.get(i), got.get(j));
            if (side < 0) {
                return Optional.of("missing row " + show(wanted.get(i)) + nearest(wanted.get(i)));
            }
            if (side > 0) {
                return Optional.of("unexpected row " + show(got.get(j)) + countNote());
            }
            int endOfWanted = endOfGroup(wanted, i);
            int endOfGot = endOfGroup(got, j);
            Optional<String> difference =
                    groupDifference(
                            wanted.subList(i, endOfWanted),
                            new ArrayList<>(got.subList(j, endOfGot)));
            if (difference.isPresent()) {
                return difference;
            }
            i = endOfWanted;
            j = endOfGot;
        }
        return Optional.empty();
    }

    private Optional<String> groupDifference(List<String[]> wanted, List<String[]> rest) {
        for (String[] row : wanted) {
            int partner =
                    IntStream.range(0, rest.size())
                            .filter(at -> agree(row, rest.get(at)))
                            .findFirst()
                            .orElse(-1);
            if (partner < 0) {
                return Optional.of(
                        "missing row "
                                + show(row)
                                + (rest.isEmpty() ? "" : ", got " + show(rest.get(0)))
                                + countNote());
            }
            rest.remove(partner);
        }
        return rest.isEmpty()
                ? Optional.empty()
                : Optional.of("unexpected row " + show(rest.get(0)) + countNote());
    }

    private List<String[]> sorted(List<String[]> rows) {
        List<String[]> sorted = new ArrayList<>(rows);
        sorted.sort(this::compareKeys);
        return sorted;
    }

    private int endOfGroup(List<String[]> rows, int start) {
        int end = start + 1;
        while (end < rows.size() && compareKeys(rows.get(start), rows.get(end)) == 0) {
            end++;
        }
        return end;
    }

    private int compareKeys(String[] one, String[] other) {
        for (int column = 0; column < numeric.length; column++) {
            if (approximate[column]) {
                continue;
            }
            Comparator<String> order =
                    Comparator.nullsLast(
                            numeric[column]
                                    ? Comparator.comparing(BigDecimal::new)
                                    : Comparator.naturalOrder());
            int compared = order.compare(one[column], other[column]);
            if (compared != 0) {
                return compared;
            }
        }
        return 0;
    }

    private boolean agree(String[] one, String[] other) {
        return IntStream.range(0, numeric.length)
                .allMatch(column -> agree(column, one[column], other[column]));
    }

    private boolean agree(int column, String one, String other) {
        if (one == null || other == null) {
            return one == other;
        }
        if (!numeric[column]) {
            return one.equals(other);
        }
        if (!approximate[column]) {
            return new BigDecimal(one).compareTo(new BigDecimal(other)) == 0;
        }
        double a = Double.parseDouble(one);
        double b = Double.parseDouble(other);
        return Double.compare(a, b) == 0
                || Math.abs(a - b) <= ABSOLUTE_TOLERANCE + RELATIVE_TOLERANCE * Math.abs(a);
    }

    /** The row of the other side that differs in the fewest columns, when that is one column. */
    private String nearest(String[] row) {
        for (String[] candidate : actual.rows()) {
            List<Integer> different =
                    IntStream.range(0, numeric.length)
                            .filter(column -> !agree(column, row[column], candidate[column]))
                            .boxed()
                            .toList();
            if (different.size() == 1 && numeric.length > 1) {
                int column = different.get(0);
                return ", got "
                        + expected.columns().get(column).name()
                        + " = "
                        + candidate[column]
                        + countNote();
            }
        }
        return countNote();
    }

    private String countNote() {
        int wanted = expected.rows().size();
        int got = actual.rows().size();
        return wanted == got ? "" : " (expected " + wanted + " rows, got " + got + ")";
    }

    private static String show(String[] row) {
        return Arrays.stream(row).map(String::valueOf).collect(Collectors.joining(", ", "(", ")"));
    }

    private static String shorten(String message) {
        return message.length() <= MESSAGE_CHARACTERS
                ? message
                : message.substring(0, MESSAGE_CHARACTERS) + " ...";
    }
}
