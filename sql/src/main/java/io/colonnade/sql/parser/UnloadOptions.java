package io.colonnade.sql.parser;

import org.apache.calcite.sql.SqlIdentifier;

import java.util.List;

/**
 * The options of UNLOAD, typed and checked one by one. A null component was not written.
 *
 * @param written names of all options in the order in which they were written
 */
public record UnloadOptions(
        List<String> written,
        CopyOptions.Location location,
        CopyOptions.Authorization authorization,
        Format format,
        Files files) {

    /**
     * The shape of the files.
     *
     * @param argument FIXEDWIDTH specification, or null
     */
    public record Format(
            CopyOptions.FormatKind kind,
            String delimiter,
            String argument,
            String nullAs,
            boolean header,
            boolean addQuotes,
            boolean escapes) {}

    /**
     * Which files there are.
     *
     * @param partitionBy PARTITION BY columns, or empty
     * @param partitionInclude INCLUDE: partition columns stay in the files
     * @param maxFileBytes MAXFILESIZE, or null
     * @param rowGroupBytes ROWGROUPSIZE, or null
     * @param extension EXTENSION, or null
     */
    public record Files(
            List<SqlIdentifier> partitionBy,
            boolean partitionInclude,
            boolean allowOverwrite,
            boolean cleanPath,
            boolean parallel,
            Long maxFileBytes,
            Long rowGroupBytes,
            String extension) {}
}
