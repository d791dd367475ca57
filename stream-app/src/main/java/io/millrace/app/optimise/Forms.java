package io.millrace.app.optimise;

import io.millrace.app.model.InvalidModelException;
import io.millrace.app.model.OptimisedGraph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;

/** Writes forms of one model, each into a folder of its own beside the others. */
public final class Forms {
    private final ModelFolder given;
    private final Path out;
    private final OptionalDouble tolerance;
    private final String python;

    /**
     * Forms that will be written.
     *
     * @param out gets a folder for each
     * @param tolerance of their golden rows, in [0, 1]; if empty, the given model's
     * @param python the command that starts a Python with the packages onnx and onnxruntime
     */
    public Forms(ModelFolder given, Path out, OptionalDouble tolerance, String python) {
        this.given = given;
        this.out = out;
        this.tolerance = tolerance;
        this.python = python;
    }

    /**
     * Writes one of them, in place of what may be there; the given one is where it is.
     *
     * @return empty if it would be the given one: no weights of it can be quantised
     * @throws UnusableModelException if it cannot be made
     */
    public Optional<ModelFolder> write(Form form) throws UnusableModelException, IOException, InterruptedException {
        if (form == Form.GIVEN) {
            return Optional.of(given);
        }
        var folder = Files.createDirectories(out.resolve(form.code()));
        var file = folder.resolve(given.manifest().file());
        Files.deleteIfExists(file);
        if (form == Form.OPTIMISED) {
            rewrite(file);
        } else if (!new Quantiser(python).write(given.file(), file)) {
            return Optional.empty();
        }
        return Optional.of(given.rewritten(folder, tolerance));
    }

    private void rewrite(Path to) throws UnusableModelException {
        try {
            OptimisedGraph.write(given.file(), to);
        } catch (InvalidModelException e) {
            throw new UnusableModelException(String.valueOf(e.getMessage()), e);
        }
    }
}
