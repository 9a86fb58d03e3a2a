package io.colonnade.sql.parser;

import io.colonnade.error.ErrorCode;
import io.colonnade.sql.parser.Token.Kind;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Parses type names with their aliases, modifiers and array marks. */
final class TypeParser {
    /** Type of varchar(max). */
    private static final int MAX_VARCHAR = 65535;

    /** Alias to canonical name, for names of one word. */
    private static final Map<String, String> ALIASES =
            Map.ofEntries(
                    Map.entry("bool", "boolean"),
                    Map.entry("boolean", "boolean"),
                    Map.entry("int2", "smallint"),
                    Map.entry("smallint", "smallint"),
                    Map.entry("int", "integer"),
                    Map.entry("int4", "integer"),
                    Map.entry("integer", "integer"),
                    Map.entry("int8", "bigint"),
                    Map.entry("bigint", "bigint"),
                    Map.entry("decimal", "numeric"),
                    Map.entry("dec", "numeric"),
                    Map.entry("numeric", "numeric"),
                    Map.entry("real", "real"),
                    Map.entry("float4", "real"),
                    Map.entry("float8", "double precision"),
                    Map.entry("float", "double precision"),
                    Map.entry("double", "double precision"),
                    Map.entry("date", "date"),
                    Map.entry("time", "time without time zone"),
                    Map.entry("timetz", "time with time zone"),
                    Map.entry("timestamp", "timestamp without time zone"),
                    Map.entry("datetime", "timestamp without time zone"),
                    Map.entry("timestamptz", "timestamp with time zone"),
                    Map.entry("char", "character"),
                    Map.entry("character", "character"),
                    Map.entry("nchar", "character"),
                    Map.entry("bpchar", "bpchar"),
                    Map.entry("varchar", "character varying"),
                    Map.entry("nvarchar", "character varying"),
                    Map.entry("text", "text"),
                    Map.entry("varbyte", "varbyte"),
                    Map.entry("varbinary", "varbyte"),
                    Map.entry("bytea", "varbyte"),
                    Map.entry("interval", "interval"));

    /** Types of PostgreSQL and Redshift that may stand before a string: {@code uuid '...'}. */
    private static final Set<String> OTHER_TYPES =
            Set.of(
                    "json",
                    "jsonb",
                    "uuid",
                    "super",
                    "xml",
                    "money",
                    "inet",
                    "cidr",
                    "macaddr",
                    "regclass",
                    "regtype",
                    "regproc",
                    "regprocedure",
                    "regrole",
                    "regnamespace",
                    "oid",
                    "name",
                    "point",
                    "geometry",
                    "geography",
                    "hllsketch",
                    "bit",
                    "tsvector");

    private final TokenCursor cursor;

    TypeParser(TokenCursor cursor) {
        this.cursor = cursor;
    }

    /** A type, which must stand here. */
    TypeName type() {
        Token first = cursor.peek();
        if (first.is("setof")) {
            throw cursor.notSupported("SETOF", first);
        }
        if (!NameParser.isLabel(cursor.peek()) || isReserved(cursor.peek())) {
            throw cursor.expected("a type name");
        }
        TypeName type = element(cursor.next(), first);
        return new TypeName(type.name(), type.modifiers(), arrayDimensions(), cursor.span(first));
    }

    private static boolean isReserved(Token token) {
        return token.kind() == Kind.WORD && !Keywords.isFunctionName(token.text());
    }

    private TypeName element(Token name, Token first) {
        String canonical = canonicalName(name);
        if (canonical.equals("interval")) {
            canonical = intervalName();
        }
        List<Integer> modifiers = modifiers(canonical);
        if (canonical.endsWith(" zone")) {
            canonical = withZone(canonical);
        } else if (name.is("float") && !modifiers.isEmpty()) {
            return floatOf(modifiers.getFirst(), name, first);
        } else if (canonical.equals("bpchar") && !modifiers.isEmpty()) {
            canonical = "character";
        }
        return new TypeName(canonical, modifiers, 0, cursor.span(first));
    }

    /** The canonical name of the type whose first word was just read. */
    private String canonicalName(Token name) {
        if (name.kind() == Kind.QUOTED_IDENTIFIER) {
            return name.text().equals("char") ? "\"char\"" : qualifiedName(name);
        }
        if (name.is("national")) {
            cursor.expectAny("character", "char", "varchar");
            boolean varying = cursor.previous().is("varchar") || cursor.accept("varying");
            return varying ? "character varying" : "character";
        }
        if ((name.is("character") || name.is("char") || name.is("nchar"))
                && cursor.accept("varying")) {
            return "character varying";
        }
        if ((name.is("binary") || name.is("bit")) && cursor.accept("varying")) {
            return name.is("binary") ? "varbyte" : "bit varying";
        }
        if (name.is("double")) {
            cursor.accept("precision");
            return "double precision";
        }
        return qualifiedName(name);
    }

    /** pg_catalog.int4 is int4; every other qualified name is kept whole. */
    private String qualifiedName(Token name) {
        StringBuilder whole = new StringBuilder(name.text());
        Token last = name;
        while (cursor.atSymbol(".")) {
            cursor.next();
            if (!NameParser.isLabel(cursor.peek())) {
                throw cursor.expected("a type name");
            }
            last = cursor.next();
            whole.append('.').append(last.text());
        }
        String text = whole.toString();
        if (text.startsWith("pg_catalog.")) {
            text = text.substring("pg_catalog.".length());
            if (text.equals("char")) {
                return "\"char\"";
            }
        }
        return ALIASES.getOrDefault(text, text);
    }

    private List<Integer> modifiers(String canonical) {
        if (!cursor.atSymbol("(")) {
            return List.of();
        }
        cursor.next();
        List<Integer> values = new ArrayList<>();
        if (cursor.at("max")) {
            cursor.next();
            values.add(MAX_VARCHAR);
        } else {
            do {
                values.add(cursor.expectInt("type modifier"));
            } while (cursor.acceptSymbol(","));
        }
        int limit = canonical.equals("numeric") ? 2 : 1;
        if (values.size() > limit) {
            throw cursor.error(
                    ErrorCode.SYNTAX_ERROR,
                    "type modifier of "
                            + canonical
                            + " must have at most "
                            + limit
                            + " number"
                            + (limit == 1 ? "" : "s"),
                    cursor.previous());
        }
        cursor.expectSymbol(")");
        return List.copyOf(values);
    }

    private TypeName floatOf(int bits, Token name, Token first) {
        if (bits < 1 || bits > 53) {
            throw cursor.error(
                    ErrorCode.INVALID_ARGUMENT,
                    "precision for type float must be 1 to 53 bits",
                    name);
        }
        return new TypeName(
                bits <= 24 ? "real" : "double precision", List.of(), 0, cursor.span(first));
    }

    private String withZone(String canonical) {
        String base = canonical.substring(0, canonical.indexOf(' '));
        if (cursor.at("with", "time") && cursor.peek(2).is("zone")) {
            cursor.skip(3);
            return base + " with time zone";
        }
        if (cursor.at("without", "time") && cursor.peek(2).is("zone")) {
            cursor.skip(3);
            return base + " without time zone";
        }
        return canonical;
    }

    /** The fields after INTERVAL, reduced to the two interval types. */
    private String intervalName() {
        String from = cursor.acceptAny("year", "month", "day", "hour", "minute", "second");
        if (from == null) {
            return "interval";
        }
        if (cursor.accept("to")) {
            cursor.expectAny("month", "hour", "minute", "second");
        }
        boolean months = from.equals("year") || from.equals("month");
        return months ? "interval year to month" : "interval day to second";
    }

    private int arrayDimensions() {
        int dimensions = 0;
        while (cursor.atSymbol("[")) {
            cursor.next();
            if (cursor.peek().kind() == Kind.INTEGER) {
                cursor.next();
            }
            cursor.expectSymbol("]");
            dimensions++;
        }
        if (dimensions == 0 && cursor.at("array")) {
            cursor.next();
            dimensions = 1;
            if (cursor.acceptSymbol("[")) {
                cursor.expectInt("array size");
                cursor.expectSymbol("]");
            }
        }
        return dimensions;
    }

    /**
     * Does a type followed by a string begin here, as in {@code date '1998-12-01'}? Only looks; the
     * word INTERVAL, which has a grammar of its own, is not a type here.
     */
    boolean atTypedString() {
        Token first = cursor.peek();
        if (first.kind() != Kind.WORD
                || first.is("interval")
                || !(ALIASES.containsKey(first.text()) || OTHER_TYPES.contains(first.text()))) {
            return false;
        }
        int ahead = 1;
        if (cursor.peek(1).is("precision") || cursor.peek(1).is("varying")) {
            ahead++;
        }
        if (cursor.peek(ahead).isSymbol("(")) {
            ahead++;
            while (cursor.peek(ahead).kind() == Kind.INTEGER || cursor.peek(ahead).isSymbol(",")) {
                ahead++;
            }
            if (!cursor.peek(ahead).isSymbol(")")) {
                return false;
            }
            ahead++;
        }
        boolean zone = cursor.peek(ahead).is("with") || cursor.peek(ahead).is("without");
        if (zone && cursor.peek(ahead + 1).is("time") && cursor.peek(ahead + 2).is("zone")) {
            ahead += 3;
        }
        return cursor.peek(ahead).kind() == Kind.STRING;
    }
}
