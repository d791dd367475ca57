package io.millrace.app;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import org.apache.kafka.streams.KafkaStreams;

@AnalyzeClasses(packages = "io.millrace.app", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule packagesStandOnEachOtherInOneDirection =
            slices().matching("io.millrace.app.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule httpKnowsNothingOfOurs = knowsOnly("http");

    @ArchTest
    static final ArchRule yamlKnowsNothingOfOurs = knowsOnly("yaml");

    @ArchTest
    static final ArchRule filesKnowNothingElseOfTheApplication = knowsOnly("files");

    @ArchTest
    static final ArchRule modelsKnowOnlyTheFilesTheyAreDescribedIn = knowsOnly("model", "yaml");

    @ArchTest
    static final ArchRule theGateKnowsOnlyModels = knowsOnly("gate", "model", "yaml");

    @ArchTest
    static final ArchRule registriesKnowOnlyModelsAndTheirLimits = knowsOnly("registry", "gate", "model", "yaml");

    @ArchTest
    static final ArchRule pipelinesKnowOnlyTheFileTheyAreReadFromAndTheirModel =
            knowsOnly("pipeline", "explain", "gate", "model", "registry", "yaml");

    @ArchTest
    static final ArchRule explanationsKnowOnlyModelsAndWhatIsInTheirFiles = knowsOnly("explain", "gate", "model");

    @ArchTest
    static final ArchRule theTopologyIsBuiltFromWhatItIsGiven = knowsOnly("topology", "explain", "model");

    @ArchTest
    static final ArchRule replayKnowsNothingOfARunningPipeline =
            knowsOnly("replay", "explain", "files", "model", "pipeline");

    @ArchTest
    static final ArchRule topicsAreOnlyReadForAReplay = knowsOnly("topics", "replay");

    @ArchTest
    static final ArchRule anAuditReadsTopicsThroughOthers = noClasses()
            .that()
            .resideInAPackage("..app.audit..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.kafka..");

    @ArchTest
    static final ArchRule nobodyKnowsTheCommandLine = noClasses()
            .that()
            .resideOutsideOfPackage("..app.command..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..app.command..", "picocli..");

    @ArchTest
    static final ArchRule replayNeedsNoBroker = noClasses()
            .that()
            .resideInAnyPackage(
                    "..app.replay..",
                    "..app.files..",
                    "..app.pipeline..",
                    "..app.gate..",
                    "..app.explain..",
                    "..app.model..",
                    "..app.registry..",
                    "..app.yaml..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.kafka..");

    @ArchTest
    static final ArchRule onlyTheRuntimeStartsKafkaStreams = noClasses()
            .that()
            .resideOutsideOfPackages("..app.runtime..", "..app.command..")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(KafkaStreams.class);

    @ArchTest
    static final ArchRule onlyTheRuntimeTakesTheSystemClock = noClasses()
            .that()
            .resideOutsideOfPackages("..app.runtime..", "..app.command..")
            .should()
            .callMethod(Clock.class, "systemUTC")
            .orShould()
            .callMethod(Clock.class, "systemDefaultZone")
            .orShould()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");

    @ArchTest
    static final ArchRule onlyTheModelKnowsOnnxRuntime = noClasses()
            .that()
            .resideOutsideOfPackage("..app.model..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.onnxruntime..");

    @ArchTest
    static final ArchRule productionKnowsNoSandbox =
            noClasses().should().dependOnClassesThat().resideInAPackage("io.millrace.sandbox..");

    private static ArchRule knowsOnly(String name, String... others) {
        var known = new String[others.length + 1];
        known[0] = "io.millrace.app." + name + "..";
        for (int i = 0; i < others.length; i++) {
            known[i + 1] = "io.millrace.app." + others[i] + "..";
        }
        return noClasses()
                .that()
                .resideInAPackage(known[0])
                .should()
                .dependOnClassesThat(resideInAPackage("io.millrace.app..").and(not(resideInAnyPackage(known))));
    }
}
