package io.millrace.sandbox.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.app.command.Millrace;
import io.millrace.app.pipeline.PipelineFolder;
import io.millrace.app.runtime.AdminSettings;
import io.millrace.app.runtime.PipelineRuntime;
import io.millrace.app.runtime.Role;
import io.millrace.app.runtime.RunSettings;
import io.millrace.schemas.registry.SchemaRegistry;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changing models as operators do, by command and over HTTP, on a real broker. */
class RolloutCommandsIT {
    private static final Path FOLDER = Path.of("../pipelines/sensors");
    private static final String TOKEN = "only operators know";
    private static final int EVENTS = 3_000;

    @TempDir
    private Path work;

    private KafkaUnderTest kafka;
    private Stand stand;
    private PipelineRuntime runtime;
    private Path twin;
    private int published;

    private record Answer(int status, String out, String err) {
        JsonNode json() throws Exception {
            return new ObjectMapper().readTree(out);
        }
    }

    @BeforeEach
    void start() throws Exception {
        kafka = KafkaUnderTest.start();
        stand = new Stand(kafka.bootstrap(), FOLDER, 60_000, 2);
        runtime = start(work.resolve("state"));
        twin = TwinModel.write(FOLDER.resolve("model"), "twin", work.resolve("twin"));
    }

    @AfterEach
    void stop() {
        runtime.close();
        stand.close();
        kafka.close();
    }

    private PipelineRuntime start(Path state) throws Exception {
        var settings = new RunSettings(
                        kafka.bootstrap(), stand.registryUrl(), state, 0, 1, Role.of(stand.pipeline()), null, 0)
                .administered(new AdminSettings(0, TOKEN));
        var started = new PipelineRuntime(PipelineFolder.read(FOLDER), settings);
        started.start(Clock.systemUTC());
        Await.until("the instance is ready", Duration.ofMinutes(1), started::ready);
        return started;
    }

    private Answer model(String action, String... arguments) {
        var all = Stream.concat(
                        Stream.of("model", action, FOLDER.toString()),
                        Stream.concat(
                                Stream.of(arguments),
                                Stream.of("--bootstrap", kafka.bootstrap(), "--registry", stand.registryUrl())))
                .toArray(String[]::new);
        var out = new StringWriter();
        var err = new StringWriter();
        int status = Millrace.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all);
        return new Answer(status, out.toString(), err.toString());
    }

    private JsonNode done(String action, String... arguments) throws Exception {
        var all = new ArrayList<>(List.of(arguments));
        all.add("--json");
        if (!List.of("list", "history").contains(action)) {
            all.addAll(List.of("--reason", "to see it", "--actor", "ann"));
        }
        var answer = model(action, all.toArray(String[]::new));
        assertThat(answer.status()).as(answer.err()).isZero();
        return answer.json();
    }

    private void refused(String why, String action, String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--reason", "to see it"));
        var answer = model(action, all.toArray(String[]::new));
        assertThat(answer.status()).isEqualTo(2);
        assertThat(answer.err()).contains(why);
        assertThat(answer.out()).isEmpty();
    }

    /** Publishes some more events and gives all predictions there are then. */
    private List<GenericRecord> publish() throws Exception {
        stand.publish(EVENTS);
        published += EVENTS;
        stand.readOutcomes(published);
        return stand.predictions();
    }

    private Map<String, String> parts() throws Exception {
        var parts = new HashMap<String, String>();
        done("list")
                .get("versions")
                .forEach(version -> parts.put(
                        version.get("version").asText(), version.get("part").asText()));
        return parts;
    }

    private String post(String action, String json, String token, int status) throws Exception {
        var request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + runtime.adminPort() + "/models/" + action))
                .header("Authorization", "Bearer " + token)
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build();
        var response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return response.body();
    }

    private long written(String topic) {
        return committed().readAll(topic).size();
    }

    private Committed committed() {
        return new Committed(kafka.bootstrap(), SchemaRegistry.connect(stand.registryUrl()));
    }

    @Test
    void aVersionGoesFromShadowOverCanaryToChampionAndBack() throws Exception {
        // registered
        publish();
        done("register", "--from", twin.toString());
        assertThat(parts()).containsExactlyInAnyOrderEntriesOf(Map.of("1", "champion", "twin", "idle"));

        // shadow: everything, and nobody hears of it
        var shadow = done("shadow", "twin");
        long shadowFrom = Instant.parse(shadow.get("effectiveFrom").asText()).toEpochMilli();
        var predictions = publish();
        assertThat(parts()).containsEntry("twin", "shadow");
        var shadowed = committed().decodeAll(committed().readAll("sensors.shadow"));
        assertThat(ids(shadowed)).hasSameSizeAs(shadowed).isEqualTo(ids(from(predictions, shadowFrom)));
        assertThat(shadowed).allSatisfy(said -> {
            assertThat(said.get("variant")).hasToString("shadow");
            assertThat(said.get("model_version")).hasToString("twin");
        });
        assertThat(predictions)
                .allSatisfy(said -> assertThat(said.get("variant")).hasToString("champion"));

        // canary: whole machines, and those alone
        var canary = done("canary", "twin", "--share", "40%");
        predictions = from(publish(), canary.get("effectiveFrom").asText());
        var byMachine = variants(predictions);
        assertThat(byMachine.values()).as("each machine has one version").allMatch(variants -> variants.size() == 1);
        assertThat(byMachine.values().stream().flatMap(Set::stream)).contains("canary", "champion");

        // grown: who had the new version keeps it
        var grown = done("canary", "twin", "--share", "80%");
        var after = variants(from(publish(), grown.get("effectiveFrom").asText()));
        byMachine.forEach((machine, variants) -> {
            if (variants.contains("canary")) {
                assertThat(after.getOrDefault(machine, Set.of("canary"))).containsExactly("canary");
            }
        });

        // champion, and back
        var promoted = done("promote", "twin");
        predictions = from(publish(), promoted.get("effectiveFrom").asText());
        assertThat(predictions).isNotEmpty().allSatisfy(said -> {
            assertThat(said.get("model_version")).hasToString("twin");
            assertThat(said.get("variant")).hasToString("champion");
        });
        done("rollback");
        assertThat(parts()).containsExactlyInAnyOrderEntriesOf(Map.of("1", "champion", "twin", "previous"));

        // what remains is the history, and one outcome for each event
        var actions = new ArrayList<String>();
        done("history")
                .get("entries")
                .forEach(entry -> actions.add(entry.get("actor").asText() + ": "
                        + entry.get("text").asText().replaceAll(" .*", "")));
        assertThat(actions)
                .containsExactly(
                        "pipeline.yaml: register",
                        "pipeline.yaml: promote",
                        "ann: register",
                        "ann: shadow",
                        "ann: canary",
                        "ann: canary",
                        "ann: promote",
                        "ann: rollback");
        var tally = stand.readToTheEnd();
        assertThat(tally.missing()).isEqualTo(0);
        assertThat(tally.duplicated()).isEqualTo(0);
    }

    @Test
    void whatCannotBeIsRefusedAndNothingChanges() throws Exception {
        publish();
        refused("there is no version \"nine\"", "promote", "nine");
        refused("above 0 % and at most 100 %", "canary", "1", "--share", "101%");
        refused("it is the champion already", "canary", "1", "--share", "10%");
        refused("nothing to go back to", "rollback");
        done("register", "--from", twin.toString());
        refused("registered already", "register", "--from", twin.toString());
        refused("events up to", "promote", "twin", "--at", "1970-01-01T00:00:01Z");
        done("canary", "twin", "--share", "10%");
        var third = TwinModel.write(FOLDER.resolve("model"), "third", work.resolve("third"));
        done("register", "--from", third.toString());
        refused("another trial is on", "canary", "third", "--share", "10%");

        // a model that the gate refuses is known as one, and gets no work
        var broken = TwinModel.write(FOLDER.resolve("model"), "broken", work.resolve("broken"));
        var manifest = Files.readString(broken.resolve("model.yaml"));
        Files.writeString(broken.resolve("model.yaml"), manifest.replaceFirst("score: 0\\.", "score: 7."));
        refused("golden", "register", "--from", broken.toString());
        refused("was refused by the gate", "promote", "broken");

        // a hand-written record in the log is a dead letter
        var before = parts();
        long letters = written("sensors.dead-letters");
        writeIntoTheLog("promote twin!");
        committed().read("sensors.dead-letters", records -> records.size() > letters, "a dead letter");
        assertThat(committed().decodeAll(committed().readAll("sensors.dead-letters")))
                .filteredOn(letter -> letter.get("stage").toString().equals("rollouts"))
                .singleElement()
                .satisfies(letter -> assertThat(letter.get("topic")).hasToString("sensors.rollouts"));
        assertThat(parts()).isEqualTo(before).containsEntry("broken", "refused");

        // and all is well
        publish();
        assertThat(stand.readToTheEnd().missing()).isEqualTo(0);
    }

    private void writeIntoTheLog(String text) throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", kafka.bootstrap()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>("sensors.rollouts", null, text.getBytes(UTF_8)))
                    .get();
        }
    }

    @Test
    void whatIsWrittenIntoTheLogWhileNobodyRunsIsOneDeadLetterHoweverOftenInstancesBegin() throws Exception {
        publish();
        long letters = written("sensors.dead-letters");
        runtime.close();
        writeIntoTheLog("promote twin!");
        writeIntoTheLog("or another");

        runtime = start(work.resolve("again"));
        committed().read("sensors.dead-letters", records -> records.size() >= letters + 2, "two dead letters");
        runtime.close();
        runtime = start(work.resolve("once-more"));
        writeIntoTheLog("the last");
        committed().read("sensors.dead-letters", records -> records.size() >= letters + 3, "a third dead letter");

        assertThat(committed().decodeAll(committed().readAll("sensors.dead-letters")))
                .filteredOn(letter -> letter.get("stage").toString().equals("rollouts"))
                .extracting(letter -> new String(((ByteBuffer) letter.get("value")).array(), UTF_8))
                .containsExactlyInAnyOrder("promote twin!", "or another", "the last");
    }

    @Test
    void operatorsMayDoTheSameOverHttpIfTheyKnowTheToken() throws Exception {
        done("register", "--from", twin.toString());

        post("promote", "{\"version\":\"twin\",\"reason\":\"r\",\"actor\":\"eve\"}", "guessed", 401);
        assertThat(parts()).containsEntry("twin", "idle");
        assertThat(post("promote", "{\"version\":\"twin\",\"actor\":\"bob\"}", TOKEN, 409))
                .contains("reason is missing");
        assertThat(post("promote", "{\"verison\":\"twin\"}", TOKEN, 422)).contains("verison");
        post("elevate", "{}", TOKEN, 404);

        var answer = post("promote", "{\"version\":\"twin\",\"reason\":\"r\",\"actor\":\"bob\"}", TOKEN, 200);

        assertThat(new ObjectMapper().readTree(answer).get("action").asText()).isEqualTo("promote");
        assertThat(parts()).containsEntry("twin", "champion");
    }

    @Test
    void aNewInstanceWithoutAnyStateScoresWithWhatWasDecidedThoughTheSourceIsGone() throws Exception {
        publish();
        done("register", "--from", twin.toString());
        done("promote", "twin");
        runtime.close();
        for (var file : List.of("model.yaml", "failure.onnx")) {
            Files.delete(twin.resolve(file));
        }

        runtime = start(work.resolve("another-state"));

        var before = stand.predictions().size();
        var predictions = publish();
        assertThat(predictions.size()).isGreaterThan(before);
        assertThat(predictions.stream()
                        .collect(Collectors.groupingBy(
                                said -> said.get("model_version").toString(), Collectors.counting()))
                        .get("twin"))
                .isGreaterThan(EVENTS / 2);
        assertThat(stand.readToTheEnd().missing()).isEqualTo(0);
        assertThat(requireNonNull(stand.pipeline().model()).manifest().version())
                .isEqualTo("1");
    }

    private static Set<String> ids(List<GenericRecord> predictions) {
        return predictions.stream()
                .map(each -> each.get("prediction_id").toString())
                .collect(Collectors.toSet());
    }

    private static List<GenericRecord> from(List<GenericRecord> predictions, String time) {
        return from(predictions, Instant.parse(time).toEpochMilli());
    }

    private static List<GenericRecord> from(List<GenericRecord> predictions, long millis) {
        return predictions.stream()
                .filter(each -> (long) each.get("event_time") >= millis)
                .toList();
    }

    private static Map<String, Set<String>> variants(List<GenericRecord> predictions) {
        var variants = new HashMap<String, Set<String>>();
        for (var each : predictions) {
            variants.computeIfAbsent(each.get("machine_id").toString(), machine -> new HashSet<>())
                    .add(each.get("variant").toString());
        }
        return variants;
    }
}
