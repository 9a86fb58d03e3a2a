package io.colonnade.sql.bind;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.error.Suggestions;
import io.colonnade.sql.catalog.Catalog;

import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.parser.SqlParserPos;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns the validator's errors into PostgreSQL's: the one place that reads Calcite's messages. One
 * per statement.
 */
final class Problems {
    private static final Pattern TABLE =
            Pattern.compile("(?:Object|Table) '([^']*)' not found(?: within '([^']*)')?.*");
    private static final Pattern COLUMN =
            Pattern.compile("Column '([^']*)' not found in (any table|table '([^']*)').*");
    private static final Pattern AMBIGUOUS = Pattern.compile("Column '([^']*)' is ambiguous.*");
    private static final Pattern GROUPING =
            Pattern.compile("Expression '([^']*)' is not being grouped.*");
    private static final Pattern OPERATOR =
            Pattern.compile(
                    "Cannot apply '([^']*)' to arguments of type '(.*)'\\. Supported.*",
                    Pattern.DOTALL);
    private static final Pattern TYPE_IN_CALL = Pattern.compile("<([^>]*(?:\\([^)]*\\))?[^>]*)>");
    private static final Pattern UNION_COUNT = Pattern.compile("Column count mismatch in (\\w+).*");
    private static final Pattern UNION_TYPE =
            Pattern.compile("Type mismatch in column (\\d+) of (\\w+).*");
    private static final Pattern CAST =
            Pattern.compile("Cast function cannot convert value of type (.*) to type (.*)");
    private static final Pattern TYPE_NAME = Pattern.compile("Unknown datatype name '([^']*)'.*");
    private static final Pattern DUPLICATE =
            Pattern.compile("Duplicate relation name '([^']*)' in FROM clause");

    private final StatementText text;
    private final CatalogReader reader;
    private final BindContext context;

    Problems(StatementText text, CatalogReader reader, BindContext context) {
        this.text = text;
        this.reader = reader;
        this.context = context;
    }

    /** The error to report for one of Calcite's. */
    ColonnadeException translate(CalciteContextException error) {
        SqlParserPos position = new SqlParserPos(error.getPosLine(), error.getPosColumn());
        Throwable cause = error.getCause() == null ? error : error.getCause();
        String message = String.valueOf(cause.getMessage());
        String qualified = text.qualifiedName(position);
        ColonnadeException translated =
                qualified != null && message.startsWith("Object ")
                        ? undefinedTable(
                                lastPart(qualified),
                                qualified.substring(0, qualified.lastIndexOf('.')))
                        : translate(message, cause);
        return translated.position(text.position(position));
    }

    private ColonnadeException translate(String message, Throwable cause) {
        Matcher match = TABLE.matcher(message);
        if (match.matches()) {
            return message.startsWith("Table")
                    ? missingFrom(match.group(1))
                    : undefinedTable(match.group(1), match.group(2));
        }
        match = COLUMN.matcher(message);
        if (match.matches()) {
            return undefinedColumn(match.group(1), match.group(3));
        }
        match = AMBIGUOUS.matcher(message);
        if (match.matches()) {
            return new ColonnadeException(
                    ErrorCode.AMBIGUOUS_COLUMN,
                    "column reference \"" + match.group(1) + "\" is ambiguous");
        }
        match = GROUPING.matcher(message);
        if (match.matches()) {
            return new ColonnadeException(
                    ErrorCode.GROUPING_ERROR,
                    "column \""
                            + match.group(1).toLowerCase(java.util.Locale.ROOT)
                            + "\" must appear in the GROUP BY clause or be used in an aggregate"
                            + " function");
        }
        return types(message, cause);
    }

    private ColonnadeException types(String message, Throwable cause) {
        Matcher match = OPERATOR.matcher(message);
        if (match.matches()) {
            return undefinedOperator(match.group(1), match.group(2));
        }
        match = UNION_COUNT.matcher(message);
        if (match.matches()) {
            return new ColonnadeException(
                    ErrorCode.SYNTAX_ERROR,
                    "each " + match.group(1) + " query must have the same number of columns");
        }
        match = UNION_TYPE.matcher(message);
        if (match.matches()) {
            return new ColonnadeException(
                    ErrorCode.DATATYPE_MISMATCH,
                    match.group(2) + " types of column " + match.group(1) + " cannot be matched");
        }
        match = CAST.matcher(message);
        if (match.matches()) {
            return new ColonnadeException(
                    ErrorCode.CANNOT_COERCE,
                    "cannot cast type " + name(match.group(1)) + " to " + name(match.group(2)));
        }
        match = TYPE_NAME.matcher(message);
        if (match.matches()) {
            return new ColonnadeException(
                    ErrorCode.UNDEFINED_OBJECT, "type \"" + match.group(1) + "\" does not exist");
        }
        match = DUPLICATE.matcher(message);
        if (match.matches()) {
            return new ColonnadeException(
                    ErrorCode.DUPLICATE_ALIAS,
                    "table name \"" + match.group(1) + "\" specified more than once");
        }
        return others(message, cause);
    }

    private static ColonnadeException others(String message, Throwable cause) {
        ErrorCode code;
        String shown = message;
        if (message.startsWith("Aggregate expressions cannot be nested")) {
            code = ErrorCode.GROUPING_ERROR;
            shown = "aggregate function calls cannot be nested";
        } else if (message.contains("ggregate expression is illegal in")) {
            code = ErrorCode.GROUPING_ERROR;
            String clause = message.substring(message.indexOf("illegal in") + 11);
            shown = "aggregate functions are not allowed in " + clause.replace(" clause", "");
        } else if (message.startsWith("Windowed aggregate expression is illegal")) {
            code = ErrorCode.WINDOWING_ERROR;
            shown =
                    "window functions are not allowed in "
                            + message.replaceAll(".*illegal in ", "");
        } else if (message.contains("clause must be a condition")) {
            code = ErrorCode.DATATYPE_MISMATCH;
            shown =
                    "argument of "
                            + message.replaceAll(" clause must be.*", "")
                            + " must be type boolean";
        } else if (message.contains("must have compatible types")
                || message.contains("Illegal mixing of types")) {
            code = ErrorCode.DATATYPE_MISMATCH;
        } else if (message.contains("rdinal out of range")) {
            code = ErrorCode.INVALID_COLUMN_REFERENCE;
            shown = "ORDER BY or GROUP BY position is not in select list";
        } else if (message.contains("OVER") || message.contains("window")) {
            code = ErrorCode.WINDOWING_ERROR;
        } else if (message.contains("must be a single") || message.contains("more than one")) {
            code = ErrorCode.SYNTAX_ERROR;
        } else {
            code = ErrorCode.SYNTAX_ERROR;
        }
        return new ColonnadeException(code, shown, cause);
    }

    private ColonnadeException missingFrom(String table) {
        return new ColonnadeException(
                ErrorCode.UNDEFINED_TABLE, "missing FROM-clause entry for table \"" + table + "\"");
    }

    /** A relation that is in no schema of the path, or not in the one named. */
    ColonnadeException undefinedTable(String name, String schemaPath) {
        Catalog catalog = reader.catalog();
        String schema = schemaPath == null ? null : lastPart(schemaPath);
        String shown = schema == null ? name : schema + "." + name;
        ColonnadeException error =
                new ColonnadeException(
                        ErrorCode.UNDEFINED_TABLE, "relation \"" + shown + "\" does not exist");
        List<String> candidates = new ArrayList<>();
        if (schema == null) {
            context.relationPath(catalog)
                    .forEach(path -> candidates.addAll(catalog.relations(path)));
            candidates.addAll(catalog.relations(BindContext.SYSTEM_SCHEMA));
        } else {
            candidates.addAll(catalog.relations(schema));
        }
        return withHint(error, Suggestions.nearest(name, candidates), schema);
    }

    private static String lastPart(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    private static ColonnadeException withHint(
            ColonnadeException error, Optional<String> nearest, String schema) {
        return nearest.map(
                        name ->
                                error.hint(
                                        "Perhaps you meant \""
                                                + (schema == null ? name : schema + "." + name)
                                                + "\"."))
                .orElse(error);
    }

    ColonnadeException undefinedColumn(String column, String table) {
        String shown = table == null ? "\"" + column + "\"" : table + "." + column;
        ColonnadeException error =
                new ColonnadeException(
                        ErrorCode.UNDEFINED_COLUMN, "column " + shown + " does not exist");
        return withHint(error, Suggestions.nearest(column, reader.usedColumns()), table);
    }

    /** "Cannot apply 'x' to arguments of type '<DATE> = <INTEGER>'". */
    private static ColonnadeException undefinedOperator(String operator, String arguments) {
        List<String> types = new ArrayList<>();
        Matcher matcher = TYPE_IN_CALL.matcher(arguments);
        while (matcher.find()) {
            types.add(name(matcher.group(1)));
        }
        boolean infix = types.size() == 2 && !operator.chars().anyMatch(Character::isLetter);
        return infix
                ? noOperator(types.get(0) + " " + operator + " " + types.get(1))
                : new ColonnadeException(
                                ErrorCode.UNDEFINED_FUNCTION,
                                "function "
                                        + operator.toLowerCase(java.util.Locale.ROOT)
                                        + "("
                                        + String.join(", ", types)
                                        + ") does not exist")
                        .hint(CAST_HINT);
    }

    static final String CAST_HINT =
            "No function matches the given name and argument types. You might need to add explicit"
                    + " type casts.";

    static ColonnadeException noOperator(String call) {
        return new ColonnadeException(
                        ErrorCode.UNDEFINED_FUNCTION, "operator does not exist: " + call)
                .hint(
                        "No operator matches the given name and argument types. You might need to"
                                + " add explicit type casts.");
    }

    /** PostgreSQL's name of a type as Calcite prints it. */
    private static String name(String calcite) {
        String base = calcite.replaceAll("\\(.*| NOT NULL", "").strip();
        return switch (base) {
            case "VARCHAR" -> "character varying";
            case "CHAR" -> "character";
            case "DECIMAL" -> "numeric";
            case "DOUBLE", "FLOAT" -> "double precision";
            case "TIMESTAMP" -> "timestamp without time zone";
            case "TIMESTAMP_WITH_LOCAL_TIME_ZONE" -> "timestamp with time zone";
            case "TIME" -> "time without time zone";
            default -> base.toLowerCase(java.util.Locale.ROOT);
        };
    }
}
