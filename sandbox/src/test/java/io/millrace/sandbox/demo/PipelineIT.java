package io.millrace.sandbox.demo;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.model.BatchDefinition;
import io.millrace.app.pipeline.Pipeline;
import io.millrace.app.runtime.MetricNames;
import io.millrace.app.runtime.PipelineRuntime;
import io.millrace.drift.profile.ReferenceProfile;
import io.millrace.enrich.definition.FeatureGroup;
import io.millrace.sandbox.demo.Ledger.Tally;
import io.millrace.sandbox.publish.Published;
import io.millrace.sandbox.simulator.Expectation;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Simulated worlds with faults through every shipped pipeline, published as fast as the broker takes them. */
class PipelineIT {
    private static final long EVENTS = 4_000;
    private static final int PARTITIONS = 4;

    private static final List<AutoCloseable> opened = new ArrayList<>();
    private static final Map<String, Run> runs = new TreeMap<>();

    /** What was seen of one pipeline. */
    private record Run(
            Stand stand,
            Published published,
            Map<String, HttpResponse<String>> answers,
            List<GenericRecord> drift,
            Tally tally,
            List<GenericRecord> predictions) {}

    /** Both at once: the monitor waits half a minute before its first word, lest it miss a partition. */
    @BeforeAll
    static void runBothPipelines(@TempDir Path state) throws Exception {
        var kafka = open(KafkaUnderTest.start());
        record Started(String name, Stand stand, PipelineRuntime runtime, Published published) {}
        var all = new ArrayList<Started>();
        for (var name : List.of("transactions", "sensors")) {
            var stand = open(new Stand(kafka.bootstrap(), Path.of("../pipelines", name), EVENTS, PARTITIONS));
            var runtime = open(stand.start(state.resolve(name)));
            all.add(new Started(name, stand, runtime, stand.publishAll()));
        }
        for (var started : all) {
            var stand = started.stand();
            stand.settle();
            stand.awaitDriftStatistics(started.published());
            var answers = answers(started.runtime());
            started.runtime().close();
            runs.put(
                    started.name(),
                    new Run(
                            stand,
                            started.published(),
                            answers,
                            stand.driftStatistics(),
                            stand.readToTheEnd(),
                            stand.predictions()));
        }
    }

    private static <T extends AutoCloseable> T open(T closeable) {
        opened.add(0, closeable);
        return closeable;
    }

    @AfterAll
    static void close() throws Exception {
        for (var closeable : opened) {
            closeable.close();
        }
    }

    private static Run run(String pipeline) {
        return requireNonNull(runs.get(pipeline));
    }

    @ParameterizedTest
    @ValueSource(strings = {"transactions", "sensors"})
    void everyAcceptedEventHasOnePredictionAndEveryRejectedOneOneDeadLetter(String pipeline) {
        var tally = run(pipeline).tally();
        var published = run(pipeline).published();

        assertThat(tally.events()).isEqualTo(published.events()).isGreaterThan(EVENTS / 2);
        assertThat(tally.missing()).isZero();
        assertThat(tally.duplicated()).isZero();
        assertThat(tally.unexpected()).isZero();
        assertThat(tally.predictions()).isEqualTo(published.of(Expectation.ACCEPT));
        var deadLetters = new TreeMap<>(tally.deadLetters());
        assertThat(deadLetters.remove("late"))
                .isEqualTo(published.of(Expectation.LATE))
                .isPositive();
        assertThat(deadLetters.remove("duplicate"))
                .isEqualTo(published.of(Expectation.DUPLICATE))
                .isPositive();
        assertThat(deadLetters.values().stream().mapToLong(count -> count).sum())
                .isEqualTo(published.of(Expectation.MALFORMED))
                .isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"transactions", "sensors"})
    void featuresAreExactlyThoseThatAReplayOfTheSameEventsComputes(String pipeline, @TempDir Path files)
            throws Exception {
        var stand = run(pipeline).stand();

        stand.assertReplayed(files, columns(stand.pipeline()));
    }

    /** No more than the predictions of the window: read as fast as possible, many come after their window was closed. */
    @ParameterizedTest
    @ValueSource(strings = {"transactions", "sensors"})
    void everyClosedWindowHasOneStatisticOfEveryFeatureAndOfTheScore(String pipeline) {
        var definition = run(pipeline).stand().pipeline();
        var features = new HashSet<>(definition.featureNames());
        features.add(ReferenceProfile.SCORE);
        long length = requireNonNull(definition.monitor()).window().toMillis();
        var predictions = run(pipeline).predictions().stream()
                .collect(groupingBy(row -> Math.floorDiv((long) row.get("event_time"), length) * length, counting()));

        var windows = run(pipeline).drift().stream()
                .collect(groupingBy(row -> (Long) row.get("window_start"), TreeMap::new, toList()));

        assertThat(windows).hasSizeGreaterThan(20);
        windows.forEach((start, statistics) -> {
            assertThat(statistics.stream().map(row -> row.get("feature").toString()))
                    .containsExactlyInAnyOrderElementsOf(features);
            assertThat(statistics).allSatisfy(row -> {
                assertThat(row.get("window_end")).isEqualTo(start + length);
                assertThat((Long) row.get("current_count")).isPositive().isLessThanOrEqualTo(predictions.get(start));
            });
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"transactions", "sensors"})
    void healthIsGoodAndMetricsCountWhatWasPublished(String pipeline) throws Exception {
        var answers = run(pipeline).answers();
        assertThat(requireNonNull(answers.get("/health/live")).statusCode()).isEqualTo(200);
        assertThat(requireNonNull(answers.get("/health/ready")).statusCode()).isEqualTo(200);
        var metrics = requireNonNull(answers.get("/metrics")).body();
        double events = run(pipeline).published().events();
        double predictions = run(pipeline).predictions().size();

        var absent = new ArrayList<Object>();
        for (var constant : MetricNames.class.getFields()) {
            var name = constant.get(null);
            if (metrics.lines().noneMatch(line -> line.startsWith(name.toString()))) {
                absent.add(name);
            }
        }
        assertThat(absent)
                .as("one for each field that quality is told by, and here it is told by none")
                .containsExactly(MetricNames.UNSEGMENTED_PREDICTIONS);
        assertThat(sum(metrics, MetricNames.EVENTS)).isEqualTo(events);
        assertThat(sum(metrics, MetricNames.PREDICTIONS)).isEqualTo(predictions);
        assertThat(sum(metrics, MetricNames.SCORING + "_count")) // once for a call of up to so many rows
                .isBetween(predictions / BatchDefinition.DEFAULT.rows(), predictions);
        assertThat(sum(metrics, MetricNames.END_TO_END + "_count")) // once a batch
                .isBetween(predictions / BatchDefinition.DEFAULT.rows(), predictions);
        assertThat(sum(metrics, MetricNames.DEAD_LETTERS)).isEqualTo(events - predictions);
        assertThat(sum(metrics, MetricNames.MONITORED_PREDICTIONS) + sum(metrics, MetricNames.LATE_PREDICTIONS))
                .isEqualTo(predictions);
        assertThat(sum(metrics, "kafka_stream_thread_process_total")).isGreaterThanOrEqualTo(events);
    }

    /**
     * What is the same however fast the partitions are read. Features by another field than the topic's key are not: their
     * events come from all partitions, in whatever order those are read.
     */
    private static List<String> columns(Pipeline pipeline) {
        var elsewhere = pipeline.definitions().groups().stream()
                .filter(FeatureGroup.Aggregates.class::isInstance)
                .map(FeatureGroup.Aggregates.class::cast)
                .filter(group ->
                        !group.by().equals(pipeline.definitions().event().key()))
                .flatMap(group -> group.compute().keySet().stream())
                .toList();
        return pipeline.featureNames().stream()
                .filter(feature -> elsewhere.stream().noneMatch(name -> feature.startsWith(name + "_")))
                .toList();
    }

    private static Map<String, HttpResponse<String>> answers(PipelineRuntime runtime) throws Exception {
        var answers = new TreeMap<String, HttpResponse<String>>();
        var client = HttpClient.newHttpClient();
        for (var path : List.of("/health/live", "/health/ready", "/metrics")) {
            var address = URI.create("http://127.0.0.1:" + runtime.httpPort() + path);
            answers.put(
                    path, client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString()));
        }
        return answers;
    }

    /** Of all lines of one metric, whatever their tags. */
    private static double sum(String metrics, String name) {
        return metrics.lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
