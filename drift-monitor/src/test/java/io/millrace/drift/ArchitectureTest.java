package io.millrace.drift;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.millrace.drift", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule driftMathKnowsNothingOfKafkaTheModelOrLogs = noClasses()
            .that()
            .resideInAnyPackage(
                    "..drift.bytes..",
                    "..drift.compare..",
                    "..drift.definition..",
                    "..drift.detect..",
                    "..drift.estimate..",
                    "..drift.judge..",
                    "..drift.outlier..",
                    "..drift.profile..",
                    "..drift.quality..",
                    "..drift.random..",
                    "..drift.retraining..",
                    "..drift.sketch..",
                    "..drift.stats..",
                    "..drift.window..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "ai.onnxruntime..", "org.slf4j..")
            .because("a drift statistic must be checkable with pencil and paper");

    @ArchTest
    static final ArchRule statisticsStandOnNothingButJavaAndKnownDistributions = classes()
            .that()
            .resideInAPackage("..drift.stats..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "..drift.stats..", "org.apache.commons.statistics..", "org.jspecify..")
            .because("they are functions of numbers");

    @ArchTest
    static final ArchRule definitionsStandOnStatisticsAlone = classes()
            .that()
            .resideInAPackage("..drift.definition..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..", "..drift.definition..", "..drift.random..", "..drift.stats..", "org.jspecify..")
            .because("they choose among functions of numbers");

    @ArchTest
    static final ArchRule theMonitorKnowsNeitherFeaturesNorTheApplication = noClasses()
            .that()
            .resideInAPackage("io.millrace.drift..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.millrace.enrich..", "io.millrace.app..", "io.millrace.sandbox..", "io.micrometer..")
            .because("drift-monitor stands on schemas alone");
}
