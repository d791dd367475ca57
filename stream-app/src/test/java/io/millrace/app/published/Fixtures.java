package io.millrace.app.published;

import java.nio.file.Path;

/** Small histories of our own, made by {@code src/test/edges/make_edges.py}, and pipelines for them. */
final class Fixtures {
    private static final Path RESOURCES = Path.of("src", "test", "resources");

    private Fixtures() {}

    static Path edges(String file) {
        return RESOURCES.resolve("edges").resolve(file);
    }

    static Path pipeline(String name) {
        return RESOURCES.resolve("pipelines").resolve(name);
    }
}
