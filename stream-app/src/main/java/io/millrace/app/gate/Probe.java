package io.millrace.app.gate;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries a model in a process of its own, of the same Java and the same classes, with limits on its time and memory, an
 * environment without secrets and a working directory with nothing in it. A process that crashes, hangs, fills its memory
 * or says anything else than an answer is a refusal. Safe for concurrent use; a probe has ended when its try returns.
 */
final class Probe implements Trial {
    private static final Logger LOGGER = LoggerFactory.getLogger(Probe.class);

    private static final long POLL_MILLIS = 20;
    private static final int SHOWN_BYTES = 500;

    private final Class<?> program;

    /** @param program its {@code main} reads a {@link ProbeRequest} and writes a {@link ProbeAnswer} */
    Probe(Class<?> program) {
        this.program = program;
    }

    @Override
    public Outcome run(Candidate candidate, byte[] model) {
        var start = System.nanoTime();
        try {
            var directory = Files.createTempDirectory("millrace-probe-");
            try {
                return run(candidate, model, directory, start);
            } finally {
                delete(directory);
            }
        } catch (IOException e) {
            return refused(Check.PROBE, "no process could be started: " + e.getMessage(), start);
        }
    }

    private Outcome run(Candidate candidate, byte[] model, Path directory, long start) throws IOException {
        var limits = candidate.limits();
        var command = new ProbeCommand(program, model.length, limits);
        var process = command.start(directory);
        try {
            var request = new ProbeRequest(
                    candidate.manifestText(),
                    candidate.score().toString(),
                    candidate.features(),
                    candidate.rows(),
                    limits.time().toMillis(),
                    model);
            var told = inBackground(() -> tell(request, process.getOutputStream()));
            var answer = inBackground(() -> read(process.getInputStream()));
            var complaint = inBackground(() -> read(process.getErrorStream()));
            var ended = ended(process, limits, command.memory(), start);
            if (ended.isPresent()) {
                return ended.get();
            }
            told.join();
            return outcome(process.exitValue(), answer.join(), complaint.join(), candidate, start);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return refused(Check.PROBE, "was interrupted", start);
        } finally {
            process.destroyForcibly().onExit().join();
        }
    }

    /** Waits for the process; a refusal if it had to be ended. */
    private static Optional<Outcome> ended(Process process, GateLimits limits, long memory, long start)
            throws InterruptedException {
        var deadline = start + limits.time().toNanos();
        while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
            if (System.nanoTime() - deadline >= 0) {
                return Optional.of(refused(
                        Check.PROBE_TIMEOUT,
                        "did not load and run within " + limits.time().toMillis() + " ms",
                        start));
            }
            if (residentBytes(process.pid()) > memory) {
                return Optional.of(refused(Check.PROBE_MEMORY, "takes more than " + limits.memory() + " bytes", start));
            }
        }
        return Optional.empty();
    }

    /** For where no shell sets the limit; 0 where the kernel does not tell. */
    private static long residentBytes(long pid) {
        try (var lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .findFirst()
                    .orElse(0);
        } catch (IOException | UncheckedIOException e) {
            return 0;
        }
    }

    private Outcome outcome(int status, byte[] answer, byte[] complaint, Candidate candidate, long start) {
        var words = words(complaint);
        if (status == ProbeCommand.EXIT_OUT_OF_HEAP || (status != 0 && Trial.isOutOfMemory(words))) {
            return refused(Check.PROBE_MEMORY, "takes more memory than allowed: " + words, start);
        }
        if (status != 0) {
            return refused(
                    Check.PROBE_CRASHED, "ended the process that ran it, status " + status + ": " + words, start);
        }
        try {
            var said = ProbeAnswer.read(answer);
            var refusals = said.mismatches().stream()
                    .map(mismatch -> Trial.refusal(mismatch, candidate))
                    .toList();
            return new Outcome(refusals, said.micros(), since(start));
        } catch (IOException e) {
            return refused(
                    Check.PROBE_CRASHED, "the process that ran it gave no answer (" + e.getMessage() + ")", start);
        }
    }

    private static <T> CompletableFuture<T> inBackground(Supplier<T> work) {
        var future = new CompletableFuture<T>();
        var thread = new Thread(
                () -> {
                    try {
                        future.complete(work.get());
                    } catch (RuntimeException e) {
                        future.completeExceptionally(e);
                    }
                },
                "model-probe");
        thread.setDaemon(true);
        thread.start();
        return future;
    }

    private static boolean tell(ProbeRequest request, OutputStream stream) {
        try (stream) {
            request.writeTo(stream);
            return true;
        } catch (IOException e) {
            LOGGER.atDebug().setCause(e).log("a probe ended before it had read its model");
            return false;
        }
    }

    /** Reads to the end and keeps the first bytes; without reading on the process would wait. */
    private static byte[] read(InputStream stream) {
        try (stream) {
            var kept = stream.readNBytes(ProbeAnswer.MOST_BYTES);
            stream.transferTo(OutputStream.nullOutputStream());
            return kept;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The last of what was said, on one line. */
    private static String words(byte[] bytes) {
        int from = Math.max(0, bytes.length - SHOWN_BYTES);
        return new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8)
                .replaceAll("\\p{Cntrl}+", " ")
                .strip();
    }

    private static Outcome refused(Check check, String message, long start) {
        return new Outcome(List.of(Refusal.ofFile(check, message)), 0, since(start));
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
