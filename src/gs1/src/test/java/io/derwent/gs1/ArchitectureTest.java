package io.derwent.gs1;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.jspecify.annotations.NullUnmarked;

/** What class paths cannot say. */
@NullUnmarked // ArchUnit reads the constants
@AnalyzeClasses(packages = "io.derwent.gs1", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule JDK_ONLY = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("io.derwent.gs1..", "java..", "org.jspecify.annotations..");

    @ArchTest
    static final ArchRule KEYS_KNOW_NOTHING_OF_TAGS = noClasses()
            .that()
            .resideInAPackage("io.derwent.gs1")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.derwent.gs1.epc..");

    @ArchTest
    static final ArchRule NO_CLOCK_OF_ITS_OWN = noClasses()
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(java.time.LocalDate.class, "now")
            .orShould()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(java.time.Clock.class, "systemUTC")
            .orShould()
            .callMethod(java.time.Clock.class, "systemDefaultZone");
}
