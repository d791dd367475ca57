package io.millrace.enrich;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.millrace.enrich", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule onlyTheTopologyKnowsKafka = noClasses()
            .that()
            .resideOutsideOfPackage("..enrich.topology..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..")
            .because("features must be the same without a broker");

    @ArchTest
    static final ArchRule windowsArePlainJava = classes()
            .that()
            .resideInAPackage("..enrich.window..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.jspecify..", "io.millrace.enrich.window..", "io.millrace.sketch..")
            .because("window arithmetic must be checkable with pencil and paper");

    @ArchTest
    static final ArchRule onlyExpressionsKnowCel = noClasses()
            .that()
            .resideOutsideOfPackage("..enrich.expression..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.cel..");

    @ArchTest
    static final ArchRule nothingButTheTopologyAndReplayStandsOnThePlan = noClasses()
            .that()
            .resideInAnyPackage(
                    "..enrich.definition..",
                    "..enrich.expression..",
                    "..enrich.event..",
                    "..enrich.contract..",
                    "..enrich.window..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..enrich.plan..", "..enrich.topology..", "..enrich.replay..");

    @ArchTest
    static final ArchRule knowsNoneOfTheOtherModules = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.millrace.drift..", "io.millrace.app..", "io.millrace.sandbox..");
}
