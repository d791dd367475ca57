package io.millrace.app.optimise;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Has ONNX Runtime's Python tools write a model whose weights are of eight bits. */
final class Quantiser {
    private static final String SCRIPT = "quantise.py";
    private static final int NOTHING_TO_DO = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final List<String> python;

    /** @param python the command that starts a Python with the packages onnx and onnxruntime */
    Quantiser(String python) {
        this.python = List.of(python.trim().split("\\s+"));
    }

    /**
     * Writes the model, unless there is nothing in it to be quantised.
     *
     * @return whether it is there
     * @throws UnusableModelException if there is no Python that can
     */
    boolean write(Path from, Path to) throws UnusableModelException, InterruptedException {
        Path folder = null;
        try {
            folder = Files.createTempDirectory("millrace-quantise");
            var script = unpack(folder);
            var output = folder.resolve("output");
            var command = new ArrayList<>(python);
            command.addAll(List.of(script.toString(), from.toString(), to.toString()));
            var process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            try {
                if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                    throw new UnusableModelException("Python took longer than " + PATIENCE.toMinutes() + " minutes");
                }
            } finally {
                process.destroyForcibly();
            }
            if (process.exitValue() == NOTHING_TO_DO) {
                return false;
            }
            if (process.exitValue() != 0) {
                throw new UnusableModelException(told(Files.readString(output, StandardCharsets.UTF_8)));
            }
            return true;
        } catch (IOException e) {
            throw new UnusableModelException(
                    "cannot run " + String.join(" ", python) + ": " + e.getMessage()
                            + "; name a Python with the packages onnx and onnxruntime (--python)",
                    e);
        } finally {
            delete(folder);
        }
    }

    private static Path unpack(Path folder) throws IOException {
        var script = folder.resolve(SCRIPT);
        try (var packed = Quantiser.class.getResourceAsStream(SCRIPT)) {
            if (packed == null) {
                throw new IllegalStateException("no " + SCRIPT + " in the program");
            }
            Files.copy(packed, script);
        }
        return script;
    }

    /** Python tells the reason last. */
    private static String told(String output) {
        var lines = output.strip().lines().toList();
        var last = lines.isEmpty() ? "Python said nothing" : lines.get(lines.size() - 1);
        return last.startsWith("ModuleNotFoundError")
                ? last + "; install it (pip install onnx onnxruntime), or name another Python (--python)"
                : last;
    }

    private static void delete(@Nullable Path folder) {
        if (folder == null) {
            return;
        }
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
