package io.colonnade.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

class AnswerCheckerTest {
    private static final List<AnswerColumn> COLUMNS =
            List.of(
                    new AnswerColumn("name", AnswerColumn.Rule.TEXT),
                    new AnswerColumn("total", AnswerColumn.Rule.EXACT),
                    new AnswerColumn("mean", AnswerColumn.Rule.APPROXIMATE));

    @Test
    void numbersAgreeHoweverTheyAreWritten() {
        assertEquals(
                Optional.empty(),
                difference(rows("a|1.50|0.333333"), rows("a|1.5|0.3333333333"), List.of()));
    }

    @Test
    void exactNumbersDoNotTolerateALastDigit() {
        assertEquals(
                "missing row (a, 1.50, 2), got total = 1.51",
                difference(rows("a|1.50|2"), rows("a|1.51|2"), List.of()).orElseThrow());
    }

    @Test
    void theToleranceHasAnEnd() {
        assertTrue(difference(rows("a|1|0.5"), rows("a|1|0.50001"), List.of()).isPresent());
    }

    @Test
    void nullEqualsOnlyNull() {
        assertEquals(Optional.empty(), difference(rows("a|~|~"), rows("a|~|~"), List.of(1)));
        assertTrue(difference(rows("a|~|1"), rows("a|0|1"), List.of()).isPresent());
    }

    @Test
    void withoutOrderRowsAreAMultiset() {
        assertEquals(
                Optional.empty(),
                difference(
                        rows("a|1|1", "b|2|2", "a|1|1"),
                        rows("b|2|2", "a|1|1", "a|1|1"),
                        List.of()));
        assertEquals(
                "missing row (a, 1, 1)",
                difference(
                                rows("a|1|1", "a|1|1", "b|2|2"),
                                rows("a|1|1", "b|2|2", "b|2|2"),
                                List.of())
                        .orElseThrow());
    }

    @Test
    void orderedColumnsMustAgreeRowByRow() {
        assertEquals(
                "row 1, total: expected 2, got 1",
                difference(rows("b|2|2", "a|1|1"), rows("a|1|1", "b|2|2"), List.of(1))
                        .orElseThrow());
    }

    @Test
    void rowsThatTieInTheOrderMayChangePlaces() {
        assertEquals(
                Optional.empty(),
                difference(rows("a|1|1", "b|1|2"), rows("b|1|2", "a|1|1"), List.of(1)));
    }

    @Test
    void countsAreToldWhenTheyDiffer() {
        assertEquals(
                "missing row (b, 2, 2) (expected 2 rows, got 1)",
                difference(rows("a|1|1", "b|2|2"), rows("a|1|1"), List.of()).orElseThrow());
    }

    @Test
    void anAnswerSurvivesItsText() {
        Answer answer =
                new Answer(
                        COLUMNS,
                        List.of(
                                new String[] {"a|b\\n\nc", "1", null},
                                new String[] {"", "2", "3"}));
        Answer decoded = Answer.decode(answer.encode());
        assertEquals(answer.columns(), decoded.columns());
        assertEquals(
                answer.rows().stream().map(Arrays::toString).toList(),
                decoded.rows().stream().map(Arrays::toString).toList());
    }

    private static Optional<String> difference(
            List<String[]> expected, List<String[]> actual, List<Integer> order) {
        return AnswerChecker.difference(
                new Answer(COLUMNS, expected), new Answer(COLUMNS, actual), order);
    }

    private static List<String[]> rows(String... rows) {
        return Arrays.stream(rows)
                .map(row -> row.split("\\|"))
                .map(
                        fields ->
                                Arrays.stream(fields)
                                        .map(field -> field.equals("~") ? null : field)
                                        .toArray(String[]::new))
                .toList();
    }
}
