package io.colonnade.sql.parser;

import java.util.List;
import java.util.Set;

/**
 * The options of COPY, typed and checked one by one; what they mean together is the loader's
 * business. A null component was not written.
 *
 * @param written the names of all options in the order in which they were written, so that a loader
 *     can refuse by name those it does not know
 */
public record CopyOptions(
        List<String> written,
        Location location,
        Authorization authorization,
        Format format,
        Conversion conversion,
        Control control) {

    /** REGION, MANIFEST, ENCRYPTED and compression of the source. */
    public record Location(
            String region, boolean manifest, boolean encrypted, Compression compression) {}

    /** How the files are compressed; AUTO when nothing was written: by the file's own header. */
    public enum Compression {
        AUTO,
        GZIP,
        BZIP2,
        LZOP,
        ZSTD
    }

    /** IAM_ROLE, keys or CREDENTIALS; all null when none was written. */
    public record Authorization(
            String iamRole,
            String accessKeyId,
            String secretAccessKey,
            String sessionToken,
            String credentials) {
        @Override
        public String toString() {
            return "Authorization[***]";
        }
    }

    /** The family of a file format. */
    public enum FormatKind {
        /** Delimited text; Redshift's default. */
        DELIMITED,
        CSV,
        FIXEDWIDTH,
        JSON,
        AVRO,
        PARQUET,
        ORC,
        SHAPEFILE,
        /** PostgreSQL's FORMAT binary. */
        BINARY
    }

    /**
     * The shape of the files.
     *
     * @param delimiter one character or escape such as \t already resolved; null when not written
     * @param quote QUOTE AS of CSV, or null
     * @param escape QUOTE escape character of PostgreSQL's COPY, or null
     * @param argument FIXEDWIDTH specification, or the argument of JSON and AVRO; else null
     * @param headerLines IGNOREHEADER n, or 1 for HEADER; 0 when not written
     * @param escapes ESCAPE of Redshift: backslash escapes in delimited text
     * @param removeQuotes REMOVEQUOTES
     */
    public record Format(
            FormatKind kind,
            String delimiter,
            String quote,
            String escape,
            String argument,
            int headerLines,
            boolean escapes,
            boolean removeQuotes) {}

    /**
     * How fields become values.
     *
     * @param nullAs NULL AS, or null
     * @param dateFormat DATEFORMAT, {@code auto} or null
     * @param timeFormat TIMEFORMAT, {@code auto}, {@code epochsecs}, {@code epochmillisecs} or null
     * @param encoding ENCODING in upper case, or null
     * @param replacement ACCEPTINVCHARS AS; null when not written
     * @param flags the options without an argument
     */
    public record Conversion(
            String nullAs,
            String dateFormat,
            String timeFormat,
            String encoding,
            String replacement,
            Set<Flag> flags) {}

    /** Conversion options without an argument. */
    public enum Flag {
        ACCEPTANYDATE,
        BLANKSASNULL,
        EMPTYASNULL,
        EXPLICIT_IDS,
        FILLRECORD,
        IGNOREBLANKLINES,
        ROUNDEC,
        TRIMBLANKS,
        TRUNCATECOLUMNS
    }

    /** COMPUPDATE. */
    public enum CompressionUpdate {
        ON,
        OFF,
        PRESET
    }

    /**
     * How the load runs.
     *
     * @param maxErrors MAXERROR, or null
     * @param compressionRows COMPROWS, or null
     * @param statisticsUpdate STATUPDATE, or null
     * @param label LABEL, under which the load commits at most once, or null
     */
    public record Control(
            Long maxErrors,
            boolean ignoreAllErrors,
            boolean noLoad,
            Long compressionRows,
            CompressionUpdate compressionUpdate,
            Boolean statisticsUpdate,
            String label) {}
}
