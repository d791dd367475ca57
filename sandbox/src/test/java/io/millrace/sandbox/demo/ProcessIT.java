package io.millrace.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Millrace as its users meet it: a process with arguments, signals, an exit status and output. */
class ProcessIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

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
                "--report",
                report.toString(),
                "--pipelines",
                "../pipelines/transactions,../pipelines/sensors");

        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        // so short a demo has too few customers and machines for a calm that no drift test mistakes: 0, or 1 for that
        // alone
        assertThat(process.exitValue()).as(output()).isBetween(0, 1);
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
        assertNothingIsLeft();
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
        Await.until("running", PATIENCE, () -> output().contains("calm"));
        var children = process.descendants().toList();
        assertThat(children).isNotEmpty();

        signal(interrupt(), process);

        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        Await.until(
                "children gone", Duration.ofSeconds(10), () -> children.stream().noneMatch(ProcessHandle::isAlive));
        assertNothingIsLeft();
    }

    @Test
    void aPipelineRunsOnASandboxOfItsOwnUntilItIsTerminated() throws Exception {
        var process = millrace("run", "../pipelines/sensors", "--sandbox", "--http-port", "0");
        Await.until("running", PATIENCE, () -> output().contains("health, metrics and features on port"));
        var children = process.descendants().toList();

        signal("TERM", process);

        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output()).isEqualTo(143);
        Await.until(
                "children gone", Duration.ofSeconds(10), () -> children.stream().noneMatch(ProcessHandle::isAlive));
        assertNothingIsLeft();
    }

    @Test
    void aPipelineThatIsRefusedLeavesNothingOfItsSandbox() throws Exception {
        var process = millrace("run", folder.resolve("nowhere").toString(), "--sandbox");

        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output()).isEqualTo(2);
        assertNothingIsLeft();
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

            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(output()).isEqualTo(2);
            assertThat(output())
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
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output()).isEqualTo(2);
        return output();
    }

    /** The class path goes through the environment: a long command line crashes ONNX Runtime's native code. */
    private Process millrace(String... arguments) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Djava.io.tmpdir=" + Files.createDirectories(temporary()));
        command.add("io.millrace.sandbox.command.SandboxMillrace");
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile());
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        return builder.start();
    }

    private Path temporary() {
        return folder.resolve("tmp");
    }

    private String output() throws IOException {
        return Files.readString(folder.resolve("output"));
    }

    private void assertNothingIsLeft() throws IOException {
        try (Stream<Path> left = Files.list(temporary())) {
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

    private static void signal(String name, Process process) throws Exception {
        new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                .start()
                .waitFor();
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
