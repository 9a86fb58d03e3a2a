package io.colonnade.cli;

import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Terminal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Feeds a session with statements: from a terminal, where errors are shown and the next line is
 * read, or from a script, which ends at the first error. One thread owns it.
 */
final class SqlShell {
    private final ShellSession session;
    private final PrintWriter err;
    private final String database;
    private final MetaCommands commands;

    SqlShell(ShellSession session, PrintWriter err, String database) {
        this.session = session;
        this.err = err;
        this.database = database;
        this.commands = new MetaCommands(session, this);
    }

    PrintWriter err() {
        return err;
    }

    /** Runs what one -c option holds; false at the first error. */
    boolean runText(String text) {
        if (text.stripLeading().startsWith("\\")) {
            return commands.run(text) != MetaCommands.Outcome.FAILED;
        }
        StatementBuffer buffer = new StatementBuffer();
        for (StatementBuffer.Entry entry : buffer.add(text)) {
            if (!session.run(entry.sql(), "")) {
                return false;
            }
        }
        return buffer.rest().map(entry -> session.run(entry.sql(), "")).orElse(true);
    }

    /** Runs a file; false at the first error, also when the file cannot be read. */
    boolean runFile(String name) {
        try (BufferedReader lines =
                Files.newBufferedReader(Path.of(name), StandardCharsets.UTF_8)) {
            return runScript(lines, name);
        } catch (NoSuchFileException e) {
            return cannotRead(name, "it does not exist");
        } catch (IOException e) {
            return cannotRead(name, ErrorText.oneLine(e));
        }
    }

    private boolean cannotRead(String name, String reason) {
        err.println("cannot read " + name + ": " + reason);
        err.flush();
        return false;
    }

    /** Runs lines to their end, a quit command or the first error. */
    boolean runScript(BufferedReader lines, String name) throws IOException {
        StatementBuffer buffer = new StatementBuffer();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (buffer.isEmpty() && line.startsWith("\\")) {
                MetaCommands.Outcome outcome = commands.run(line);
                if (outcome != MetaCommands.Outcome.DONE) {
                    return outcome == MetaCommands.Outcome.QUIT;
                }
                buffer.add("");
                continue;
            }
            for (StatementBuffer.Entry entry : buffer.add(line)) {
                if (!session.run(entry.sql(), name + ":" + entry.line() + ": ")) {
                    return false;
                }
            }
        }
        return buffer.rest()
                .map(entry -> session.run(entry.sql(), name + ":" + entry.line() + ": "))
                .orElse(true);
    }

    /** Reads from the terminal until the end of input. */
    void runTerminal(Terminal terminal, Path historyFile) {
        terminal.handle(Terminal.Signal.INT, signal -> session.cancel());
        DefaultParser plainLines = new DefaultParser();
        plainLines.setEscapeChars(null);
        plainLines.setQuoteChars(new char[0]);
        LineReader reader =
                LineReaderBuilder.builder()
                        .terminal(terminal)
                        .appName("colonnade")
                        .parser(plainLines)
                        .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                        .option(LineReader.Option.BRACKETED_PASTE, false)
                        .variable(LineReader.HISTORY_FILE, historyFile)
                        .build();
        StatementBuffer buffer = new StatementBuffer();
        while (!session.isClosed()) {
            try {
                String line = reader.readLine(prompt(buffer));
                if (buffer.isEmpty() && line.stripLeading().startsWith("\\")) {
                    if (commands.run(line) == MetaCommands.Outcome.QUIT) {
                        return;
                    }
                    continue;
                }
                for (StatementBuffer.Entry entry : buffer.add(line)) {
                    session.run(entry.sql(), "");
                }
            } catch (UserInterruptException e) {
                buffer.clear();
            } catch (EndOfFileException e) {
                return;
            }
        }
        err.println("The connection was closed by the server.");
        err.flush();
    }

    private String prompt(StatementBuffer buffer) {
        String mark = buffer.isInsideQuote() ? "'" : buffer.isEmpty() ? "=" : "-";
        return database + mark + session.transactionMark() + "> ";
    }
}
