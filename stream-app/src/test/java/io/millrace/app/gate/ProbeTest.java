package io.millrace.app.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.model.InvalidModelException.Mismatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a process does instead of answering, it is a refusal. */
class ProbeTest {
    private static final GateLimits LIMITS = new GateLimits(1 << 20, Duration.ofSeconds(60), 64L << 20);

    static final class Crashes {
        public static void main(String[] arguments) throws Exception {
            var self = Long.toString(ProcessHandle.current().pid());
            new ProcessBuilder("/bin/sh", "-c", "kill -SEGV " + self).start().waitFor();
            new CountDownLatch(1).await();
        }
    }

    static final class IsKilled {
        public static void main(String[] arguments) throws Exception {
            var self = Long.toString(ProcessHandle.current().pid());
            new ProcessBuilder("/bin/sh", "-c", "kill -KILL " + self).start().waitFor();
            new CountDownLatch(1).await();
        }
    }

    static final class SaysNothing {
        public static void main(String[] arguments) {}
    }

    static final class SaysSomethingElse {
        public static void main(String[] arguments) {
            System.out.println("all is well");
        }
    }

    static final class BreaksOff {
        public static void main(String[] arguments) {
            System.out.print("{\"micros\":1.0,\"mismatches\":[");
        }
    }

    static final class AnswersTwice {
        public static void main(String[] arguments) {
            System.out.print("{\"micros\":1.0,\"mismatches\":[]}".repeat(2));
        }
    }

    static final class AnswersAndFails {
        public static void main(String[] arguments) {
            System.out.print("{\"micros\":1.0,\"mismatches\":[]}");
            System.out.flush();
            Runtime.getRuntime().halt(1);
        }
    }

    static final class NeverStopsTalking {
        public static void main(String[] arguments) {
            var line = "x".repeat(10_000);
            for (int i = 0; i < 3_000; i++) {
                System.out.println(line);
                System.err.println(line);
            }
        }
    }

    static final class FillsItsHeap {
        public static void main(String[] arguments) {
            var all = new ArrayList<byte[]>();
            for (int i = 0; i < 10_000; i++) {
                all.add(new byte[1 << 20]);
            }
            System.out.println(all.size());
        }
    }

    static final class NeverReadsItsModel {
        public static void main(String[] arguments) throws Exception {
            new CountDownLatch(1).await();
        }
    }

    static Stream<Arguments> programs() {
        return Stream.of(
                Arguments.of(Crashes.class, Check.PROBE_CRASHED, "status 134"),
                Arguments.of(IsKilled.class, Check.PROBE_CRASHED, "status 137"),
                Arguments.of(SaysNothing.class, Check.PROBE_CRASHED, "gave no answer"),
                Arguments.of(SaysSomethingElse.class, Check.PROBE_CRASHED, "gave no answer"),
                Arguments.of(BreaksOff.class, Check.PROBE_CRASHED, "gave no answer"),
                Arguments.of(AnswersTwice.class, Check.PROBE_CRASHED, "gave no answer"),
                Arguments.of(AnswersAndFails.class, Check.PROBE_CRASHED, "status 1"),
                Arguments.of(NeverStopsTalking.class, Check.PROBE_CRASHED, "gave no answer"),
                Arguments.of(FillsItsHeap.class, Check.PROBE_MEMORY, "takes more memory than allowed"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("programs")
    void anythingButAnAnswerIsARefusal(Class<?> program, Check check, String reason) {
        var outcome =
                new Probe(program).run(Hostile.candidate(Hostile.folder().resolve("good"), LIMITS), new byte[100]);

        assertThat(outcome.refusals()).singleElement().satisfies(refusal -> {
            assertThat(refusal.check()).isEqualTo(check);
            assertThat(refusal.message()).contains(reason).hasSizeLessThan(700).doesNotContainPattern("\\p{Cntrl}");
        });
    }

    @Test
    void oneThatDoesNotEndIsEndedInTime() {
        var limits = new GateLimits(1 << 20, Duration.ofSeconds(1), 1 << 20);
        var start = System.nanoTime();

        var outcome = new Probe(NeverReadsItsModel.class)
                .run(Hostile.candidate(Hostile.folder().resolve("good"), limits), new byte[1 << 20]);

        assertThat(outcome.refusals()).extracting(Refusal::check).containsExactly(Check.PROBE_TIMEOUT);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
        assertThat(ProcessHandle.current().children()).isEmpty();
    }

    @Test
    void anInterruptEndsItAndIsKept() {
        Thread.currentThread().interrupt();

        var outcome = new Probe(NeverReadsItsModel.class).run(Hostile.candidate("good"), new byte[1]);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(outcome.refusals()).extracting(Refusal::message).containsExactly("was interrupted");
        assertThat(ProcessHandle.current().children()).isEmpty();
    }

    /** Says as refusals what it can see of this process. */
    static final class LooksAround {
        public static void main(String[] arguments) throws Exception {
            var seen = new ArrayList<String>(System.getenv().keySet());
            try (var files = Files.list(Path.of(""))) {
                files.forEach(file -> seen.add("file " + file));
            }
            var command =
                    String.join(" ", ProcessHandle.current().info().arguments().orElse(new String[0]));
            seen.add(command.getBytes(StandardCharsets.UTF_8).length < 3_900 ? "short" : "long");
            var mismatches =
                    seen.stream().map(what -> new Mismatch("file", what)).toList();
            new ProbeAnswer(mismatches, 0).writeTo(System.out);
        }
    }

    @Test
    void itSeesNothingOfThisProcessButWhatItNeeds() {
        var outcome = new Probe(LooksAround.class).run(Hostile.candidate("good"), new byte[1]);

        var needed = List.of(
                "CLASSPATH", "TMPDIR", "MALLOC_ARENA_MAX", "ORT_DISABLE_TELEMETRY", ProbeMain.NATIVE_PATH, "short");
        var harmless = List.of("LANG", "LC_ALL", "LD_LIBRARY_PATH", "PWD", "OLDPWD", "SHLVL", "_");
        assertThat(outcome.refusals())
                .extracting(Refusal::message)
                .containsAll(needed)
                .allMatch(seen -> needed.contains(seen) || harmless.contains(seen));
    }

    /** Says as a refusal where it is, and cannot leave anything there. */
    static final class LeavesSomething {
        public static void main(String[] arguments) throws Exception {
            var here = Path.of("").toAbsolutePath();
            Files.createDirectories(here.resolve("a/b"));
            Files.createFile(here.resolve("a/b/empty"));
            var written = "";
            try {
                Files.writeString(here.resolve("full"), "something");
            } catch (IOException e) {
                written = "nothing";
            }
            new ProbeAnswer(List.of(new Mismatch("file", here.toString()), new Mismatch("file", written)), 0)
                    .writeTo(System.out);
        }
    }

    @Test
    void itCanWriteNothingAndNothingIsLeftOfIt() {
        var outcome = new Probe(LeavesSomething.class).run(Hostile.candidate("good"), new byte[1]);

        assertThat(outcome.refusals()).extracting(Refusal::message).last().isEqualTo("nothing");
        assertThat(Path.of(outcome.refusals().get(0).message())).isAbsolute().doesNotExist();
    }
}
