package io.colonnade.engine.kernel;

import io.colonnade.type.SqlType;

/**
 * Days since 1970-01-01 and years, months and days of the proleptic Gregorian calendar. After
 * Howard Hinnant, "chrono-compatible low-level date algorithms". Years before 1 are 0, -1, ...
 * Stateless.
 */
public final class CivilDate {
    public static final long MICROS_PER_SECOND = 1_000_000L;
    public static final long MICROS_PER_MINUTE = 60 * MICROS_PER_SECOND;
    public static final long MICROS_PER_HOUR = 60 * MICROS_PER_MINUTE;
    public static final long MICROS_PER_DAY = 24 * MICROS_PER_HOUR;

    private static final int[] MONTH_DAYS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    private static final int DAYS_PER_ERA = 146_097;

    /** Days from 0000-03-01 to 1970-01-01. */
    private static final int EPOCH_SHIFT = 719_468;

    private CivilDate() {}

    public static int toDays(int year, int month, int day) {
        int y = month <= 2 ? year - 1 : year;
        int era = Math.floorDiv(y, 400);
        int yearOfEra = y - era * 400;
        int dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * DAYS_PER_ERA + dayOfEra - EPOCH_SHIFT;
    }

    /** year * 512 + month * 32 + day in one number; see year(), month(), day(). */
    public static long pack(int days) {
        long z = (long) days + EPOCH_SHIFT;
        long era = Math.floorDiv(z, (long) DAYS_PER_ERA);
        int dayOfEra = (int) (z - era * DAYS_PER_ERA);
        int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365;
        int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int mp = (5 * dayOfYear + 2) / 153;
        int day = dayOfYear - (153 * mp + 2) / 5 + 1;
        int month = mp < 10 ? mp + 3 : mp - 9;
        long year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0);
        return year << 9 | (long) month << 5 | day;
    }

    /** Year of a packed date. */
    public static int packedYear(long packed) {
        return (int) (packed >> 9);
    }

    public static int packedMonth(long packed) {
        return (int) (packed >> 5) & 15;
    }

    public static int packedDay(long packed) {
        return (int) packed & 31;
    }

    public static int year(int days) {
        return packedYear(pack(days));
    }

    public static int month(int days) {
        return packedMonth(pack(days));
    }

    public static int day(int days) {
        return packedDay(pack(days));
    }

    public static boolean isLeap(int year) {
        return (year & 3) == 0 && (year % 100 != 0 || year % 400 == 0);
    }

    public static int monthLength(int year, int month) {
        return month == 2 && isLeap(year) ? 29 : MONTH_DAYS[month - 1];
    }

    public static int dayOfYear(int days) {
        return days - toDays(year(days), 1, 1) + 1;
    }

    /** 0 = Sunday. */
    public static int dayOfWeek(int days) {
        return Math.floorMod(days + 4, 7);
    }

    /** Monday of the week. */
    public static int weekStart(int days) {
        return days - Math.floorMod(days + 3, 7);
    }

    /** Year that the ISO week belongs to: that of its Thursday. */
    public static int isoYear(int days) {
        return year(weekStart(days) + 3);
    }

    public static int isoWeek(int days) {
        int thursday = weekStart(days) + 3;
        return (dayOfYear(thursday) - 1) / 7 + 1;
    }

    /** Adds months and keeps the day, or takes the month's last one. */
    public static int addMonths(int days, long months) {
        long packed = pack(days);
        long month = packedYear(packed) * 12L + packedMonth(packed) - 1 + months;
        long newYear = Math.floorDiv(month, 12L);
        if (newYear < -4713 || newYear > 5_874_897) {
            throw Overflow.of(SqlType.DATE);
        }
        int year = (int) newYear;
        int monthOfYear = (int) Math.floorMod(month, 12L) + 1;
        return toDays(
                year, monthOfYear, Math.min(packedDay(packed), monthLength(year, monthOfYear)));
    }

    /** Day that a moment falls on. */
    public static int dayOf(long micros) {
        return (int) Math.floorDiv(micros, MICROS_PER_DAY);
    }

    public static long timeOf(long micros) {
        return Math.floorMod(micros, MICROS_PER_DAY);
    }

    /** Years of every day; the loop of EXTRACT(year FROM date). */
    public static void years(int[] days, long[] years, int[] selection, int n) {
        for (int i = 0; i < n; i++) {
            int p = selection == null ? i : selection[i];
            years[p] = packedYear(pack(days[p]));
        }
    }
}
