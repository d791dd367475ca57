package io.millrace.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.app.http.OperationsServer;
import io.millrace.app.pipeline.ShippedPipelines;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The commands as they are typed: output, messages and exit status. */
class CommandLineTest {
    private static final String TRANSACTIONS =
            ShippedPipelines.folder("transactions").toString();

    private final Path folder;

    CommandLineTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private record Answer(int status, String out, String err) {
        JsonNode json() throws Exception {
            return new ObjectMapper().readTree(out);
        }
    }

    private static Answer millrace(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int status = Millrace.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
        return new Answer(status, out.toString(), err.toString());
    }

    static Stream<String> commands() {
        return Millrace.commandLine().getSubcommands().keySet().stream();
    }

    /** The native library is where other tests have put it, not in the cache of whoever runs them. */
    @BeforeAll
    static void prepareNativeLibrary() {
        ShippedPipelines.read("transactions");
    }

    private Path file(String name, String... lines) throws Exception {
        return Files.write(folder.resolve(name), List.of(lines));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandHelpsWithAnExampleAndSpeaksJson(String command) {
        var answer = millrace(command, "--help");

        assertThat(answer.status()).isZero();
        assertThat(answer.out())
                .contains("Example")
                .contains("  millrace " + command + " ")
                .contains("--json");
        assertThat(answer.err()).isEmpty();
    }

    @Test
    void theCommandItselfHelpsWithAnExample() {
        assertThat(millrace("--help").out()).contains("Example:").contains("validate", "run", "replay", "profile");
        assertThat(millrace().status()).isEqualTo(2);
    }

    @Test
    void validateTellsWhatAValidFolderHolds() throws Exception {
        var answer = millrace("validate", TRANSACTIONS);
        assertThat(answer.status()).isZero();
        assertThat(answer.out()).contains("transactions: valid, 16 features, 2 stations");

        var json = millrace("validate", TRANSACTIONS, "--json").json();
        assertThat(json.at("/valid").asBoolean()).isTrue();
        assertThat(json.at("/name").asText()).isEqualTo("transactions");
        assertThat(json.at("/features")).hasSize(16);
        assertThat(json.at("/problems")).isEmpty();
    }

    private void brokenPipeline() throws Exception {
        Files.copy(Path.of(TRANSACTIONS, "transaction.avsc"), folder.resolve("transaction.avsc"));
        file(
                "pipeline.yaml",
                "name: Broken",
                "events: { topic: t, schema: transaction.avsc, id: transaction_id, time: tx_time, lateness: soon }",
                "features:",
                "  - values: { amount: amonut }",
                "surprise: 1");
    }

    @Test
    void validateTellsEveryProblemAtOnceAndRefuses() throws Exception {
        brokenPipeline();

        var answer = millrace("validate", folder.toString());

        assertThat(answer.status()).isEqualTo(2);
        assertThat(answer.out()).isEmpty();
        assertThat(answer.err())
                .contains("4 problems")
                .contains("pipeline.yaml:1: name: ")
                .contains("pipeline.yaml:2: events.lateness: ")
                .contains("pipeline.yaml:4: features[0].values.amount: ")
                .contains("pipeline.yaml:5: surprise: ");
    }

    @Test
    void validateTellsEveryProblemAsJson() throws Exception {
        brokenPipeline();

        var answer = millrace("validate", folder.toString(), "--json");

        assertThat(answer.status()).isEqualTo(2);
        assertThat(answer.json().at("/valid").asBoolean()).isFalse();
        assertThat(answer.json().at("/problems")).hasSize(4);
        var second = answer.json().at("/problems/1");
        assertThat(second.at("/file").asText()).isEqualTo("pipeline.yaml");
        assertThat(second.at("/line").asInt()).isEqualTo(2);
        assertThat(second.at("/key").asText()).isEqualTo("events.lateness");
        assertThat(second.at("/message").asText()).contains("soon");
    }

    @Test
    void replayAndProfileMakeAProfileFromAHistory() throws Exception {
        var events = file(
                "events.csv",
                "transaction_id,tx_time,customer_id,terminal_id,amount,country",
                "a,2026-03-01T11:00:00Z,c1,m1,10,BE",
                "b,2026-03-01T11:30:00Z,c1,m1,20,BE",
                "c,2026-03-01T12:00:00Z,c1,m1,30,NL",
                "d,never,c1,m1,30,NL");
        var customers = file(
                "customers.csv",
                "customer_id,country,mean_amount,x,y,stddev_amount," + "mean_transactions_per_day,since",
                "c1,BE,10,0,0,1,1,2020-01-01T00:00:00Z");
        var scored = folder.resolve("scored.csv.gz").toString();
        var profile = folder.resolve("profile.json");

        var replay = millrace(
                "replay",
                TRANSACTIONS,
                "--events",
                events.toString(),
                "--reference",
                "customer=" + customers,
                "--out",
                scored,
                "--json");
        assertThat(replay.err()).isEmpty();
        assertThat(replay.out().strip()).isEqualTo("{\"events\":4,\"written\":3,\"rejected\":{\"malformed\":1}}");
        assertThat(replay.status()).isZero();

        var profiled =
                millrace("profile", TRANSACTIONS, "--from", scored, "--skip", "30m", "--out", profile.toString());
        assertThat(profiled.err()).isEmpty();
        assertThat(profiled.out()).contains("profile of 2 rows");
        assertThat(profiled.status()).isZero();
        var amount = new ObjectMapper().readTree(profile.toFile()).at("/features/0");
        assertThat(amount.at("/name").asText()).isEqualTo("amount");
        assertThat(amount.at("/mean").asDouble()).isEqualTo(25.0);
    }

    @ParameterizedTest
    @CsvSource({
        "nowhere.csv, customer=nowhere.csv, no such file",
        "nowhere.txt, customer=nowhere.csv, .csv",
        "nowhere.csv, client=nowhere.csv, no reference client; it has customer",
    })
    void replayRefusesFilesThatAreNotThere(String events, String reference, String message) {
        var out = folder.resolve("out.csv");
        var answer =
                millrace("replay", TRANSACTIONS, "--events", events, "--reference", reference, "--out", out.toString());

        assertThat(answer.status()).isEqualTo(2);
        assertThat(answer.err()).contains(message);
        assertThat(out).doesNotExist();
    }

    @Test
    void profileRefusesADurationItCannotRead() {
        var answer = millrace("profile", TRANSACTIONS, "--from", "f.csv", "--out", "p.json", "--skip", "a while");

        assertThat(answer.status()).isEqualTo(2);
        assertThat(answer.err()).contains("--skip").contains("must be a duration such as");
    }

    @ParameterizedTest
    @CsvSource({
        "--registry=http://registry, give --bootstrap and --registry",
        "--bootstrap=broker:9092, give --bootstrap and --registry",
        "--roles=COOK, --roles",
        "--http-port=many, --http-port",
    })
    void runRefusesToGuess(String option, String message) {
        var answer = millrace("run", TRANSACTIONS, option);

        assertThat(answer.status()).isEqualTo(2);
        assertThat(answer.err()).contains(message);
    }

    @ParameterizedTest
    @CsvSource({"--threads=0, threads must be at least 1", "--http-port=65536, HTTP port"})
    void runRefusesWhatCannotBe(String option, String message) {
        var answer = millrace(
                "run",
                TRANSACTIONS,
                "--bootstrap=nowhere:1",
                "--registry=http://nowhere",
                "--state-dir=" + folder,
                option);

        assertThat(answer.status()).isEqualTo(2);
        assertThat(answer.err()).contains(message);
    }

    private record Health(boolean live, boolean ready) implements OperationsServer.Status {
        @Override
        public Map<String, String> roles() {
            return Map.of("SCORE", "STARTING");
        }
    }

    @Test
    void healthIsTheInstancesOwn() throws Exception {
        try (var server = new OperationsServer(0, new Health(true, false), () -> "")) {
            var port = "--port=" + server.port();

            var live = millrace("health", port);
            assertThat(live.status()).isZero();
            assertThat(live.out().strip()).isEqualTo("up");

            var ready = millrace("health", port, "--ready");
            assertThat(ready.status()).isEqualTo(1);
            assertThat(ready.out().strip()).isEqualTo("down");

            var json = millrace("health", port, "--ready", "--json");
            assertThat(json.status()).isEqualTo(1);
            assertThat(json.json().at("/roles/SCORE").asText()).isEqualTo("STARTING");
        }
    }

    @Test
    void healthIsDownWhereNobodyAnswers() throws Exception {
        int port;
        try (var socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }

        var answer = millrace("health", "--port=" + port);
        assertThat(answer.status()).isEqualTo(1);
        assertThat(answer.out().strip()).isEqualTo("down");
        assertThat(answer.err().strip()).isEqualTo("nobody answers on port " + port);

        var json = millrace("health", "--port=" + port, "--json");
        assertThat(json.status()).isEqualTo(1);
        assertThat(json.json().at("/status").asText()).isEqualTo("down");
    }
}
