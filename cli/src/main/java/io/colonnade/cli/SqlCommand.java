package io.colonnade.cli;

import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;

/** The SQL shell: a terminal session, statements from the command line, a file or the input. */
@Command(
        name = "sql",
        description = "A SQL shell.",
        footer = {
            "",
            "Without -c and -f statements are read from the terminal, or from the input if that is"
                    + " no terminal. With -c, -f and an input that is no terminal the first error"
                    + " ends the command with status 1. A password is taken from PGPASSWORD."
        })
final class SqlCommand implements Callable<Integer> {
    @Option(
            names = {"-h", "--host"},
            description = "Server to connect to (default: ${DEFAULT-VALUE}).",
            paramLabel = "HOST",
            defaultValue = "127.0.0.1")
    private String host;

    @Option(
            names = {"-p", "--port"},
            description = "Its port (default: ${DEFAULT-VALUE}).",
            paramLabel = "PORT",
            defaultValue = "5439")
    private int port;

    @Option(
            names = {"-d", "--dbname"},
            description = "Database (default: ${DEFAULT-VALUE}).",
            paramLabel = "NAME",
            defaultValue = "dev")
    private String database;

    @Option(
            names = {"-U", "--username"},
            description = "User (default: ${DEFAULT-VALUE}).",
            paramLabel = "NAME",
            defaultValue = "admin")
    private String user;

    @Option(
            names = {"-c", "--command"},
            description = "Run these statements and exit; may be given several times.",
            paramLabel = "SQL")
    private List<String> texts = List.of();

    @Option(
            names = {"-f", "--file"},
            description = "Run the statements of this file and exit.",
            paramLabel = "FILE")
    private List<String> files = List.of();

    @Option(names = "--csv", description = "Print rows as CSV with a header.")
    private boolean csv;

    @Option(
            names = "--null",
            description = "How NULL is shown in tables (default: ${DEFAULT-VALUE}).",
            paramLabel = "TEXT",
            defaultValue = "NULL")
    private String nullText;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws SQLException, IOException {
        ServerAddress address = new ServerAddress(host, port, database, user);
        try (Connection connection = address.connect("colonnade sql", true)) {
            boolean batch = !texts.isEmpty() || !files.isEmpty();
            if (!batch && System.console() != null && System.console().isTerminal()) {
                runTerminal(connection);
                return 0;
            }
            PrintWriter out = spec.commandLine().getOut();
            PrintWriter err = spec.commandLine().getErr();
            ShellSession session = session(connection, out, err);
            Thread cancel = new Thread(session::cancel, "cancel-at-exit");
            Runtime.getRuntime().addShutdownHook(cancel);
            SqlShell shell = new SqlShell(session, err, database);
            boolean succeeded =
                    texts.stream().allMatch(shell::runText)
                            && files.stream().allMatch(shell::runFile)
                            && (batch || runInput(shell));
            Runtime.getRuntime().removeShutdownHook(cancel);
            return succeeded ? 0 : 1;
        }
    }

    private boolean runInput(SqlShell shell) throws IOException {
        return shell.runScript(
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)),
                "input");
    }

    private void runTerminal(Connection connection) throws IOException {
        Path history = Path.of(System.getProperty("user.home"), ".colonnade_history");
        try (Terminal terminal = TerminalBuilder.builder().system(true).build()) {
            PrintWriter writer = terminal.writer();
            writer.println("colonnade sql: \\? for help, \\q to quit");
            ShellSession session = session(connection, writer, writer);
            new SqlShell(session, writer, database).runTerminal(terminal, history);
        }
    }

    private ShellSession session(Connection connection, PrintWriter out, PrintWriter err) {
        ResultFormat format = csv ? ResultFormat.CSV : ResultFormat.ALIGNED;
        return new ShellSession(connection, out, err, format, nullText);
    }
}
