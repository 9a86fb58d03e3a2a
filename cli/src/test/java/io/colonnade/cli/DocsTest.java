package io.colonnade.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a document names in backticks exists: types and members, packages, files and commands. A
 * word that is none of these (SQL, a setting, a value) is left alone.
 */
class DocsTest {
    private static final Pattern FENCE = Pattern.compile("(?ms)^[ ]*```[^\n]*\n(.*?)^[ ]*```");
    private static final Pattern BACKTICKED = Pattern.compile("`([^`\n]+)`");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(?:#[^)]*)?\\)");
    private static final Pattern PACKAGE =
            Pattern.compile("io\\.colonnade(?:\\.[a-z][a-z0-9]*)*(\\.[A-Z]\\w*)?");

    /** Two humps at least, so that SQL key words and plain words are not taken for types. */
    private static final Pattern TYPE =
            Pattern.compile("([A-Z][a-z0-9]+(?:[A-Z][a-z0-9]*)+)(?:[.#](\\w+)(?:\\(.*\\))?)?");

    private static final Pattern PATH =
            Pattern.compile(
                    "\\.?[\\w.-]+(?:/[\\w.-]+)+/?|[\\w.-]+/|[\\w-]+\\.(?:md|xml|proto|java)");
    private static final Pattern COMMAND =
            Pattern.compile(
                    "(?m)^\\s*(?:\\$ )?(?:bash )?(\\./\\S+|\\.ci/run|scripts/[\\w-]++(?![\\w.]))(?:"
                            + " +(\\S+))?");
    private static final Pattern DECLARATION =
            Pattern.compile("\\b(?:class|interface|record|enum)\\s+([A-Z]\\w*)");
    private static final Pattern MESSAGE =
            Pattern.compile("(?m)^\\s*(?:message|enum|service)\\s+([A-Z]\\w*)");
    private static final Pattern IMPORT = Pattern.compile("(?m)^import (?:static )?([\\w.]+)");
    private static final Pattern SUBCOMMAND =
            Pattern.compile("@Command\\([^)]*?name\\s*=\\s*\"([\\w-]+)\"");

    private static RepositoryFiles repository;
    private static final Set<String> TYPES = new HashSet<>();
    private static final Set<String> SUBCOMMANDS = new TreeSet<>();
    private static String allSources;

    @BeforeAll
    static void readSources() {
        repository = RepositoryFiles.locate();
        StringBuilder sources = new StringBuilder();
        List<Path> files = new ArrayList<>(repository.mainSources());
        files.addAll(repository.testSources());
        for (Path file : files) {
            String source = RepositoryFiles.read(file);
            sources.append(source);
            DECLARATION.matcher(source).results().forEach(found -> TYPES.add(found.group(1)));
            IMPORT.matcher(source)
                    .results()
                    .flatMap(found -> Stream.of(found.group(1).split("\\.")))
                    .forEach(TYPES::add);
            SUBCOMMAND.matcher(source).results().forEach(found -> SUBCOMMANDS.add(found.group(1)));
        }
        for (Path file : repository.protocolSources()) {
            String source = RepositoryFiles.read(file);
            sources.append(source);
            MESSAGE.matcher(source).results().forEach(found -> TYPES.add(found.group(1)));
        }
        allSources = sources.toString();
    }

    @Test
    void whatDocumentsNameExists() {
        List<String> missing = new ArrayList<>();
        for (Path document : repository.documents()) {
            String text = RepositoryFiles.read(document);
            Matcher fences = FENCE.matcher(text);
            StringBuilder prose = new StringBuilder();
            while (fences.find()) {
                checkCommands(document, fences.group(1), missing);
                fences.appendReplacement(prose, "");
            }
            fences.appendTail(prose);
            BACKTICKED
                    .matcher(prose)
                    .results()
                    .forEach(found -> checkWord(document, found.group(1).strip(), missing));
            LINK.matcher(prose)
                    .results()
                    .map(found -> found.group(1))
                    .filter(target -> !target.contains("://") && !target.startsWith("mailto:"))
                    .filter(target -> !pathExists(document, target))
                    .forEach(target -> report(document, "link", target, missing));
        }
        assertEquals("", String.join("\n", missing));
    }

    @Test
    void sourcesWereRead() {
        assertTrue(TYPES.contains("DocsTest"), "the scan of the sources found nothing");
    }

    private static void checkWord(Path document, String word, List<String> missing) {
        if (COMMAND.matcher(word).find()) {
            checkCommands(document, word, missing);
            return;
        }
        Matcher type = TYPE.matcher(word);
        if (PACKAGE.matcher(word).matches()) {
            if (!packageOrTypeExists(word)) {
                report(document, "package", word, missing);
            }
        } else if (type.matches()) {
            if (!typeExists(type.group(1))) {
                report(document, "type", word, missing);
            } else if (type.group(2) != null && !mentioned(type.group(2))) {
                report(document, "member", word, missing);
            }
        } else if (PATH.matcher(word).matches() && looksLikeOurPath(word)) {
            if (!pathExists(document, word)) {
                report(document, "path", word, missing);
            }
        }
    }

    private static void checkCommands(Path document, String text, List<String> missing) {
        Matcher command = COMMAND.matcher(text);
        while (command.find()) {
            String script = command.group(1);
            if (!Files.isExecutable(repository.root().resolve(script).normalize())) {
                report(document, "command", script, missing);
            }
            String argument = command.group(2);
            if (script.endsWith("scripts/colonnade")
                    && argument != null
                    && argument.matches("[a-z][a-z0-9-]*")
                    && !SUBCOMMANDS.contains(argument)) {
                report(document, "command (known: " + SUBCOMMANDS + ")", argument, missing);
            }
        }
    }

    /** Only what begins with a folder or file of the repository, so `and/or` is no path. */
    private static boolean looksLikeOurPath(String word) {
        String first = word.contains("/") ? word.substring(0, word.indexOf('/')) : word;
        return !word.contains("/")
                || word.matches(".*\\.(md|java|xml|proto|sql|yaml|test|sh)")
                || Files.exists(repository.root().resolve(first));
    }

    private static boolean pathExists(Path document, String path) {
        return Files.exists(repository.root().resolve(path))
                || Files.exists(document.resolveSibling(path))
                || repository.mainSources().stream().anyMatch(file -> file.endsWith(path))
                || repository.testSources().stream().anyMatch(file -> file.endsWith(path))
                || repository.protocolSources().stream().anyMatch(file -> file.endsWith(path));
    }

    private static boolean packageOrTypeExists(String name) {
        if (name.equals("io.colonnade")) {
            return true;
        }
        String folder = "/" + name.replace('.', '/');
        return Stream.concat(repository.mainSources().stream(), repository.testSources().stream())
                        .map(repository::name)
                        .anyMatch(
                                file ->
                                        file.contains(folder + "/")
                                                || file.endsWith(folder + ".java"))
                || allSources.contains("package " + name + ";")
                || allSources.contains("java_package = \"" + name + "\"");
    }

    private static boolean typeExists(String name) {
        return TYPES.contains(name)
                || Stream.of("java.lang.", "java.util.", "java.util.concurrent.", "java.nio.file.")
                        .anyMatch(prefix -> classExists(prefix + name));
    }

    private static boolean classExists(String name) {
        try {
            Class.forName(name, false, DocsTest.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static boolean mentioned(String member) {
        return Pattern.compile("\\b" + Pattern.quote(member) + "\\b").matcher(allSources).find();
    }

    private static void report(Path document, String kind, String word, List<String> missing) {
        missing.add(repository.name(document) + ": no such " + kind + ": " + word);
    }
}
