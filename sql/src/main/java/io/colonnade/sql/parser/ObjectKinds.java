package io.colonnade.sql.parser;

import java.util.List;
import java.util.Locale;

/** The kinds of objects that CREATE, ALTER and DROP know in PostgreSQL and Redshift. */
final class ObjectKinds {
    private ObjectKinds() {}

    /** Longer names before the shorter ones that they begin with. */
    private static final List<String> KINDS =
            List.of(
                    "access method",
                    "aggregate",
                    "cast",
                    "collation",
                    "conversion",
                    "database",
                    "datashare",
                    "default privileges",
                    "domain",
                    "event trigger",
                    "extension",
                    "external function",
                    "external model",
                    "external protected view",
                    "external schema",
                    "external table",
                    "external view",
                    "foreign data wrapper",
                    "foreign table",
                    "function",
                    "group",
                    "identity provider",
                    "index",
                    "unique index",
                    "language",
                    "trusted language",
                    "procedural language",
                    "library",
                    "masking policy",
                    "rls policy",
                    "materialized view",
                    "model",
                    "operator class",
                    "operator family",
                    "operator",
                    "policy",
                    "procedure",
                    "publication",
                    "role",
                    "routine",
                    "rule",
                    "sequence",
                    "server",
                    "statistics",
                    "subscription",
                    "system",
                    "tablespace",
                    "text search",
                    "transform",
                    "trigger",
                    "type",
                    "unlogged table",
                    "owned by",
                    "user mapping",
                    "user",
                    "table",
                    "view",
                    "schema");

    /** The statement by its verb and the kind that stands here, skipped to its end. */
    static Statement unsupported(TokenCursor cursor, String verb) {
        for (String kind : KINDS) {
            String[] words = kind.split(" ");
            boolean here = true;
            for (int i = 0; i < words.length; i++) {
                here &= cursor.peek(i).is(words[i]);
            }
            if (here) {
                return StatementParser.unsupported(
                        cursor, verb + " " + kind.toUpperCase(Locale.ROOT));
            }
        }
        for (String kind : List.of("table", "view", "schema", "user", "database", "function")) {
            cursor.accept(kind);
        }
        throw cursor.syntaxError();
    }
}
