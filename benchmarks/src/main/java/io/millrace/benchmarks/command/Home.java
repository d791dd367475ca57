package io.millrace.benchmarks.command;

import java.nio.file.Path;

/** The checkout that is measured; the launcher says where it is. */
final class Home {
    private static final String PROPERTY = "millrace.home";

    private Home() {}

    static Path folder() {
        return Path.of(System.getProperty(PROPERTY, "."));
    }

    /** The pipeline of the handbook's features. */
    static Path handbook() {
        return pipeline("transactions-handbook");
    }

    /** A pipeline that is shipped. */
    static Path pipeline(String name) {
        return folder().resolve("pipelines").resolve(name);
    }

    /** Where benchmarks keep what they make. */
    static Path target() {
        return folder().resolve("benchmarks/target");
    }
}
