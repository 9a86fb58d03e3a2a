package io.colonnade.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.time.LocalDate;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.util.Random;

/** The calendar against java.time. */
class CivilDateTest {
    private final Random random = new Random(Long.getLong("seed", 42));

    @Test
    void everyDayOfFourCenturies() {
        for (int days = -200_000; days < 150_000; days++) {
            check(days);
        }
    }

    @Test
    void daysFarAway() {
        for (int i = 0; i < 100_000; i++) {
            check(random.nextInt(-400_000_000, 1_900_000_000) + random.nextInt(10));
        }
        check(-12_000_001);
        check(-12_000_000);
        check(1_000_000_000);
        check(1_000_000_001);
    }

    private static void check(int days) {
        LocalDate date = LocalDate.ofEpochDay(days);
        long packed = CivilDate.pack(days);
        boolean same =
                CivilDate.packedYear(packed) == date.getYear()
                        && CivilDate.packedMonth(packed) == date.getMonthValue()
                        && CivilDate.packedDay(packed) == date.getDayOfMonth();
        if (!same) {
            assertEquals(
                    date.toString(),
                    CivilDate.packedYear(packed)
                            + "-"
                            + CivilDate.packedMonth(packed)
                            + "-"
                            + CivilDate.packedDay(packed));
        }
        if (CivilDate.toDays(date.getYear(), date.getMonthValue(), date.getDayOfMonth()) != days) {
            assertEquals(date.toString(), "toDays");
        }
    }

    @Test
    void weeksAndYears() {
        for (int days = -10_000; days < 30_000; days++) {
            LocalDate date = LocalDate.ofEpochDay(days);
            assertEquals(date.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR), CivilDate.isoWeek(days));
            assertEquals(date.get(IsoFields.WEEK_BASED_YEAR), CivilDate.isoYear(days));
            assertEquals(date.getDayOfWeek().getValue() % 7, CivilDate.dayOfWeek(days));
            assertEquals(date.get(ChronoField.DAY_OF_YEAR), CivilDate.dayOfYear(days));
        }
    }

    @Test
    void months() {
        for (int i = 0; i < 20_000; i++) {
            LocalDate date = LocalDate.ofEpochDay(random.nextInt(-100_000, 100_000));
            int months = random.nextInt(-2000, 2000);
            assertEquals(
                    date.plusMonths(months).toEpochDay(),
                    CivilDate.addMonths((int) date.toEpochDay(), months));
        }
    }
}
