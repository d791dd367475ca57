package io.millrace.app.topology;

import static io.millrace.app.topology.Payments.CLOCK;
import static io.millrace.app.topology.Payments.NOON;
import static io.millrace.app.topology.Payments.payment;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.millrace.app.runtime.PipelineDriver;
import java.nio.file.Path;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two payments of a customer within a minute; the model is the logarithm of the amount. */
class KeyRateTest {
    private static final String BEYOND = "millrace_events_beyond_rate_total{pipeline=\"transactions\"}";
    private static final String REFUSED =
            "millrace_dead_letters_total{pipeline=\"transactions\",reason=\"rate-exceeded\",stage=\"contract\"}";

    private final Path folder;
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    KeyRateTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void eventsBeyondTheRateAreInQuarantineAsTheyCame() throws Exception {
        try (var pipeline = driver("{ limit: 2, within: 1m, quarantine: true }")) {
            pipeline.event(payment("tx-1", NOON, "c1", "m1", 10));
            pipeline.event(payment("tx-2", NOON, "c1", "m1", 10));
            var flood = pipeline.encode("transactions", payment("tx-3", NOON.plusSeconds(59), "c1", "m1", 10));
            pipeline.pipe(
                    "transactions", "c1".getBytes(UTF_8), flood, new RecordHeaders().add("trace", new byte[] {7}));
            pipeline.event(payment("tx-4", NOON.plusSeconds(59), "c2", "m1", 10));
            pipeline.event(payment("tx-5", NOON.plusSeconds(60), "c1", "m1", 10));

            assertThat(pipeline.predictions())
                    .extracting(record -> record.key() + " " + record.value().get("cust_nb_1d"))
                    .containsExactly("tx-1 1", "tx-2 2", "tx-4 1", "tx-5 3");
            assertThat(pipeline.deadLetters()).isEmpty();
            assertThat(pipeline.quarantined()).singleElement().satisfies(record -> {
                assertThat(record.key()).isEqualTo("c1");
                assertThat(record.headers().lastHeader("trace").value()).containsExactly(7);
                var letter = record.value();
                assertThat(letter.getStage()).isEqualTo("contract");
                assertThat(letter.getReason()).isEqualTo("rate-exceeded");
                assertThat(letter.getDetail())
                        .isEqualTo("its customer_id has 2 events within 60000 ms without it, and may have no more");
                assertThat(letter.getTopic()).isEqualTo("transactions");
                assertThat(letter.getOffset()).isEqualTo(2);
                assertThat(letter.getTimestamp()).isEqualTo(PipelineDriver.PUBLISHED);
                assertThat(letter.getKey().array()).isEqualTo("c1".getBytes(UTF_8));
                assertThat(letter.getValue().array()).isEqualTo(flood);
                assertThat(letter.getHeaders()).singleElement().satisfies(header -> assertThat(header.getName())
                        .isEqualTo("trace"));
            });
            assertThat(meters.scrape()).contains(REFUSED + " 1.0").contains(BEYOND + " 0.0");
        }
    }

    @Test
    void withoutQuarantineTheyAreScoredAndCounted() throws Exception {
        try (var pipeline = driver("{ limit: 2, within: 1m }")) {
            for (int i = 1; i <= 4; i++) {
                pipeline.event(payment("tx-" + i, NOON, "c1", "m1", 10));
            }

            assertThat(pipeline.predictions())
                    .extracting(TestRecord::key)
                    .containsExactly("tx-1", "tx-2", "tx-3", "tx-4");
            assertThat(pipeline.quarantined()).isEmpty();
            assertThat(meters.scrape()).contains(REFUSED + " 0.0").contains(BEYOND + " 2.0");
        }
    }

    private PipelineDriver driver(String rate) throws Exception {
        var pipeline = LogarithmPipeline.in(folder.resolve("pipeline"), ", rate: " + rate, "");
        return new PipelineDriver(pipeline, CLOCK, folder.resolve("state"), meters);
    }
}
