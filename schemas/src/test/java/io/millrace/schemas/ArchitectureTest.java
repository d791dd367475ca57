package io.millrace.schemas;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.millrace", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule schemasKnowNothingElseOfOurs = noClasses()
            .that()
            .resideInAPackage("io.millrace.schemas..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.millrace.enrich..", "io.millrace.drift..", "io.millrace.app..", "io.millrace.sandbox..")
            .because("contracts are what the other modules meet over");

    @ArchTest
    static final ArchRule onlyTheRegistryKnowsConfluentsClient = noClasses()
            .that()
            .resideOutsideOfPackage("io.millrace.schemas.registry..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.confluent..")
            .because("where the client comes from is nobody else's concern");

    @ArchTest
    static final ArchRule nothingHereRunsATopology = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka.streams..", "ai.onnxruntime..")
            .because("whoever reads a topic of ours needs neither");

    @ArchTest
    static final ArchRule packagesFormNoCycles =
            slices().matching("io.millrace.schemas.(*)..").should().beFreeOfCycles();
}
