package io.colonnade.leader.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.colonnade.error.ColonnadeException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;

/** Settings: their values, their errors, and what a transaction does to them. */
class SettingsTest {
    private final Settings settings = new Settings();

    private void set(String name, String... values) {
        settings.set(name, Arrays.asList(values), false);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "enable_result_cache_for_session | TRUE | on",
                "enable_result_cache_for_session | 0 | off",
                "statement_timeout | 5000 | 5s",
                "statement_timeout | 2min | 2min",
                "statement_timeout | 1500 | 1500ms",
                "DATESTYLE | iso, mdy | ISO, MDY",
                "timezone | europe/berlin | Europe/Berlin",
                "timezone | utc | UTC",
                "client_encoding | unicode | UTF8",
                "analyze_threshold_percent | 12.50 | 12.5",
                "wlm_query_slot_count | 3 | 3",
                "default_transaction_isolation | Repeatable Read | repeatable read",
                "extra_float_digits | -15 | -15",
            })
    void accepted(String name, String value, String shown) {
        set(name, value);
        assertEquals(shown, settings.show(name));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "enable_result_cache_for_session | maybe | 22023",
                "statement_timeout | 5 parsecs | 22023",
                "statement_timeout | -1 | 22023",
                "wlm_query_slot_count | 51 | 22023",
                "datestyle | german | 0A000",
                "datestyle | lunar | 22023",
                "timezone | Mars/Olympus | 22023",
                "client_encoding | latin1 | 0A000",
                "client_encoding | klingon | 22023",
                "standard_conforming_strings | off | 0A000",
                "server_version | 99 | 22023",
                "no_such_setting | 1 | 42704",
            })
    void refused(String name, String value, String sqlState) {
        ColonnadeException error = assertThrows(ColonnadeException.class, () -> set(name, value));
        assertEquals(sqlState, error.code().sqlState());
    }

    @Test
    void nearestNameIsSuggested() {
        ColonnadeException error =
                assertThrows(ColonnadeException.class, () -> settings.get("serch_path"));
        assertEquals("Did you mean \"search_path\"?", error.hint());
    }

    @Test
    void everyDefaultIsOneThatMayBeSet() {
        for (SettingDefinition definition : SettingCatalog.all()) {
            List<String> value =
                    definition.type() instanceof SettingType.Names
                            ? SearchPath.parse(definition.defaultValue())
                            : List.of(definition.defaultValue());
            assertEquals(
                    definition.defaultValue(),
                    SettingValues.normalise(definition, value),
                    definition.name());
        }
    }

    @Test
    void searchPath() {
        assertEquals(List.of("$user", "public"), settings.searchPath());
        set("search_path", "Odd name", "a\"b", "plain");
        assertEquals("\"Odd name\", \"a\"\"b\", plain", settings.show("search_path"));
        assertEquals(List.of("Odd name", "a\"b", "plain"), settings.searchPath());
    }

    @Test
    void zones() {
        set("timezone", "-8");
        assertEquals(ZoneOffset.ofHours(-8), settings.timeZone());
        set("timezone", "America/New_York");
        assertEquals(ZoneId.of("America/New_York"), settings.timeZone());
        set("timezone", "<+03>-3");
        assertEquals(ZoneOffset.ofHours(3), settings.timeZone());
    }

    @Test
    void transactions() {
        settings.initialise("query_group", "first");
        settings.begin();
        set("query_group", "second");
        set("my.own", "x");
        settings.end(false);
        assertEquals("first", settings.get("query_group"));
        assertThrows(ColonnadeException.class, () -> settings.get("my.own"));
        settings.begin();
        set("query_group", "third");
        settings.set("query_group", List.of("local"), true);
        assertEquals("local", settings.get("query_group"));
        settings.end(true);
        assertEquals("third", settings.get("query_group"));
        set("query_group");
        assertEquals("first", settings.get("query_group"));
    }

    @Test
    void changesAreReportedOnce() {
        assertTrue(settings.takeChanged().isEmpty());
        settings.begin();
        set("application_name", "one");
        settings.set("timezone", List.of("Asia/Tokyo"), true);
        assertEquals(2, settings.takeChanged().size());
        settings.end(true);
        assertEquals("TimeZone", settings.takeChanged().iterator().next().name());
        assertTrue(settings.takeChanged().isEmpty());
        set("query_group", "not reported");
        assertTrue(settings.takeChanged().isEmpty());
    }

    @Test
    void resetAll() {
        set("query_group", "x");
        set("my.own", "x");
        settings.resetAll();
        assertEquals("", settings.get("query_group"));
        assertThrows(ColonnadeException.class, () -> settings.get("my.own"));
    }
}
