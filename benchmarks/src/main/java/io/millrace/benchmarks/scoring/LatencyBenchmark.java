package io.millrace.benchmarks.scoring;

import io.millrace.app.pipeline.Pipeline;
import io.millrace.app.runtime.Tuning;
import io.millrace.benchmarks.drain.Cluster;
import io.millrace.benchmarks.drain.Place;
import io.millrace.benchmarks.drain.Runs;
import io.millrace.benchmarks.measure.Figure;
import io.millrace.benchmarks.measure.Goal;
import io.millrace.benchmarks.measure.Progress;
import io.millrace.benchmarks.measure.Rounds;
import io.millrace.schemas.registry.SchemaRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.LongFunction;

/** How long an event takes from being published to its prediction being committed, with and without batches, under half the load. */
public final class LatencyBenchmark {
    private static final String BATCH = "batches";
    private static final String SINGLE = "one row a call";
    private static final double SHARE_OF_THROUGHPUT = 0.5;
    private static final Goal GOAL = Goal.atMost(1.1);

    private final Setup setup;

    /**
     * What is measured with.
     *
     * @param pipeline whose events are numbers, with its model
     * @param events drained to find out what the throughput is
     * @param rate events per second; empty for half of the throughput
     * @param warmUp not measured
     * @param measured after it
     * @param process main class and first arguments of a process that drains so many events, or scores until its input ends
     * @param work folder for logs and state; made
     */
    public record Setup(
            Pipeline pipeline,
            int partitions,
            long events,
            OptionalInt rate,
            Duration warmUp,
            Duration measured,
            Tuning tuning,
            List<String> process,
            Path work) {}

    /** What a benchmark found; the rate is in events per second. */
    public record Outcome(int rate, List<Figure> figures) {}

    public LatencyBenchmark(Setup setup) {
        this.setup = setup;
    }

    public Outcome run(int rounds, Progress progress) throws Exception {
        Files.createDirectories(setup.work());
        progress.say("starting a broker");
        try (var cluster = Cluster.start(setup.partitions())) {
            var values = NumberTopics.avro(setup.pipeline(), SchemaRegistry.connect(cluster.registryUrl()));
            int rate = rate(cluster, values, progress);
            progress.say(rate + " events a second; p99 in ms:");
            var serving = new Runs(cluster, setup.process(), setup.work(), null);
            var contenders = new LinkedHashMap<String, Rounds.Contender<Latencies>>();
            contenders.put(BATCH, () -> serve(serving, cluster, Contender.PIPELINE, values, rate));
            contenders.put(SINGLE, () -> serve(serving, cluster, Contender.SINGLE, values, rate));
            return new Outcome(rate, figures(Rounds.of(rounds, contenders, progress, run -> run.millis(0.99))));
        }
    }

    private int rate(Cluster cluster, LongFunction<byte[]> values, Progress progress) throws Exception {
        if (setup.rate().isPresent()) {
            return setup.rate().getAsInt();
        }
        var topic = topic();
        NumberTopics.fill(cluster, topic, values, setup.events(), progress);
        var drained = new Runs(cluster, setup.process(), setup.work(), null)
                .run("throughput", arguments(Contender.PIPELINE, "--events", Long.toString(setup.events())));
        cluster.deleteAll(topic);
        return (int) (SHARE_OF_THROUGHPUT * drained.eventsPerSecond());
    }

    private String topic() {
        return setup.pipeline().topics().events();
    }

    private List<String> arguments(Contender contender, String... others) {
        var words = new ArrayList<>(List.of(
                "--contender",
                contender.name(),
                "--pipeline",
                setup.pipeline().folder().toString(),
                "--tuning",
                setup.tuning().name()));
        words.addAll(List.of(others));
        return words;
    }

    private Latencies serve(Runs serving, Cluster cluster, Contender contender, LongFunction<byte[]> values, int rate)
            throws Exception {
        cluster.create(topic());
        try {
            return serving.beside(
                    contender.text(), arguments(contender), place -> measure(cluster, place, values, rate));
        } finally {
            cluster.deleteAll(topic());
        }
    }

    private Latencies measure(Cluster cluster, Place place, LongFunction<byte[]> values, int rate)
            throws InterruptedException {
        int warmUp = (int) (rate * setup.warmUp().toMillis() / 1000);
        int measured = (int) (rate * setup.measured().toMillis() / 1000);
        var latencies = new Latencies(warmUp, measured);
        try (var reader = new CommittedReader(cluster, place.predictions(), latencies);
                var producer = NumberTopics.producer(cluster, 0)) {
            new SteadyPublisher(producer, topic(), values, rate).publish(warmUp + measured, latencies);
            producer.flush();
            reader.awaitAll();
        }
        return latencies;
    }

    private static List<Figure> figures(Rounds<Latencies> runs) {
        var figures = new ArrayList<Figure>();
        for (var contender : List.of(BATCH, SINGLE)) {
            figures.add(new Figure(contender + ", p50", "ms", runs.of(contender, run -> run.millis(0.5))));
            figures.add(new Figure(contender + ", p99", "ms", runs.of(contender, run -> run.millis(0.99))));
        }
        figures.add(new Figure(
                BATCH + " / " + SINGLE + ", p99",
                Figure.RATIO,
                runs.ratio(BATCH, SINGLE, run -> run.millis(0.99)),
                GOAL));
        return figures;
    }
}
