package io.millrace.sandbox;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;

@AnalyzeClasses(packages = "io.millrace.sandbox", importOptions = ImportOption.DoNotIncludeTests.class)
class SandboxRulesTest {

    @ArchTest
    static final ArchRule simulatorsKnowNeitherKafkaNorTheClock = noClasses()
            .that()
            .resideInAPackage("..sandbox.simulator..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "org.slf4j..")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Clock.class)
            .orShould()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .because("a simulated stream is a function of its settings and its seed");

    @ArchTest
    static final ArchRule theBrokerKnowsNothingElseOfTheSandbox = noClasses()
            .that()
            .resideInAPackage("..sandbox.broker..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..sandbox.simulator..", "..sandbox.publish..", "..sandbox.registry..", "..schemas..")
            .because("any test may run on it");
}
