package io.colonnade.sql.definition;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.error.Suggestions;
import io.colonnade.log.ColumnDefinition;
import io.colonnade.log.TableDefinition;
import io.colonnade.plan.LoadOptions;
import io.colonnade.sql.bind.BindContext;
import io.colonnade.sql.catalog.Catalog;
import io.colonnade.sql.parser.CopyOptions;
import io.colonnade.sql.parser.LoadStatement;

import org.apache.calcite.sql.SqlIdentifier;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Resolves COPY ... FROM: the table, its columns, the files, and the options as the loader wants.
 */
public final class CopyBinder {
    private final NameResolver names;

    /**
     * A resolved COPY.
     *
     * @param columns indexes in the table of the columns that the files hold, in file order
     * @param locations as written; empty for STDIN
     * @param label empty without one
     */
    public record Copy(
            TableDefinition table,
            List<Integer> columns,
            List<String> locations,
            LoadOptions options,
            boolean dryRun,
            String label) {}

    public CopyBinder(String text, Catalog catalog, BindContext context) {
        this.names = new NameResolver(text, catalog, context);
    }

    public Copy bind(LoadStatement.Copy copy) {
        TableDefinition table = names.table(copy.table()).definition();
        List<String> locations =
                switch (copy.source()) {
                    case LoadStatement.Source.Locations files -> files.locations();
                    case LoadStatement.Source.ClientStream stream ->
                            throw ColonnadeException.notSupported("COPY ... FROM STDIN");
                };
        refuseAuthorization(copy.options().authorization(), locations);
        return new Copy(
                table,
                columns(table, copy.columns()),
                locations,
                options(copy.options()),
                copy.options().control().noLoad(),
                copy.options().control().label() == null ? "" : copy.options().control().label());
    }

    /** Keys are for object stores; a local file needs none and silently ignoring them misleads. */
    private static void refuseAuthorization(
            CopyOptions.Authorization authorization, List<String> locations) {
        boolean given =
                authorization.iamRole() != null
                        || authorization.accessKeyId() != null
                        || authorization.credentials() != null;
        if (given && locations.stream().noneMatch(location -> location.contains("://"))) {
            throw new ColonnadeException(
                            ErrorCode.INVALID_ARGUMENT, "credentials are not used for local files")
                    .hint("Leave out IAM_ROLE, ACCESS_KEY_ID and CREDENTIALS.");
        }
    }

    private List<Integer> columns(TableDefinition table, List<SqlIdentifier> listed) {
        List<Integer> indexes = new ArrayList<>();
        if (listed.isEmpty()) {
            for (int i = 0; i < table.getColumnsCount(); i++) {
                if (!table.getColumns(i).getIdentity()) {
                    indexes.add(i);
                }
            }
            return indexes;
        }
        for (SqlIdentifier name : listed) {
            int index = index(table, name);
            if (indexes.contains(index)) {
                throw names.at(
                        name,
                        new ColonnadeException(
                                ErrorCode.DUPLICATE_COLUMN,
                                "column \"" + name.getSimple() + "\" specified more than once"));
            }
            indexes.add(index);
        }
        return indexes;
    }

    private int index(TableDefinition table, SqlIdentifier name) {
        for (int i = 0; i < table.getColumnsCount(); i++) {
            if (table.getColumns(i).getName().equals(name.getSimple())) {
                return i;
            }
        }
        ColonnadeException error =
                new ColonnadeException(
                        ErrorCode.UNDEFINED_COLUMN,
                        "column \""
                                + name.getSimple()
                                + "\" of relation \""
                                + table.getName()
                                + "\" does not exist");
        List<String> candidates =
                table.getColumnsList().stream().map(ColumnDefinition::getName).toList();
        throw names.at(
                name,
                Suggestions.nearest(name.getSimple(), candidates)
                        .map(nearest -> error.hint("Perhaps you meant \"" + nearest + "\"."))
                        .orElse(error));
    }

    private static LoadOptions options(CopyOptions options) {
        CopyOptions.Format format = options.format();
        if (format.kind() != CopyOptions.FormatKind.DELIMITED
                && format.kind() != CopyOptions.FormatKind.CSV) {
            throw ColonnadeException.notSupported("COPY FORMAT " + format.kind());
        }
        LoadOptions.Builder load =
                LoadOptions.newBuilder()
                        .setCsv(format.kind() == CopyOptions.FormatKind.CSV)
                        .setIgnoreHeader(format.headerLines())
                        .setEscape(format.escapes())
                        .setRemoveQuotes(format.removeQuotes());
        if (format.delimiter() != null) {
            load.setDelimiter(format.delimiter());
        }
        if (format.quote() != null) {
            load.setQuote(format.quote());
        }
        if (format.escape() != null && !format.escape().equals(format.quote())) {
            throw ColonnadeException.notSupported("COPY with ESCAPE '" + format.escape() + "'");
        }
        applyLocation(options.location(), load);
        applyConversion(options.conversion(), load);
        applyControl(options.control(), load);
        return load.build();
    }

    private static void applyLocation(CopyOptions.Location location, LoadOptions.Builder load) {
        if (location.manifest()) {
            throw ColonnadeException.notSupported("COPY MANIFEST");
        }
        if (location.encrypted()) {
            throw ColonnadeException.notSupported("COPY ENCRYPTED");
        }
        switch (location.compression()) {
            case AUTO -> load.clearCompression();
            case GZIP -> load.setCompression("gzip");
            case ZSTD -> load.setCompression("zstd");
            case BZIP2, LZOP ->
                    throw ColonnadeException.notSupported("COPY " + location.compression());
        }
    }

    private static void applyConversion(
            CopyOptions.Conversion conversion, LoadOptions.Builder load) {
        if (conversion.nullAs() != null) {
            load.setNullAs(conversion.nullAs()).setHasNullAs(true);
        }
        if (conversion.dateFormat() != null) {
            load.setDateFormat(conversion.dateFormat());
        }
        if (conversion.timeFormat() != null) {
            load.setTimeFormat(conversion.timeFormat());
        }
        if (conversion.encoding() != null && !conversion.encoding().equals("UTF8")) {
            throw ColonnadeException.notSupported("COPY ENCODING " + conversion.encoding());
        }
        if (conversion.replacement() != null) {
            load.setAcceptInvChars(true).setReplacement(conversion.replacement());
        }
        Set<CopyOptions.Flag> flags = conversion.flags();
        if (flags.contains(CopyOptions.Flag.EXPLICIT_IDS)) {
            throw ColonnadeException.notSupported("COPY EXPLICIT_IDS");
        }
        // ROUNDEC is what the loader does anyway: extra digits are rounded, never cut.
        load.setAcceptAnyDate(flags.contains(CopyOptions.Flag.ACCEPTANYDATE))
                .setBlanksAsNull(flags.contains(CopyOptions.Flag.BLANKSASNULL))
                .setEmptyAsNull(flags.contains(CopyOptions.Flag.EMPTYASNULL))
                .setFillRecord(flags.contains(CopyOptions.Flag.FILLRECORD))
                .setIgnoreBlankLines(flags.contains(CopyOptions.Flag.IGNOREBLANKLINES))
                .setTrimBlanks(flags.contains(CopyOptions.Flag.TRIMBLANKS))
                .setTruncateColumns(flags.contains(CopyOptions.Flag.TRUNCATECOLUMNS));
    }

    /** COMPUPDATE is the leader's; COMPROWS and STATUPDATE ask for what happens always here. */
    private static void applyControl(CopyOptions.Control control, LoadOptions.Builder load) {
        if (control.maxErrors() != null) {
            load.setMaxErrors(control.maxErrors());
        }
        if (control.ignoreAllErrors()) {
            load.setMaxErrors(Long.MAX_VALUE);
        }
    }
}
