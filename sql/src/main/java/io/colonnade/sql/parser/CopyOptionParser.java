package io.colonnade.sql.parser;

import io.colonnade.sql.parser.CopyOptions.Authorization;
import io.colonnade.sql.parser.CopyOptions.Compression;
import io.colonnade.sql.parser.CopyOptions.CompressionUpdate;
import io.colonnade.sql.parser.CopyOptions.Control;
import io.colonnade.sql.parser.CopyOptions.Conversion;
import io.colonnade.sql.parser.CopyOptions.Flag;
import io.colonnade.sql.parser.CopyOptions.Format;
import io.colonnade.sql.parser.CopyOptions.FormatKind;
import io.colonnade.sql.parser.CopyOptions.Location;
import io.colonnade.sql.parser.OptionReader.Argument;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Parses the options of COPY into {@link CopyOptions}. Made for one statement. */
final class CopyOptionParser {
    /** Redshift's bound of MAXERROR. */
    private static final long MAX_ERRORS = 100_000;

    private static final Map<String, Argument> ALLOWED = new TreeMap<>();

    /** Options that name a format by themselves. */
    private static final List<String> FORMATS =
            List.of("csv", "fixedwidth", "json", "avro", "parquet", "orc", "shapefile");

    private static final List<String> COMPRESSIONS = List.of("gzip", "bzip2", "lzop", "zstd");

    static {
        allow(
                Argument.NONE,
                "csv parquet orc gzip bzip2 lzop zstd manifest encrypted noload ignoreallerrors"
                        + " removequotes acceptanydate blanksasnull emptyasnull explicit_ids"
                        + " fillrecord ignoreblanklines roundec trimblanks truncatecolumns");
        allow(
                Argument.STRING,
                "label delimiter quote fixedwidth region access_key_id secret_access_key"
                        + " session_token credentials dateformat timeformat null");
        allow(Argument.OPTIONAL_STRING, "json avro acceptinvchars escape shapefile");
        allow(Argument.WORD, "encoding iam_role format");
        allow(Argument.INTEGER, "ignoreheader maxerror comprows");
        allow(Argument.SWITCH, "compupdate statupdate header");
        allow(
                Argument.UNSUPPORTED,
                "master_symmetric_key readratio ssh force force_quote force_not_null force_null"
                        + " freeze oids binary simplify");
    }

    private final TokenCursor cursor;
    private final OptionReader options;

    CopyOptionParser(TokenCursor cursor) {
        this.cursor = cursor;
        this.options = new OptionReader(cursor, "COPY", ALLOWED);
    }

    private static void allow(Argument argument, String names) {
        for (String name : names.split(" ")) {
            ALLOWED.put(name, argument);
        }
    }

    /** All options up to the end of the statement. */
    CopyOptions options() {
        cursor.accept("with");
        if (cursor.acceptSymbol("(")) {
            do {
                option();
            } while (cursor.acceptSymbol(","));
            cursor.expectSymbol(")");
        }
        while (!cursor.atEndOfStatement() && !cursor.at("where") && !cursor.at("job")) {
            if (!cursor.accept("with") || cursor.atEndOfStatement()) {
                option();
            }
        }
        return new CopyOptions(
                List.copyOf(options.values().keySet()),
                location(),
                authorization(options),
                format(),
                conversion(),
                control());
    }

    private void option() {
        Token token = cursor.peek();
        if (!token.is("format")) {
            options.read();
            return;
        }
        cursor.next();
        cursor.accept("as");
        Token name = cursor.peek();
        if (FORMATS.contains(name.text())) {
            if (name.kind() == Token.Kind.STRING) {
                cursor.next();
                options.put(name.text(), "", name);
            } else {
                options.read();
            }
        } else if (name.is("text")
                || name.is("binary")
                || (name.kind() == Token.Kind.STRING && name.text().equals("text"))) {
            cursor.next();
            options.put("format", name.text(), token);
        } else {
            throw cursor.expected("a format such as CSV or PARQUET");
        }
    }

    private Location location() {
        return new Location(
                options.get("region"),
                options.has("manifest"),
                options.has("encrypted"),
                compression(options));
    }

    static Compression compression(OptionReader options) {
        Compression found = Compression.AUTO;
        for (String name : COMPRESSIONS) {
            if (options.has(name)) {
                if (found != Compression.AUTO) {
                    throw options.invalid(name, "only one compression can be given");
                }
                found = Compression.valueOf(name.toUpperCase(Locale.ROOT));
            }
        }
        return found;
    }

    static Authorization authorization(OptionReader options) {
        return new Authorization(
                options.get("iam_role"),
                options.get("access_key_id"),
                options.get("secret_access_key"),
                options.get("session_token"),
                options.get("credentials"));
    }

    /** The format named by an option of its own, or DELIMITED. */
    static FormatKind formatKind(OptionReader options) {
        FormatKind found = FormatKind.DELIMITED;
        for (String name : FORMATS) {
            if (options.has(name)) {
                if (found != FormatKind.DELIMITED) {
                    throw options.invalid(name, "only one format can be given");
                }
                found = FormatKind.valueOf(name.toUpperCase(Locale.ROOT));
            }
        }
        return found;
    }

    private Format format() {
        FormatKind kind =
                "binary".equals(options.get("format")) ? FormatKind.BINARY : formatKind(options);
        String argument =
                switch (kind) {
                    case FIXEDWIDTH -> options.get("fixedwidth");
                    case JSON -> options.get("json").isEmpty() ? "auto" : options.get("json");
                    case AVRO -> options.get("avro").isEmpty() ? "auto" : options.get("avro");
                    default -> null;
                };
        String escape = options.get("escape");
        boolean escapes = escape != null && escape.isEmpty();
        Long header = options.inRange("ignoreheader", 0, Integer.MAX_VALUE);
        boolean named =
                Boolean.TRUE.equals(options.isOn("header"))
                        || "match".equals(options.get("header"));
        int headerLines = header != null ? header.intValue() : named ? 1 : 0;
        return new Format(
                kind,
                options.character("delimiter"),
                options.character("quote"),
                escapes ? null : options.character("escape"),
                argument,
                headerLines,
                escapes,
                options.has("removequotes"));
    }

    private Conversion conversion() {
        Set<Flag> flags = EnumSet.noneOf(Flag.class);
        for (Flag flag : Flag.values()) {
            if (options.has(flag.name().toLowerCase(Locale.ROOT))) {
                flags.add(flag);
            }
        }
        String replacement = options.get("acceptinvchars");
        String encoding = options.get("encoding");
        return new Conversion(
                options.get("null"),
                options.get("dateformat"),
                options.get("timeformat"),
                encoding == null ? null : encoding.toUpperCase(Locale.ROOT),
                replacement != null && replacement.isEmpty() ? "?" : replacement,
                Set.copyOf(flags));
    }

    private Control control() {
        String update = options.get("compupdate");
        return new Control(
                options.inRange("maxerror", 0, MAX_ERRORS),
                options.has("ignoreallerrors"),
                options.has("noload"),
                options.inRange("comprows", 1, Long.MAX_VALUE),
                update == null ? null : compressionUpdate(update),
                options.isOn("statupdate"),
                label());
    }

    private String label() {
        String label = options.get("label");
        if (label != null && label.isEmpty()) {
            throw options.invalid("label", "a label cannot be empty");
        }
        return label;
    }

    private static CompressionUpdate compressionUpdate(String word) {
        return switch (word) {
            case "preset" -> CompressionUpdate.PRESET;
            case "on", "true" -> CompressionUpdate.ON;
            default -> CompressionUpdate.OFF;
        };
    }
}
