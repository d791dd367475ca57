package io.millrace.benchmarks.drain;

import io.millrace.benchmarks.measure.Flight;
import io.millrace.sandbox.command.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Runs over one cluster, each in a process and a {@link Place} of its own, of which nothing is left afterwards. */
public final class Runs {
    private final Cluster cluster;
    private final DrainProcess process;
    private final Path work;
    private final @Nullable Path flights;
    private int number;

    /**
     * What a run came to.
     *
     * @param predictionBytes of one prediction, on average; NaN if there are none
     */
    public record Run(DrainResult drained, double predictionBytes) {
        public double eventsPerSecond() {
            return drained.eventsPerSecond();
        }

        public double cpuMicrosPerEvent() {
            return drained.cpuMicrosPerEvent();
        }
    }

    /**
     * Runs of a command.
     *
     * @param command main class and first arguments of a process that drains
     * @param work folder for its log and for state; exists
     * @param flights folder for JFR recordings; null for none
     */
    public Runs(Cluster cluster, List<String> command, Path work, @Nullable Path flights) {
        this.cluster = cluster;
        this.process = new DrainProcess(command, work.resolve("drain.log"));
        this.work = work;
        this.flights = flights;
    }

    /**
     * Runs once.
     *
     * @param name of the contender, for its topics and its recording
     * @param arguments beside those of the place
     */
    public Run run(String name, List<String> arguments) throws IOException, InterruptedException {
        return at(name, place -> {
            var flight = flights == null ? null : Flight.file(flights, name, number);
            var drained = process.run(with(place, arguments), flight);
            return new Run(drained, cluster.valueBytes(place.predictions()));
        });
    }

    /** What is done while a process runs. */
    public interface Beside<R> {
        R use(Place place) throws IOException, InterruptedException;
    }

    /** Does something while a process runs that ends when its standard input does. */
    public <R> R beside(String name, List<String> arguments, Beside<R> work) throws IOException, InterruptedException {
        return at(name, place -> {
            var running = process.start(with(place, arguments), null);
            try {
                return work.use(place);
            } finally {
                running.getOutputStream().close();
                running.waitFor();
            }
        });
    }

    private <R> R at(String name, Beside<R> use) throws IOException, InterruptedException {
        var application = "drain-" + name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-") + "-" + ++number;
        var stateDir = Files.createTempDirectory(work, "state");
        var place = Place.on(cluster, application, stateDir);
        cluster.create(place.predictions());
        try {
            return use.use(place);
        } finally {
            cluster.deleteAll(application);
            TemporaryFolder.delete(stateDir);
        }
    }

    private static List<String> with(Place place, List<String> arguments) {
        var words = new ArrayList<>(place.arguments());
        words.addAll(arguments);
        return words;
    }
}
