package io.colonnade.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGStatement;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What drivers and psql ask the catalog, through pgjdbc and psql themselves. */
class MetadataTest {
    private TestWarehouse warehouse;

    @BeforeEach
    void start() throws IOException, SQLException {
        warehouse = TestWarehouse.open();
    }

    @Test
    void driverListsTables() throws SQLException {
        List<String> names = new ArrayList<>();
        try (Connection connection = warehouse.connect();
                ResultSet tables =
                        connection
                                .getMetaData()
                                .getTables(null, "public", "%", new String[] {"TABLE"})) {
            while (tables.next()) {
                names.add(tables.getString("TABLE_NAME"));
            }
        }
        assertTrue(names.containsAll(List.of("lineitem", "orders", "region")), names.toString());
    }

    @Test
    void driverListsColumns() throws SQLException {
        List<String> columns = new ArrayList<>();
        try (Connection connection = warehouse.connect()) {
            DatabaseMetaData metaData = connection.getMetaData();
            try (ResultSet rows = metaData.getColumns(null, "public", "orders", "%")) {
                while (rows.next()) {
                    columns.add(
                            rows.getInt("ORDINAL_POSITION")
                                    + " "
                                    + rows.getString("COLUMN_NAME")
                                    + " "
                                    + rows.getString("TYPE_NAME")
                                    + " "
                                    + rows.getInt("COLUMN_SIZE")
                                    + " "
                                    + rows.getInt("DECIMAL_DIGITS")
                                    + " "
                                    + rows.getString("IS_NULLABLE"));
                }
            }
        }
        assertEquals(
                """
                1 o_orderkey int8 19 0 NO
                2 o_custkey int4 10 0 NO
                3 o_orderstatus bpchar 1 0 NO
                4 o_totalprice numeric 12 2 NO
                5 o_orderdate date 13 0 NO
                6 o_orderpriority bpchar 15 0 NO
                7 o_clerk bpchar 15 0 NO
                8 o_shippriority int4 10 0 NO
                9 o_comment varchar 79 0 NO\
                """,
                String.join("\n", columns));
    }

    @Test
    void preparedStatementsAreReusedOnTheServer() throws SQLException {
        try (Connection connection = warehouse.connect();
                PreparedStatement statement =
                        connection.prepareStatement(
                                "SELECT n_name, n_regionkey FROM nation WHERE n_nationkey = ?")) {
            statement.unwrap(PGStatement.class).setPrepareThreshold(1);
            for (int key = 0; key < 10; key++) {
                statement.setInt(1, key);
                try (ResultSet result = statement.executeQuery()) {
                    assertTrue(result.next());
                    assertTrue(result.getInt(2) <= 4);
                    assertTrue(!result.next());
                }
            }
        }
    }

    @Test
    void fetchSizeReadsAPortalInParts() throws SQLException {
        try (Connection connection = warehouse.connect();
                PreparedStatement statement =
                        connection.prepareStatement("SELECT o_orderkey FROM orders")) {
            connection.setAutoCommit(false);
            statement.setFetchSize(100);
            int rows = 0;
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    rows++;
                }
            }
            connection.commit();
            assertEquals(15_000, rows);
        }
    }

    @Test
    void psqlListsTables() throws IOException, InterruptedException {
        String list = psql("\\dt");
        assertTrue(list.contains("public|lineitem|table|admin"), list);
        assertTrue(psql("\\d").contains("public|region|table|admin"));
    }

    @Test
    void psqlDescribesATable() throws IOException, InterruptedException {
        String description = psql("\\d orders");
        assertTrue(description.contains("o_orderkey|bigint||not null|"), description);
        assertTrue(description.contains("o_totalprice|numeric(12,2)||not null|"), description);
        assertTrue(description.contains("o_clerk|character(15)||not null|"), description);
    }

    @Test
    void psqlTimesStatements() throws IOException, InterruptedException {
        String output = psql("\\timing on", "SELECT count(*) FROM nation");
        assertTrue(output.contains("25\n") && output.contains("Time: "), output);
    }

    @Test
    void psqlShowsWhereAnErrorIs() throws IOException, InterruptedException {
        String output = psql("SELECT n_nam FROM nation");
        assertTrue(output.contains("ERROR:  "), output);
        assertTrue(output.contains("LINE 1: SELECT n_nam FROM nation"), output);
        assertTrue(output.contains("n_name"), output);
    }

    private String psql(String... commands) throws IOException, InterruptedException {
        Path program =
                Stream.of(System.getenv("PATH").split(":"))
                        .map(folder -> Path.of(folder, "psql"))
                        .filter(Files::isExecutable)
                        .findFirst()
                        .orElse(null);
        assumeTrue(program != null, "psql is not installed");
        ServerAddress address = warehouse.address();
        List<String> line =
                new ArrayList<>(
                        List.of(
                                program.toString(),
                                "-X",
                                "-A",
                                "-h",
                                address.host(),
                                "-p",
                                Integer.toString(address.port()),
                                "-U",
                                address.user(),
                                "-d",
                                address.database()));
        for (String command : commands) {
            line.add("-c");
            line.add(command);
        }
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }
}
