package io.millrace.sandbox.demo;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.app.http.FeaturePath;
import io.millrace.app.runtime.PipelineRuntime;
import io.millrace.app.runtime.StateSettings;
import io.millrace.enrich.topology.StoreKind;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two instances of one pipeline, each of which is asked for the features of keys that either has. */
class FeatureQueryIT {
    private static final Path TRANSACTIONS = Path.of("../pipelines/transactions");
    private static final int PARTITIONS = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private KafkaUnderTest kafka;

    @BeforeEach
    void start() throws Exception {
        kafka = open(KafkaUnderTest.start());
    }

    private <T extends AutoCloseable> T open(T closeable) {
        opened.add(0, closeable);
        return closeable;
    }

    @AfterEach
    void close() throws Exception {
        for (var closeable : opened) {
            closeable.close();
        }
    }

    private HttpResponse<String> ask(PipelineRuntime instance, String entity, String key) throws Exception {
        var uri = URI.create(address(instance, "http://") + new FeaturePath(entity, key).encoded());
        return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String address(PipelineRuntime instance, String scheme) {
        return scheme + "127.0.0.1:" + instance.httpPort();
    }

    private static JsonNode json(HttpResponse<String> answer) throws Exception {
        return new ObjectMapper().readTree(answer.body());
    }

    /** The newest event of every key. */
    private static Map<String, GenericRecord> newest(List<GenericRecord> predictions, String entity) {
        var newest = new HashMap<String, GenericRecord>();
        for (var prediction : predictions) {
            newest.merge(
                    prediction.get(entity).toString(),
                    prediction,
                    (one, other) -> time(one) < time(other) ? other : one);
        }
        return newest;
    }

    private static long time(GenericRecord prediction) {
        return (long) prediction.get("event_time");
    }

    @ParameterizedTest
    @EnumSource
    void eitherInstanceAnswersWithTheFeaturesOfTheNewestEvent(StoreKind kind, @TempDir Path state, @TempDir Path files)
            throws Exception {
        var stand = open(new Stand(kafka.bootstrap(), TRANSACTIONS, 2_000, PARTITIONS));
        var settings = new StateSettings(kind, StateSettings.DEFAULT.rocksDbBytes());
        var one = open(stand.start(state.resolve("one"), "one", settings));
        var two = open(stand.start(state.resolve("two"), "two", settings));
        Await.until("both are ready", PATIENCE, () -> one.ready() && two.ready());
        stand.publishAll();
        stand.settle();
        Await.until("both are ready", PATIENCE, () -> one.ready() && two.ready());
        var replayed = stand.replayed(files);
        var predictions = stand.predictions();

        assertAnswered("customer_id", newest(predictions, "customer_id"), replayed, List.of(one, two));
        assertAnswered("terminal_id", newest(predictions, "terminal_id"), replayed, List.of(one, two));

        for (var instance : List.of(one, two)) {
            assertError(ask(instance, "customer_id", "nobody/100%"), 404, "no-history");
            assertError(ask(instance, "terminal_id", "nowhere"), 404, "no-history");
            assertError(ask(instance, "customer", "c-1"), 404, "unknown-entity");
        }
        assertNamed(two, one, newest(predictions, "customer_id").keySet());
    }

    private void assertAnswered(
            String entity,
            Map<String, GenericRecord> newest,
            Map<String, GenericRecord> replayed,
            List<PipelineRuntime> instances)
            throws Exception {
        assertThat(newest).hasSizeGreaterThan(20);
        var answering = new HashSet<String>();
        for (var entry : newest.entrySet()) {
            var row =
                    requireNonNull(replayed.get(entry.getValue().get("event_id").toString()));
            var bodies = new HashSet<String>();
            for (var instance : instances) {
                var answer = ask(instance, entity, entry.getKey());
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
                bodies.add(answer.body());
                var told = json(answer);
                answering.add(told.at("/answered_by").asText());
                assertThat(told.at("/as_of").asText())
                        .isEqualTo(Instant.ofEpochMilli(time(entry.getValue())).toString());
                assertThat(told.at("/pending").size()).isZero();
                assertFeatures(told.at("/features"), row);
            }
            assertThat(bodies).as("of %s %s", entity, entry.getKey()).hasSize(1);
        }
        assertThat(answering).isEqualTo(Set.of(address(instances.get(0), ""), address(instances.get(1), "")));
    }

    private static void assertFeatures(JsonNode told, GenericRecord row) {
        assertThat(told.size()).isPositive();
        told.properties().forEach(feature -> {
            Object expected = row.get(feature.getKey());
            if (expected == null) {
                assertThat(feature.getValue().isNull()).as(feature.getKey()).isTrue();
            } else {
                // to a few units in the last place: over a hop, sums are made in another order
                double number = ((Number) expected).doubleValue();
                assertThat(feature.getValue().doubleValue())
                        .as(feature.getKey())
                        .isCloseTo(number, within(Math.abs(number) * 1e-12));
            }
        });
    }

    private static void assertError(HttpResponse<String> answer, int status, String error) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(json(answer).at("/error").asText()).isEqualTo(error);
    }

    /** One that has a name keeps its partitions for a while after it has gone. */
    private void assertNamed(PipelineRuntime gone, PipelineRuntime asked, Set<String> keys) throws Exception {
        String address = address(gone, "");
        gone.close();
        int named = 0;
        for (var key : keys) {
            var answer = ask(asked, "customer_id", key);
            if (answer.statusCode() != 200) {
                assertError(answer, 503, "unavailable");
                assertThat(answer.headers().firstValue("retry-after")).hasValue("1");
                assertThat(json(answer).at("/instance").asText()).isEqualTo(address);
                named++;
            }
        }
        assertThat(named).isPositive().isLessThan(keys.size());
    }
}
