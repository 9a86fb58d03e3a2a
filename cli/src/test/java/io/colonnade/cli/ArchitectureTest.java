package io.colonnade.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.properties.HasOwner;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The arrows between modules, what must not leave its room, and no circle between packages. */
class ArchitectureTest {
    private static final Map<String, List<String>> PACKAGES = packagesOfModules();

    /** Module to the modules that it may import; everything else of ours is forbidden to it. */
    private static final Map<String, Set<String>> ARROWS =
            Map.of(
                    "protocol", Set.of(),
                    "storage", Set.of("protocol"),
                    "engine", Set.of("storage", "protocol"),
                    "sql", Set.of("protocol"),
                    "wlm", Set.of("protocol"),
                    "leader", Set.of("sql", "wlm", "engine", "storage", "protocol"),
                    "compute-node", Set.of("engine", "storage", "protocol"),
                    "bench", Set.of("protocol"),
                    "cli",
                            Set.of(
                                    "leader",
                                    "compute-node",
                                    "bench",
                                    "sql",
                                    "wlm",
                                    "engine",
                                    "storage",
                                    "protocol"));

    private static JavaClasses classes;

    @BeforeAll
    static void importClasses() {
        classes =
                new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("io.colonnade");
    }

    @TestFactory
    Stream<DynamicTest> modulesImportOnlyWhatLiesBelowThem() {
        return ARROWS.keySet().stream()
                .sorted()
                .map(module -> DynamicTest.dynamicTest(module, () -> checkArrowsOf(module)));
    }

    private static void checkArrowsOf(String module) {
        String[] forbidden =
                PACKAGES.entrySet().stream()
                        .filter(entry -> !entry.getKey().equals(module))
                        .filter(entry -> !ARROWS.get(module).contains(entry.getKey()))
                        .flatMap(entry -> entry.getValue().stream())
                        .toArray(String[]::new);
        if (forbidden.length == 0) {
            return;
        }
        noClasses()
                .that()
                .resideInAnyPackage(PACKAGES.get(module).toArray(String[]::new))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(forbidden)
                .allowEmptyShould(true)
                .check(classes);
    }

    @Test
    void calciteStaysInSql() {
        staysIn("io.colonnade.sql..", "org.apache.calcite..");
    }

    @Test
    void nettyStaysInPgwire() {
        staysIn("io.colonnade.leader.pgwire..", "io.netty..");
    }

    @Test
    void awsSdkStaysInTheObjectStore() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "io.colonnade.storage.object..", "io.colonnade.cli.devs3..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("software.amazon.awssdk..")
                .check(classes);
    }

    @Test
    void s3ProxyStaysInDevS3() {
        staysIn("io.colonnade.cli.devs3..", "org.gaul..");
        // the launcher gives its jars to this command only
        noClasses()
                .that()
                .resideOutsideOfPackage("io.colonnade.cli.devs3..")
                .and()
                .doNotHaveFullyQualifiedName(DevS3Command.class.getName())
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.colonnade.cli.devs3..")
                .check(classes);
        noClasses()
                .that()
                .areNotAssignableTo(DevS3Command.class)
                .should()
                .callMethodWhere(
                        JavaCall.Predicates.target(
                                HasOwner.Predicates.With.owner(
                                        JavaClass.Predicates.assignableTo(DevS3Command.class))))
                .check(classes);
    }

    @Test
    void packagesFormNoCircle() {
        slices().matching("io.colonnade.(**)").should().beFreeOfCycles().check(classes);
    }

    private static void staysIn(String room, String library) {
        noClasses()
                .that()
                .resideOutsideOfPackage(room)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .allowEmptyShould(true)
                .check(classes);
    }

    private static Map<String, List<String>> packagesOfModules() {
        Map<String, List<String>> packages = new LinkedHashMap<>();
        packages.put(
                "protocol",
                List.of(
                        "io.colonnade.error..",
                        "io.colonnade.type..",
                        "io.colonnade.plan..",
                        "io.colonnade.log..",
                        "io.colonnade.rpc.."));
        packages.put("storage", List.of("io.colonnade.storage.."));
        packages.put("engine", List.of("io.colonnade.engine.."));
        packages.put("sql", List.of("io.colonnade.sql.."));
        packages.put("wlm", List.of("io.colonnade.wlm.."));
        packages.put("leader", List.of("io.colonnade.leader.."));
        packages.put("compute-node", List.of("io.colonnade.compute.."));
        packages.put("bench", List.of("io.colonnade.bench.."));
        packages.put("cli", List.of("io.colonnade.cli.."));
        return packages;
    }
}
