package io.colonnade.sql.parser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;
import io.colonnade.sql.parser.CopyOptions.Compression;
import io.colonnade.sql.parser.CopyOptions.CompressionUpdate;
import io.colonnade.sql.parser.CopyOptions.Flag;
import io.colonnade.sql.parser.CopyOptions.FormatKind;
import io.colonnade.sql.parser.LoadStatement.Source;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Set;

/** COPY and UNLOAD with their options. */
class LoadTest {
    private static LoadStatement.Copy copy(String rest) {
        return assertInstanceOf(
                LoadStatement.Copy.class, SqlParser.parseStatement("copy t from " + rest), rest);
    }

    private static CopyOptions options(String options) {
        return copy("'/data/x' " + options).options();
    }

    @Test
    void copyNamesTableColumnsAndLocations() {
        LoadStatement.Copy copy =
                assertInstanceOf(
                        LoadStatement.Copy.class,
                        SqlParser.parseStatement("copy s.t (a, b) from '/x/*.gz', 'file:///y'"));
        assertEquals("s.t", copy.table().toString());
        assertEquals(2, copy.columns().size());
        assertEquals(new Source.Locations(List.of("/x/*.gz", "file:///y")), copy.source());
        assertEquals(new Source.ClientStream(), copy("stdin").source());
    }

    @Test
    void formatsHaveTheirArguments() {
        CopyOptions none = options("");
        assertEquals(FormatKind.DELIMITED, none.format().kind());
        assertNull(none.format().delimiter());
        assertEquals(Compression.AUTO, none.location().compression());
        CopyOptions csv = options("format as csv delimiter as ';' quote '%' ignoreheader 2 gzip");
        assertEquals(FormatKind.CSV, csv.format().kind());
        assertEquals(";", csv.format().delimiter());
        assertEquals("%", csv.format().quote());
        assertEquals(2, csv.format().headerLines());
        assertEquals(Compression.GZIP, csv.location().compression());
        assertEquals(List.of("csv", "delimiter", "quote", "ignoreheader", "gzip"), csv.written());
        assertEquals(FormatKind.PARQUET, options("parquet").format().kind());
        assertEquals("auto", options("json").format().argument());
        assertEquals("s3://p", options("format json as 's3://p'").format().argument());
        assertEquals("a:3,b:5", options("fixedwidth 'a:3,b:5'").format().argument());
        assertEquals("\t", options("delimiter '\\t'").format().delimiter());
        assertEquals("\u0001", options("delimiter '\\001'").format().delimiter());
        assertEquals(1, options("csv header").format().headerLines());
        assertTrue(options("escape removequotes").format().escapes());
        assertTrue(options("removequotes").format().removeQuotes());
    }

    @Test
    void conversionAndControlOptionsAreTyped() {
        CopyOptions options =
                options(
                        "acceptanydate acceptinvchars as '^' blanksasnull emptyasnull null as '\\N'"
                            + " dateformat 'auto' timeformat 'epochsecs' encoding utf16 fillrecord"
                            + " trimblanks truncatecolumns roundec explicit_ids ignoreblanklines"
                            + " maxerror as 10 noload comprows 1000 compupdate preset statupdate"
                            + " off region 'eu-west-1' manifest");
        assertEquals("^", options.conversion().replacement());
        assertEquals("\\N", options.conversion().nullAs());
        assertEquals("auto", options.conversion().dateFormat());
        assertEquals("epochsecs", options.conversion().timeFormat());
        assertEquals("UTF16", options.conversion().encoding());
        assertEquals(Set.of(Flag.values()), options.conversion().flags());
        assertEquals(10, options.control().maxErrors());
        assertTrue(options.control().noLoad());
        assertEquals(1000, options.control().compressionRows());
        assertEquals(CompressionUpdate.PRESET, options.control().compressionUpdate());
        assertFalse(options.control().statisticsUpdate());
        assertEquals("eu-west-1", options.location().region());
        assertTrue(options.location().manifest());
        assertEquals("?", options("acceptinvchars").conversion().replacement());
    }

    @Test
    void authorizationIsKeptAndNotPrinted() {
        CopyOptions role = options("iam_role default csv");
        assertEquals("default", role.authorization().iamRole());
        CopyOptions keys = options("access_key_id 'AK' secret_access_key 'SK' session_token 'ST'");
        assertEquals("SK", keys.authorization().secretAccessKey());
        assertFalse(keys.toString().contains("SK"));
        assertEquals(
                "a=b",
                options("with credentials as 'a=b' delimiter '|'").authorization().credentials());
    }

    @Test
    void postgresFormsAreTaken() {
        CopyOptions options = copy("stdin with (format csv, header true, null 'x')").options();
        assertEquals(FormatKind.CSV, options.format().kind());
        assertEquals(1, options.format().headerLines());
        assertEquals("x", options.conversion().nullAs());
        assertEquals(0, copy("stdin (format csv, header false)").options().format().headerLines());
        assertEquals(FormatKind.DELIMITED, copy("stdin (format text)").options().format().kind());
        assertEquals(FormatKind.BINARY, copy("stdin (format binary)").options().format().kind());
        assertEquals("e", copy("stdin with csv escape 'e'").options().format().escape());
        LoadStatement.CopyTo out =
                assertInstanceOf(
                        LoadStatement.CopyTo.class,
                        SqlParser.parseStatement("copy (select 1) to stdout with csv header"));
        assertEquals("SELECT 1", out.query().toString());
        assertNull(out.table());
        LoadStatement.CopyTo table =
                assertInstanceOf(
                        LoadStatement.CopyTo.class,
                        SqlParser.parseStatement("copy t (a) to stdout"));
        assertEquals("t", table.table().getSimple());
    }

    private static void invalid(String options, String message) {
        ColonnadeException error =
                assertThrows(ColonnadeException.class, () -> options(options), options);
        assertEquals(ErrorCode.INVALID_ARGUMENT, error.code(), options);
        assertEquals(message, error.getMessage(), options);
        assertTrue(error.position() > 0);
    }

    @Test
    void valuesOutOfRangeAreRefused() {
        invalid("delimiter '||'", "DELIMITER must be a single character");
        invalid("quote ''", "QUOTE must be a single character");
        invalid("maxerror 100001", "MAXERROR must be 0 to 100000");
        invalid("comprows 0", "COMPROWS must be 1 to 9223372036854775807");
        invalid("gzip zstd", "only one compression can be given");
        invalid("csv parquet", "only one format can be given");
        invalid("ignoreheader 'x'", "IGNOREHEADER must be a whole number");
    }

    @Test
    void unloadParsesItsQueryAndOptions() {
        LoadStatement.Unload unload =
                assertInstanceOf(
                        LoadStatement.Unload.class,
                        SqlParser.parseStatement(
                                "unload ('select ''x'' as a from t') to 's3://b/p_' iam_role"
                                    + " default format as parquet partition by (a) include manifest"
                                    + " verbose allowoverwrite parallel off maxfilesize 100 mb"
                                    + " rowgroupsize as 64 mb extension 'pq'"));
        assertEquals("select 'x' as a from t", unload.queryText());
        assertEquals("s3://b/p_", unload.target());
        assertEquals(FormatKind.PARQUET, unload.options().format().kind());
        assertTrue(unload.options().files().partitionInclude());
        assertFalse(unload.options().files().parallel());
        assertEquals(100L << 20, unload.options().files().maxFileBytes());
        assertEquals(64L << 20, unload.options().files().rowGroupBytes());
        assertTrue(unload.options().location().manifest());
        assertEquals("pq", unload.options().files().extension());
    }
}
