package io.millrace.benchmarks.command;

import io.millrace.benchmarks.drain.Place;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** {@link Place}, as the process is told that runs there. */
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class PlaceOptions {
    @Option(names = "--bootstrap", required = true)
    private String bootstrap;

    @Option(names = "--registry", required = true)
    private String registry;

    @Option(names = "--partitions", required = true)
    private int partitions;

    @Option(names = "--application", required = true)
    private String application;

    @Option(names = "--predictions", required = true)
    private String predictions;

    @Option(names = "--state-dir", required = true)
    private Path stateDir;

    Place place() {
        return new Place(bootstrap, registry, partitions, application, predictions, stateDir);
    }
}
