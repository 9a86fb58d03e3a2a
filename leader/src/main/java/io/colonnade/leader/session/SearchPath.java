package io.colonnade.leader.session;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The text form of search_path: names with commas between, quoted where they need it. */
final class SearchPath {
    private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_$]*");

    private SearchPath() {}

    static String quote(String name) {
        return PLAIN.matcher(name).matches() ? name : "\"" + name.replace("\"", "\"\"") + "\"";
    }

    /** The names of a text made by {@link #quote}, or written by a user in a startup option. */
    static List<String> parse(String text) {
        List<String> names = new ArrayList<>();
        StringBuilder name = new StringBuilder();
        boolean quoted = false;
        boolean any = false;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : ',';
            if (c == '"') {
                if (quoted && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                    name.append('"');
                    i++;
                } else {
                    quoted = !quoted;
                    any = true;
                }
            } else if (c == ',' && (!quoted || i == text.length())) {
                if (any || !name.isEmpty()) {
                    names.add(name.toString());
                }
                name.setLength(0);
                any = false;
            } else if (quoted || !Character.isWhitespace(c)) {
                name.append(quoted ? c : Character.toLowerCase(c));
            }
        }
        return names;
    }
}
