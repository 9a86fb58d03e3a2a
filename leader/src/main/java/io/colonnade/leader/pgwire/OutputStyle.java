package io.colonnade.leader.pgwire;

import io.colonnade.leader.session.Settings;

import java.time.ZoneId;

/**
 * The settings that text output depends on.
 *
 * @param extraFloatDigits above 0: floating-point numbers are exact
 */
record OutputStyle(ZoneId zone, int extraFloatDigits) {
    static OutputStyle of(Settings settings) {
        return new OutputStyle(settings.timeZone(), (int) settings.number("extra_float_digits"));
    }
}
