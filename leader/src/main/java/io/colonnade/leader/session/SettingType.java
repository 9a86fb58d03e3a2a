package io.colonnade.leader.session;

import java.util.List;

/** The kinds of values that settings take; {@link SettingValues} checks and normalises them. */
public sealed interface SettingType {
    /** on or off. */
    record Bool() implements SettingType {}

    /** A whole number within bounds. */
    record Whole(long min, long max) implements SettingType {}

    /** A time in milliseconds; also written with the units us, ms, s, min, h, d. 0 = off. */
    record Millis() implements SettingType {}

    /** A number within bounds. */
    record Real(double min, double max) implements SettingType {}

    /**
     * One of some words.
     *
     * @param unsupported words that PostgreSQL knows and this server does not (0A000)
     */
    record Word(List<String> words, List<String> unsupported) implements SettingType {}

    /** Any text. */
    record Text() implements SettingType {}

    /** A list of identifiers. */
    record Names() implements SettingType {}

    /** DateStyle: output style and order of input fields. */
    record DateStyle() implements SettingType {}

    /** A time zone. */
    record Zone() implements SettingType {}

    /** A client encoding; only UTF-8 is spoken. */
    record Encoding() implements SettingType {}
}
