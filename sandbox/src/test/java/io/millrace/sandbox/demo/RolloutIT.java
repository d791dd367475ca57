package io.millrace.sandbox.demo;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.fleet.Operator;
import io.millrace.app.gate.Gate;
import io.millrace.app.gate.TrustedKeys;
import io.millrace.app.journal.Order;
import io.millrace.app.pipeline.Pipeline;
import io.millrace.app.pipeline.VersionGate;
import io.millrace.app.rollout.Change;
import io.millrace.app.rollout.Timeline;
import io.millrace.app.runtime.MetricNames;
import io.millrace.app.runtime.PipelineRuntime;
import io.millrace.app.runtime.StateSettings;
import io.millrace.schemas.registry.SchemaRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models are changed while three instances score, on a real broker. */
class RolloutIT {
    private static final int PARTITIONS = 3;
    private static final int BETWEEN = 50;
    private static final int SWAPS = 100;
    private static final double EVENTS_PER_SECOND = 400;

    @TempDir
    private Path work;

    private static Operator operator(Stand stand) throws Exception {
        return Operator.open(
                stand.pipeline(),
                Map.of("bootstrap.servers", stand.bootstrap()),
                SchemaRegistry.connect(stand.registryUrl()),
                Duration.ofSeconds(30),
                Clock.systemUTC());
    }

    /** Registers a version that scores as the pipeline's own. */
    private String register(Operator operator, Pipeline pipeline, String version) throws Exception {
        var own = requireNonNull(pipeline.model());
        var folder =
                TwinModel.write(own.folder(), version, work.resolve("models").resolve(version));
        return operator.register(
                        new VersionGate(new Gate(TrustedKeys.NONE), pipeline, own),
                        folder,
                        own.score(),
                        own.threshold(),
                        folder.toString(),
                        "tester",
                        "to see it change")
                .digest();
    }

    private static double scored(List<PipelineRuntime> instances) throws Exception {
        double sum = 0;
        for (var instance : instances) {
            sum += Scraped.sum(instance, MetricNames.PREDICTIONS);
        }
        return sum;
    }

    @ParameterizedTest
    @ValueSource(strings = {"sensors", "transactions"})
    void aHundredSwapsUnderLoadScoreEveryEventByTheVersionOfItsTime(String name) throws Exception {
        try (var kafka = KafkaUnderTest.start();
                var stand = new Stand(kafka.bootstrap(), Path.of("../pipelines", name), 200_000, PARTITIONS)) {
            var instances = new ArrayList<PipelineRuntime>();
            try {
                for (int i = 0; i < PARTITIONS; i++) {
                    instances.add(stand.start(work.resolve("state-" + i), "instance-" + i, StateSettings.DEFAULT));
                }
                Await.until("all instances are ready", Duration.ofMinutes(2), () -> instances.stream()
                        .allMatch(PipelineRuntime::ready));
                var publishing = CompletableFuture.runAsync(() -> stand.publishAt(EVENTS_PER_SECOND));
                Timeline timeline;
                try (var operator = operator(stand)) {
                    var own =
                            requireNonNull(stand.pipeline().model()).manifest().sha256();
                    var twin = register(operator, stand.pipeline(), "twin");

                    // When
                    for (int swap = 0; swap < SWAPS; swap++) {
                        var next = swap % 2 == 0 ? twin : own;
                        double before = scored(instances);
                        operator.change(Order.of(new Change.Promote(next), "tester", "swap " + swap));
                        // a swap before any event would take the place of the one before it
                        Await.until(
                                "events are scored", Duration.ofMinutes(1), () -> scored(instances) > before + BETWEEN);
                    }
                    timeline = operator.state().timeline();
                }
                stand.stopPublishing();
                publishing.get(30, TimeUnit.SECONDS);
                stand.settle();

                // Then
                var tally = stand.readToTheEnd();
                assertThat(tally.missing()).isEqualTo(0);
                assertThat(tally.duplicated()).isEqualTo(0);
                assertThat(timeline.plans()).hasSize(SWAPS + 1);
                assertByTheVersionOfTheirTime(stand.predictions(), timeline);
                for (var instance : instances) {
                    assertThat(Scraped.sum(instance, MetricNames.ROLLOUT_HOLD + "_count"))
                            .as("changes that a task waited for")
                            .isPositive();
                    assertThat(Scraped.sum(instance, MetricNames.ROLLOUT_HOLD + "_max"))
                            .as("longest wait, seconds")
                            .isLessThan(1);
                }
            } finally {
                instances.forEach(PipelineRuntime::close);
            }
        }
    }

    private static void assertByTheVersionOfTheirTime(List<GenericRecord> predictions, Timeline timeline) {
        var seen = new TreeSet<Long>();
        for (var prediction : predictions) {
            long millis = (long) prediction.get("event_time");
            var plan = timeline.at(millis).orElseThrow();
            assertThat(prediction.get("model_digest"))
                    .as("version for %s", prediction.get("event_id"))
                    .hasToString(plan.champion());
            assertThat(prediction.get("variant")).hasToString("champion");
            seen.add(timeline.plans().headMap(millis + 1).lastKey());
        }
        assertThat(seen).as("swaps between which something was scored").hasSizeGreaterThan(SWAPS / 2);
    }
}
