package io.millrace.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Millrace as its users meet it: a process with arguments, signals, an exit status and output. */
class ProcessIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** A demo may take a minute to start and another to drain, beside what it runs for. */
    private static final Duration DEMO_PATIENCE = Duration.ofMinutes(3);

    private static final Duration STOPPING = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    @Test
    void aShortDemoAccountsForEveryEvent() throws Exception {
        var report = folder.resolve("r.json");

        var process = millrace(
                "demo",
                "--for",
                "15s",
                "--rate",
                "500",
                "--no-rollouts",
                "--report",
                report.toString(),
                "--pipelines",
                "../pipelines/transactions,../pipelines/sensors");

        int status = process.awaitExit(DEMO_PATIENCE);
        // so short a demo has too few customers and machines for a calm that no drift test mistakes: 0, or 1 for that
        // alone
        assertThat(status).as(process.output()).isBetween(0, 1);
        for (var name : List.of("transactions", "sensors")) {
            var figures = new ObjectMapper()
                    .readTree(report.toFile())
                    .get("pipelines")
                    .get(name);
            assertThat(figures.get("events").asLong()).isGreaterThan(2_000);
            assertThat(figures.get("missing").asLong()).isZero();
            assertThat(figures.get("duplicated").asLong()).isZero();
            assertThat(figures.get("unexpected").asLong()).isZero();
            assertThat(figures.has("driftDetectedAfterSeconds")).isTrue();
            assertThat(figures.has("alerts")).isTrue();
            assertThat(figures.get("eventsPerSecond").asDouble()).isPositive();
            assertThat(figures.get("latencyMillis").fieldNames()).toIterable().containsExactly("p50", "p95", "p99");
        }
        assertNothingIsLeft(process);
    }

    @Test
    void anInterruptedDemoLeavesNoProcessAndNoFile() throws Exception {
        var process = millrace(
                "demo",
                "--for",
                "5m",
                "--rate",
                "100",
                "--pipelines",
                "../pipelines/transactions,../pipelines/sensors");
        Await.until("running", PATIENCE, () -> process.output().contains("calm"));
        var children = process.descendants();
        assertThat(children).isNotEmpty();

        process.signal(interrupt());

        process.awaitExit(STOPPING);
        Await.until(
                "children gone", Duration.ofSeconds(10), () -> children.stream().noneMatch(ProcessHandle::isAlive));
        assertNothingIsLeft(process);
    }

    @Test
    void aPipelineRunsOnASandboxOfItsOwnUntilItIsTerminated() throws Exception {
        var process = millrace("run", "../pipelines/sensors", "--sandbox", "--http-port", "0");
        Await.until("running", PATIENCE, () -> process.output().contains("health, metrics and features on port"));
        var children = process.descendants();

        process.signal("TERM");

        assertThat(process.awaitExit(STOPPING)).as(process.output()).isEqualTo(143);
        Await.until(
                "children gone", Duration.ofSeconds(10), () -> children.stream().noneMatch(ProcessHandle::isAlive));
        assertNothingIsLeft(process);
    }

    @Test
    void aPipelineThatIsRefusedLeavesNothingOfItsSandbox() throws Exception {
        var process = millrace("run", folder.resolve("nowhere").toString(), "--sandbox");

        assertThat(process.awaitExit(PATIENCE)).as(process.output()).isEqualTo(2);
        assertNothingIsLeft(process);
    }

    @Test
    void aPipelineWithoutItsModelIsRefusedBeforeAnythingStarts() throws Exception {
        var copy = copyOf("transactions");
        Files.delete(copy.resolve("model/fraud.onnx"));

        assertThat(refused(copy)).contains("model.yaml").contains("fraud.onnx");
    }

    @Test
    void aChangedModelIsRefusedByItsDigest() throws Exception {
        var copy = copyOf("transactions");
        Files.write(copy.resolve("model/fraud.onnx"), new byte[] {1, 2, 3});

        assertThat(refused(copy)).contains("sha256");
    }

    @Test
    void everyMistakeIsToldAtOnceWithFileLineAndKey() throws Exception {
        var copy = copyOf("transactions");
        var file = copy.resolve("pipeline.yaml");
        Files.writeString(
                file,
                Files.readString(file)
                        .replace("lateness: 1h", "lateness: soon")
                        .replace("cust_nb: count()", "cust_number: count()")
                        .replace("threshold: 0.5", "treshold: 0.5"));

        assertThat(refused(copy))
                .containsPattern("pipeline.yaml:\\d+: events.lateness")
                .containsPattern("pipeline.yaml:\\d+: model.treshold")
                .contains("cust_nb_1d")
                .contains("cust_number_1d");
    }

    @Test
    void missingInputTopicsAreRefused() throws Exception {
        try (var kafka = KafkaUnderTest.start();
                var registry = io.millrace.sandbox.registry.SandboxRegistry.start()) {
            var process = millrace(
                    "run",
                    "../pipelines/transactions",
                    "--bootstrap",
                    kafka.bootstrap(),
                    "--registry",
                    registry.url(),
                    "--http-port",
                    "0",
                    "--state-dir",
                    folder.resolve("state").toString());

            assertThat(process.awaitExit(PATIENCE)).as(process.output()).isEqualTo(2);
            assertThat(process.output())
                    .contains("topic transactions does not exist")
                    .contains("topic customers does not exist");
        }
    }

    private String refused(Path pipeline) throws Exception {
        var process = millrace(
                "run",
                pipeline.toString(),
                "--bootstrap",
                "127.0.0.1:1",
                "--registry",
                "http://127.0.0.1:1",
                "--state-dir",
                folder.resolve("state").toString());
        assertThat(process.awaitExit(PATIENCE)).as(process.output()).isEqualTo(2);
        return process.output();
    }

    private MillraceProcess millrace(String... arguments) throws IOException {
        return MillraceProcess.start(folder, arguments);
    }

    private static void assertNothingIsLeft(MillraceProcess process) throws IOException {
        try (Stream<Path> left = Files.list(process.temporary())) {
            // the JVM's and the codecs' own libraries are theirs to remove; ours begin with our name
            assertThat(left.map(path -> path.getFileName().toString()).filter(file -> file.contains("millrace")))
                    .isEmpty();
        }
    }

    /** Ctrl-C's signal; the next best where this process was started with it ignored, as a shell starts background jobs. */
    private static String interrupt() throws IOException {
        var ignored = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .mapToLong(line -> Long.parseUnsignedLong(
                        line.substring("SigIgn:".length()).strip(), 16))
                .findFirst()
                .orElse(0);
        boolean interruptIgnored = (ignored & 2) != 0; // bit n - 1 for signal n
        return interruptIgnored ? "TERM" : "INT";
    }

    private Path copyOf(String name) throws IOException {
        var source = Path.of("../pipelines", name);
        var target = folder.resolve(name);
        try (Stream<Path> files = Files.walk(source)) {
            for (var file : files.toList()) {
                Files.copy(
                        file, target.resolve(source.relativize(file).toString()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return target;
    }
}
