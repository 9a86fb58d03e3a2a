package io.colonnade.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * The house limits on files, methods, parameters and names, measured on javac's own syntax trees.
 */
class StyleTest {
    private static final int MAIN_FILE_LINES = 500;
    private static final int TEST_FILE_LINES = 800;
    private static final int METHOD_LINES = 70;
    private static final int METHOD_PARAMETERS = 7;
    private static final Pattern EMPTY_NAME =
            Pattern.compile("Abstract[A-Z].*|.*(Util|Utils|Helper|Helpers|Manager|Impl)");

    private final RepositoryFiles repository = RepositoryFiles.locate();
    private final List<String> violations = new ArrayList<>();

    @Test
    void mainSourcesKeepTheLimits() throws IOException {
        check(repository.mainSources(), MAIN_FILE_LINES);
        assertNoViolations();
    }

    @Test
    void testSourcesKeepTheLimits() throws IOException {
        check(repository.testSources(), TEST_FILE_LINES);
        assertNoViolations();
    }

    private void assertNoViolations() {
        assertEquals("", String.join("\n", violations));
    }

    private void check(List<Path> sources, int fileLines) throws IOException {
        for (Path source : sources) {
            long lines = RepositoryFiles.read(source).lines().count();
            if (lines > fileLines) {
                report(repository.name(source), "%d lines, limit %d", lines, fileLines);
            }
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files =
                compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
            JavacTask task =
                    (JavacTask)
                            compiler.getTask(
                                    null,
                                    files,
                                    null,
                                    List.of("-proc:none"),
                                    null,
                                    files.getJavaFileObjectsFromPaths(sources));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                unit.accept(new LimitScanner(unit, positions), null);
            }
        }
    }

    private void report(String where, String format, Object... arguments) {
        violations.add(where + ": " + String.format(Locale.ROOT, format, arguments));
    }

    /** Visits the types and methods of one file. */
    private final class LimitScanner extends TreeScanner<Void, Void> {
        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final String file;

        LimitScanner(CompilationUnitTree unit, SourcePositions positions) {
            this.unit = unit;
            this.positions = positions;
            this.file = repository.name(Path.of(unit.getSourceFile().toUri()));
        }

        @Override
        public Void visitClass(ClassTree type, Void unused) {
            if (EMPTY_NAME.matcher(type.getSimpleName()).matches()) {
                report(file, "the name %s says nothing", type.getSimpleName());
            }
            return super.visitClass(type, unused);
        }

        @Override
        public Void visitMethod(MethodTree method, Void unused) {
            LineMap lines = unit.getLineMap();
            long first = lines.getLineNumber(positions.getStartPosition(unit, method));
            long last = lines.getLineNumber(positions.getEndPosition(unit, method));
            if (last - first + 1 > METHOD_LINES) {
                report(
                        file + ":" + first,
                        "method %s has %d lines, limit %d",
                        method.getName(),
                        last - first + 1,
                        METHOD_LINES);
            }
            if (method.getParameters().size() > METHOD_PARAMETERS) {
                report(
                        file + ":" + first,
                        "method %s has %d parameters, limit %d",
                        method.getName(),
                        method.getParameters().size(),
                        METHOD_PARAMETERS);
            }
            return super.visitMethod(method, unused);
        }
    }
}
