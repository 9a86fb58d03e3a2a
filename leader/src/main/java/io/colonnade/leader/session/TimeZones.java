package io.colonnade.leader.session;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Finds time zones by the names that PostgreSQL takes. */
public final class TimeZones {
    private static final Map<String, String> ID_BY_LOWER_CASE =
            ZoneId.getAvailableZoneIds().stream()
                    .collect(
                            Collectors.toUnmodifiableMap(
                                    id -> id.toLowerCase(Locale.ROOT), Function.identity()));

    private static final Map<String, String> ABBREVIATIONS =
            Map.of(
                    "est", "-5", "edt", "-4", "cst", "-6", "cdt", "-5", "mst", "-7", "mdt", "-6",
                    "pst", "-8", "pdt", "-7");

    /** Hours east of Greenwich as in SET TIME ZONE -8, or 5.5. */
    private static final Pattern HOURS = Pattern.compile("([+-]?)(\\d{1,2})(?:\\.(\\d{1,3}))?");

    /** A POSIX specification, whose sign counts west of Greenwich. */
    private static final Pattern POSIX =
            Pattern.compile("<?[a-z+-]*\\d*>?([+-]?)(\\d{1,2})(?::?(\\d{2}))?");

    /** ISO offset, east of Greenwich. */
    private static final Pattern OFFSET = Pattern.compile("([+-])(\\d{2}):(\\d{2})");

    private static final int SECONDS_PER_HOUR = 3600;

    private TimeZones() {}

    /** The zone; empty when nothing is known by that name. */
    public static Optional<ZoneId> find(String name) {
        String lower = name.strip().toLowerCase(Locale.ROOT);
        switch (lower) {
            case "utc", "gmt", "z", "zulu", "universal", "uct", "etc/utc", "greenwich" -> {
                return Optional.of(ZoneOffset.UTC);
            }
            case "local", "default" -> {
                return Optional.of(ZoneOffset.UTC);
            }
            default -> {}
        }
        String id = ID_BY_LOWER_CASE.get(lower);
        try {
            return id != null ? Optional.of(ZoneId.of(id)) : byOffset(lower);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<ZoneId> byOffset(String lower) {
        String text = ABBREVIATIONS.getOrDefault(lower, lower);
        Matcher iso = OFFSET.matcher(text);
        if (iso.matches()) {
            return Optional.of(offset(iso.group(1), iso.group(2), minutes(iso.group(3)), 1));
        }
        Matcher hours = HOURS.matcher(text);
        if (hours.matches()) {
            double fraction =
                    hours.group(3) == null ? 0 : Double.parseDouble("0." + hours.group(3));
            int seconds = (int) Math.round(fraction * SECONDS_PER_HOUR);
            return Optional.of(offset(hours.group(1), hours.group(2), seconds, 1));
        }
        Matcher posix = POSIX.matcher(text);
        if (posix.matches()) {
            return Optional.of(offset(posix.group(1), posix.group(2), minutes(posix.group(3)), -1));
        }
        return Optional.empty();
    }

    private static int minutes(String text) {
        return text == null ? 0 : Integer.parseInt(text) * 60;
    }

    private static ZoneId offset(String sign, String hours, int seconds, int east) {
        int total = Integer.parseInt(hours) * SECONDS_PER_HOUR + seconds;
        return ZoneOffset.ofTotalSeconds(sign.equals("-") ? -total * east : total * east);
    }
}
