package io.millrace.app.training;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A pipeline folder's own {@code train.py}. It is called with {@code --features FILE --out DIR --model-version TEXT}, and leaves a model folder
 * in DIR: {@code model.yaml} and the ONNX file it names.
 *
 * @param python the command that starts a Python with what the script needs, in words
 * @param folder of the pipeline, where the script is and runs
 * @param limit how long it may take; positive
 */
public record TrainingScript(List<String> python, Path folder, Duration limit) {
    /** Its name in a pipeline folder. */
    public static final String NAME = "train.py";

    public TrainingScript {
        python = List.copyOf(python);
    }

    /** Whether the folder has one. */
    public boolean exists() {
        return Files.isRegularFile(folder.resolve(NAME));
    }

    /**
     * Runs it to its end.
     *
     * @param features what a replay has written
     * @param out where the model folder is to be
     * @param version of the model, for its manifest
     * @param said is given each line that it prints, from another thread
     * @throws TrainingFailedException if it does not start, fails, takes too long, or leaves no model
     */
    public void run(Path features, Path out, String version, Consumer<String> said)
            throws TrainingFailedException, InterruptedException {
        var command = new ArrayList<>(python);
        command.addAll(List.of(
                folder.resolve(NAME).toAbsolutePath().toString(),
                "--features",
                features.toAbsolutePath().toString(),
                "--out",
                out.toAbsolutePath().toString(),
                "--model-version",
                version));
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .directory(folder.toAbsolutePath().toFile())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            throw new TrainingFailedException(
                    "cannot run " + String.join(" ", python) + ": " + e.getMessage() + "; name a Python (--python)", e);
        }
        try {
            var reading = CompletableFuture.runAsync(() -> read(process.inputReader(), said));
            process.getOutputStream().close();
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new TrainingFailedException(
                        NAME + " took longer than " + limit.toSeconds() + " s (--time-limit)");
            }
            reading.join();
        } catch (IOException e) {
            throw new TrainingFailedException(NAME + " cannot be spoken to: " + e.getMessage(), e);
        } finally {
            end(process);
        }
        if (process.exitValue() != 0) {
            throw new TrainingFailedException(
                    NAME + " failed with exit status " + process.exitValue() + "; what it printed says why");
        }
        if (!Files.isRegularFile(out.resolve("model.yaml"))) {
            throw new TrainingFailedException(NAME + " left no model.yaml in " + out);
        }
    }

    /** With all that it started; these may be somebody else's children when it is gone. */
    private static void end(Process process) {
        var started = process.descendants().toList();
        process.destroyForcibly();
        started.forEach(ProcessHandle::destroyForcibly);
    }

    private static void read(BufferedReader lines, Consumer<String> said) {
        lines.lines().forEach(said);
    }
}
