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

    /** Eras of 400 years that make every number of the fast algorithm positive. */
    private static final int ERAS = 82;

    private static final int LEAST_FAST = -12_000_000;
    private static final int MOST_FAST = 1_000_000_000;

    private CivilDate() {}

    public static int toDays(int year, int month, int day) {
        int y = month <= 2 ? year - 1 : year;
        int era = Math.floorDiv(y, 400);
        int yearOfEra = y - era * 400;
        int dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * DAYS_PER_ERA + dayOfEra - EPOCH_SHIFT;
    }

    /** year * 512 + month * 32 + day in one number; see packedYear() and so on. */
    public static long pack(int days) {
        if (days >= LEAST_FAST && days <= MOST_FAST) {
            return packFast(days);
        }
        long z = (long) days + EPOCH_SHIFT;
        long era = Math.floorDiv(z, (long) DAYS_PER_ERA);
        return packFast((int) (z - era * DAYS_PER_ERA) - EPOCH_SHIFT) + (era * 400 << 9);
    }

    /**
     * After Neri and Schneider, "Euclidean affine functions and their application to calendar
     * algorithms", 2022: multiplications instead of divisions.
     */
    private static long packFast(int days) {
        // all numbers below are unsigned 32-bit in the paper, and fit a long here
        long n1 = 4L * ((long) days + EPOCH_SHIFT + (long) DAYS_PER_ERA * ERAS) + 3;
        long century = n1 / DAYS_PER_ERA;
        long n2 = (n1 - century * DAYS_PER_ERA) | 3;
        long p2 = 2_939_745L * n2;
        long yearOfCentury = p2 >>> 32;
        long dayOfYear = (p2 & 0xFFFFFFFFL) / 2_939_745L >>> 2;
        long n3 = 2_141L * dayOfYear + 197_913;
        long month = n3 >>> 16;
        long day = (n3 & 0xFFFFL) / 2_141 + 1;
        // the algorithm's year begins in March
        long next = dayOfYear >= 306 ? 1 : 0;
        long year = 100 * century + yearOfCentury - 400L * ERAS + next;
        return year << 9 | month - 12 * next << 5 | day;
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

    /** Years of the days at each row (null = the first n). */
    public static void years(int[] days, long[] years, int[] rows, int n) {
        for (int i = 0; i < n; i++) {
            int p = rows == null ? i : rows[i];
            int year = packedYear(pack(days[p]));
            // there is no year 0: 1 BC is -1
            years[p] = year > 0 ? year : year - 1;
        }
    }

    public static void months(int[] days, long[] months, int[] rows, int n) {
        for (int i = 0; i < n; i++) {
            int p = rows == null ? i : rows[i];
            months[p] = packedMonth(pack(days[p]));
        }
    }

    public static void daysOfMonth(int[] days, long[] result, int[] rows, int n) {
        for (int i = 0; i < n; i++) {
            int p = rows == null ? i : rows[i];
            result[p] = packedDay(pack(days[p]));
        }
    }
}
