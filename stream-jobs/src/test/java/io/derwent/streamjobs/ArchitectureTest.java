package io.derwent.streamjobs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.derwent.store.Database;
import org.jspecify.annotations.NullUnmarked;

/** What class paths cannot say. */
@NullUnmarked // ArchUnit reads the constants
@AnalyzeClasses(packages = "io.derwent.streamjobs", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule ONLY_THE_SINK_OPENS_THE_DATABASE = noClasses()
            .that()
            .haveNameNotMatching(".*\\.(StoreSink|VitalsRows|AssetRows)(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Database.class);

    @ArchTest
    static final ArchRule WHAT_EVERY_JOB_NEEDS_KNOWS_NO_JOB = noClasses()
            .that()
            .resideInAPackage("io.derwent.streamjobs")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.derwent.streamjobs.*..");

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("io.derwent.streamjobs.(*)..").should().beFreeOfCycles();
}
