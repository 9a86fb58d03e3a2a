package io.colonnade.cli;

import io.colonnade.error.ColonnadeException;
import io.colonnade.error.ErrorCode;

import org.postgresql.PGProperty;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** Where a server listens, and the database and user to connect with. */
record ServerAddress(String host, int port, String database, String user) {
    static final String DEFAULT_DATABASE = "dev";
    static final String DEFAULT_USER = "admin";

    static ServerAddress of(EmbeddedServer server) {
        return new ServerAddress(server.listen(), server.port(), DEFAULT_DATABASE, DEFAULT_USER);
    }

    /**
     * Opens a connection.
     *
     * @param asText send texts as they are typed and get values as the server writes them, which a
     *     shell wants; otherwise the driver's usual extended protocol
     */
    Connection connect(String application, boolean asText) throws SQLException {
        Properties properties = new Properties();
        PGProperty.USER.set(properties, user);
        PGProperty.APPLICATION_NAME.set(properties, application);
        String password = System.getenv("PGPASSWORD");
        if (password != null) {
            PGProperty.PASSWORD.set(properties, password);
        }
        if (asText) {
            PGProperty.PREFER_QUERY_MODE.set(properties, "simple");
        }
        try {
            return DriverManager.getConnection(
                    "jdbc:postgresql://" + host + ":" + port + "/" + database, properties);
        } catch (SQLException e) {
            if ("08001".equals(e.getSQLState())) {
                throw new ColonnadeException(
                                ErrorCode.CONNECTION_FAILURE,
                                "no server answers at " + host + ":" + port,
                                e)
                        .hint("Start one: colonnade server --data DIR.");
            }
            throw e;
        }
    }
}
