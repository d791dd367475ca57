package io.millrace.app.pipeline;

import io.millrace.app.model.NativeLibrary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** The pipelines of this repository, as they are shipped. */
public final class ShippedPipelines {
    /** Tests run in the folder of their module. */
    private static final Path FOLDER = Path.of("..", "pipelines");

    private ShippedPipelines() {}

    public static Path folder(String name) {
        return FOLDER.resolve(name);
    }

    public static Pipeline read(String name) {
        return at(folder(name));
    }

    /** A pipeline with its model, without mistake. */
    public static Pipeline at(Path folder) {
        try {
            NativeLibrary.prepare(Path.of("target", "native"));
            return PipelineFolder.read(folder);
        } catch (InvalidPipelineException e) {
            throw new AssertionError(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
