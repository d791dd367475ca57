package io.millrace.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.runtime.MetricNames;
import io.millrace.sandbox.publish.Pace;
import io.millrace.sandbox.simulator.Expectation;
import io.millrace.sandbox.simulator.Faults;
import io.millrace.sandbox.simulator.Message;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both shipped pipelines, whole, with everything that goes wrong on the way of events. */
class WholePipelineIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @ParameterizedTest
    @ValueSource(strings = {"transactions", "sensors"})
    void everyEventHasExactlyOneOutcomeAndItIsTheOneItShouldHave(String name, @TempDir Path state) throws Exception {
        try (var test = new PipelineUnderTest(name, 4_000, new Faults(0.02, 0.02, 0.02));
                var runtime = test.start(state)) {
            // Given
            var reading = test.read();
            Await.until("ready", PATIENCE, runtime::ready);

            // When
            test.publish(Pace.unlimited()).get();
            Await.until("an outcome for everything", PATIENCE, () -> {
                assertThat(reading.isDone()).isFalse();
                return test.ledger.tally().missing() == 0;
            });

            // Then
            var tally = test.ledger.tally();
            assertThat(tally.events()).isGreaterThan(3_500);
            assertThat(tally.missing()).isZero();
            assertThat(tally.duplicated()).isZero();
            assertThat(tally.unexpected()).isZero();
            assertThat(tally.predictions()).isEqualTo(expected(test, Expectation.ACCEPT));
            assertThat(tally.deadLetters().get("late")).isEqualTo(expected(test, Expectation.LATE));
            assertThat(tally.deadLetters().get("duplicate")).isEqualTo(expected(test, Expectation.DUPLICATE));
            assertThat(get(runtime.httpPort(), "/health/ready").statusCode()).isEqualTo(200);
            assertThat(get(runtime.httpPort(), "/health/live").statusCode()).isEqualTo(200);
            var metrics = get(runtime.httpPort(), "/metrics").body();
            assertThat(metricNames()).allSatisfy(metric -> assertThat(metrics).contains(metric));
            assertThat(metrics).contains("kafka_stream_thread_process_rate").contains("quantile=\"0.99\"");
            assertThat(metrics)
                    .contains(MetricNames.EVENTS + "{pipeline=\"" + name + "\"} " + (double) tally.events())
                    .contains(MetricNames.PREDICTIONS + "{pipeline=\"" + name + "\"} " + (double) tally.predictions());
        }
    }

    private static long expected(PipelineUnderTest test, Expectation expectation) {
        return test.sent.stream()
                .filter(sent -> sent.message() instanceof Message.Event event && event.expectation() == expectation)
                .count();
    }

    private static Stream<String> metricNames() {
        return Arrays.stream(MetricNames.class.getFields())
                .map(field -> {
                    try {
                        return String.valueOf(field.get(null));
                    } catch (IllegalAccessException e) {
                        throw new IllegalStateException(e);
                    }
                })
                // known only once a window has closed
                .filter(metric -> !metric.equals(MetricNames.DRIFT_PSI) && !metric.equals(MetricNames.DRIFT_ALERTS));
    }

    private static HttpResponse<String> get(int port, String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
