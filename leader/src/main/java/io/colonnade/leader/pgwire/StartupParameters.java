package io.colonnade.leader.pgwire;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.leader.session.SettingCatalog;
import io.colonnade.leader.session.SettingDefinition;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a client said in its startup message, sorted.
 *
 * @param settings those that are session settings
 * @param protocolOptions names that begin with {@code _pq_.}; none is known
 * @param others everything else, such as a driver's own version: kept, not refused
 */
record StartupParameters(
        String user,
        String database,
        Map<String, String> settings,
        List<String> protocolOptions,
        Map<String, String> others) {

    static StartupParameters of(Map<String, String> parameters) {
        Map<String, String> settings = new LinkedHashMap<>();
        List<String> protocolOptions = new ArrayList<>();
        Map<String, String> others = new LinkedHashMap<>();
        parameters.forEach(
                (name, value) -> {
                    switch (name) {
                        case "user", "database" -> {}
                        case "options" -> addOptions(value, settings);
                        case "replication" -> refuseReplication(value);
                        default -> {
                            if (name.startsWith("_pq_.")) {
                                protocolOptions.add(name);
                            } else if (isSetting(name)) {
                                settings.put(name, value);
                            } else {
                                others.put(name, value);
                            }
                        }
                    }
                });
        String user = parameters.getOrDefault("user", "");
        if (user.isEmpty()) {
            throw new ColonnadeException(
                    ErrorCode.INVALID_AUTHORIZATION,
                    "no PostgreSQL user name specified in startup packet");
        }
        String database = parameters.getOrDefault("database", "");
        return new StartupParameters(
                user, database.isEmpty() ? user : database, settings, protocolOptions, others);
    }

    private static boolean isSetting(String name) {
        return SettingCatalog.find(name).map(SettingDefinition::changeable).orElse(false);
    }

    private static void refuseReplication(String value) {
        switch (value) {
            case "false", "off", "no", "0" -> {}
            default -> throw ColonnadeException.notSupported("the replication protocol");
        }
    }

    /**
     * {@code -c name=value} and {@code --name=value}; a backslash takes the next blank as it is.
     */
    private static void addOptions(String text, Map<String, String> settings) {
        List<String> words = words(text);
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            String assignment;
            if (word.equals("-c") && i + 1 < words.size()) {
                assignment = words.get(++i);
            } else if (word.startsWith("-c") && word.length() > 2) {
                assignment = word.substring(2);
            } else if (word.startsWith("--")) {
                assignment = word.substring(2);
            } else {
                throw new ColonnadeException(
                        ErrorCode.SYNTAX_ERROR,
                        "invalid command-line argument for server process: " + word);
            }
            int equals = assignment.indexOf('=');
            if (equals <= 0) {
                throw new ColonnadeException(
                        ErrorCode.SYNTAX_ERROR, "-c " + assignment + " requires a value");
            }
            settings.put(
                    assignment.substring(0, equals).replace('-', '_'),
                    assignment.substring(equals + 1));
        }
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                word.append(text.charAt(++i));
            } else if (!Character.isWhitespace(c)) {
                word.append(c);
            } else if (!word.isEmpty()) {
                words.add(word.toString());
                word.setLength(0);
            }
        }
        if (!word.isEmpty()) {
            words.add(word.toString());
        }
        return words;
    }
}
