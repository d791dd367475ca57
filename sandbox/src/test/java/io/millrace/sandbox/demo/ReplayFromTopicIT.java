package io.millrace.sandbox.demo;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.app.command.Millrace;
import io.millrace.sandbox.simulator.Expectation;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command {@code replay --from-topic} against simulated worlds with faults on a real broker. */
class ReplayFromTopicIT {
    private static final int EVENTS = 4_000;
    private static final int PARTITIONS = 4;

    private static KafkaUnderTest kafka;

    private final Path folder;

    ReplayFromTopicIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeAll
    static void start() throws Exception {
        kafka = KafkaUnderTest.start();
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    private record Answer(int status, String out, String err) {}

    private static Answer replay(Stand stand, Path out, String... more) {
        var arguments = new ArrayList<>(List.of(
                "replay",
                stand.pipeline().folder().toString(),
                "--from-topic",
                "--bootstrap",
                stand.bootstrap(),
                "--registry",
                stand.registryUrl(),
                "--out",
                out.toString()));
        arguments.addAll(List.of(more));
        var console = new StringWriter();
        var errors = new StringWriter();
        int status = Millrace.commandLine()
                .setOut(new PrintWriter(console, true))
                .setErr(new PrintWriter(errors, true))
                .execute(arguments.toArray(String[]::new));
        return new Answer(status, console.toString(), errors.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"transactions", "sensors"})
    void theTopicGivesTheRowsOfTheFilesAndTheDeadLettersOfARunningPipeline(String pipeline) throws Exception {
        try (var stand = new Stand(kafka.bootstrap(), Path.of("../pipelines", pipeline), EVENTS, PARTITIONS)) {
            // Given
            var published = stand.publishAll();
            var expected = stand.replayed(folder);

            // When
            var out = folder.resolve("from-topic.avro");
            var answer = replay(stand, out, "--on-bad-row", "dead-letter", "--json");

            // Then: one outcome for every record
            assertThat(answer.err()).isEmpty();
            assertThat(answer.status()).isZero();
            var summary = new ObjectMapper().readTree(answer.out());
            assertThat(summary.at("/events").asLong())
                    .isEqualTo(published.events())
                    .isGreaterThan(EVENTS / 2);
            assertThat(summary.at("/written").asLong()).isEqualTo(published.of(Expectation.ACCEPT));
            var rejected = new TreeMap<String, Long>();
            summary.at("/rejected")
                    .properties()
                    .forEach(reason ->
                            rejected.put(reason.getKey(), reason.getValue().asLong()));
            assertThat(rejected.remove("late"))
                    .isEqualTo(published.of(Expectation.LATE))
                    .isPositive();
            assertThat(rejected.remove("duplicate"))
                    .isEqualTo(published.of(Expectation.DUPLICATE))
                    .isPositive();
            assertThat(rejected.values().stream().mapToLong(count -> count).sum())
                    .isEqualTo(published.of(Expectation.MALFORMED))
                    .isPositive();

            // and every feature and score of every event, whatever partition it came from
            var rows = Stand.byId(out);
            assertThat(rows).hasSameSizeAs(expected);
            rows.forEach((id, row) -> assertThat(row.toString())
                    .as("event %s", id)
                    .isEqualTo(requireNonNull(expected.get(id)).toString()));
        }
    }

    @Test
    void aTopicThatDoesNotExistIsSaidToBeMissing() throws Exception {
        try (var stand = new Stand(kafka.bootstrap(), Path.of("../pipelines/transactions"), 10, PARTITIONS);
                var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()))) {
            admin.deleteTopics(List.of("transactions")).all().get();

            var answer = replay(stand, folder.resolve("out.csv"), "--features-only");

            assertThat(answer.status()).isEqualTo(1);
            assertThat(answer.err().strip()).isEqualTo("topic transactions does not exist");
            assertThat(folder.resolve("out.csv")).doesNotExist();
        }
    }
}
