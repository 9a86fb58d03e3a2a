package io.colonnade.sql.parser;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.sql.parser.OptionReader.Argument;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Parses UNLOAD. The query stands in a string and is parsed on its own. */
final class UnloadParser {
    private static final Map<String, Argument> ALLOWED = new TreeMap<>();
    private static final long MEGABYTE = 1024 * 1024;

    /** Redshift's bounds of MAXFILESIZE and ROWGROUPSIZE. */
    private static final long MIN_FILE_BYTES = 5 * MEGABYTE;

    private static final long MAX_FILE_BYTES = 6349 * MEGABYTE;

    static {
        allow(
                Argument.NONE,
                "csv parquet gzip bzip2 zstd header addquotes escape allowoverwrite cleanpath");
        allow(
                Argument.STRING,
                "delimiter fixedwidth null region access_key_id secret_access_key session_token"
                        + " credentials extension");
        allow(Argument.OPTIONAL_STRING, "json");
        allow(Argument.WORD, "iam_role");
        allow(Argument.SWITCH, "parallel");
        allow(Argument.UNSUPPORTED, "kms_key_id master_symmetric_key");
    }

    private static void allow(Argument argument, String names) {
        for (String name : names.split(" ")) {
            ALLOWED.put(name, argument);
        }
    }

    private final Grammar grammar;
    private final TokenCursor cursor;

    UnloadParser(Grammar grammar) {
        this.grammar = grammar;
        this.cursor = grammar.cursor();
    }

    Statement unload() {
        cursor.next();
        cursor.expectSymbol("(");
        Token string = cursor.peek();
        String text = cursor.expectString("a query in quotes");
        cursor.expectSymbol(")");
        cursor.expect("to");
        String target = cursor.expectString("a location in quotes");
        UnloadOptions options = new Options().read();
        return new LoadStatement.Unload(query(text, string), text, target, options);
    }

    /** The query in the string; its own positions mean nothing to the reader of the statement. */
    private SqlNode query(String text, Token string) {
        Statement statement;
        try {
            statement = SqlParser.parseStatement(text);
        } catch (ColonnadeException inner) {
            ColonnadeException error =
                    cursor.error(inner.code(), inner.getMessage(), string)
                            .detail(
                                    "In the query of UNLOAD, at character "
                                            + inner.position()
                                            + ".");
            throw inner.hint() == null ? error : error.hint(inner.hint());
        }
        if (!(statement instanceof QueryStatement.Query query)) {
            throw cursor.error(
                    ErrorCode.SYNTAX_ERROR, "UNLOAD needs a query, not " + statement.tag(), string);
        }
        return query.node();
    }

    /** The options of one statement. */
    private final class Options {
        private final OptionReader options = new OptionReader(cursor, "UNLOAD", ALLOWED);
        private List<SqlIdentifier> partitionBy = List.of();
        private boolean include;
        private Long maxFileBytes;
        private Long rowGroupBytes;

        private UnloadOptions read() {
            while (!cursor.atEndOfStatement()) {
                option(cursor.peek());
            }
            Boolean parallel = options.isOn("parallel");
            return new UnloadOptions(
                    List.copyOf(options.values().keySet()),
                    new CopyOptions.Location(
                            options.get("region"),
                            options.has("manifest"),
                            options.has("encrypted"),
                            CopyOptionParser.compression(options)),
                    CopyOptionParser.authorization(options),
                    format(),
                    new UnloadOptions.Files(
                            partitionBy,
                            include,
                            options.has("allowoverwrite"),
                            options.has("cleanpath"),
                            parallel == null || parallel,
                            maxFileBytes,
                            rowGroupBytes,
                            options.get("extension")));
        }

        private UnloadOptions.Format format() {
            return new UnloadOptions.Format(
                    CopyOptionParser.formatKind(options),
                    options.character("delimiter"),
                    options.get("fixedwidth"),
                    options.get("null"),
                    options.has("header"),
                    options.has("addquotes"),
                    options.has("escape"));
        }

        private void option(Token token) {
            switch (token.kind() == Token.Kind.WORD ? token.text() : "") {
                case "with" -> cursor.next();
                case "format" -> {
                    cursor.next();
                    cursor.accept("as");
                    if (!cursor.atAny("csv", "parquet", "json")) {
                        throw cursor.expected("a format such as CSV or PARQUET");
                    }
                    options.read();
                }
                case "partition" -> {
                    cursor.next();
                    cursor.expect("by");
                    partitionBy = grammar.names().columnList();
                    include = cursor.accept("include");
                    options.put("partition", "", token);
                }
                case "manifest", "encrypted" -> {
                    cursor.next();
                    cursor.acceptAny("verbose", "auto");
                    options.put(token.text(), "", token);
                }
                case "maxfilesize" -> maxFileBytes = size(token, MIN_FILE_BYTES, MAX_FILE_BYTES);
                case "rowgroupsize" -> rowGroupBytes = size(token, 32 * MEGABYTE, 128 * MEGABYTE);
                default -> options.read();
            }
        }

        /** [AS] number [MB | GB] in bytes. */
        private Long size(Token option, long min, long max) {
            cursor.next();
            cursor.accept("as");
            Token number = cursor.peek();
            if (!number.isNumber()) {
                throw cursor.expected("a size");
            }
            cursor.next();
            long unit = "gb".equals(cursor.acceptAny("mb", "gb")) ? 1024 * MEGABYTE : MEGABYTE;
            BigDecimal exact = new BigDecimal(number.text()).multiply(BigDecimal.valueOf(unit));
            long bytes = exact.setScale(0, RoundingMode.HALF_UP).longValue();
            options.put(option.text(), Long.toString(bytes), option);
            return options.inRange(option.text(), min, max);
        }
    }
}
