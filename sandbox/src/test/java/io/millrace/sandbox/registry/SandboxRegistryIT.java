package io.millrace.sandbox.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.millrace.sandbox.simulator.Domain;
import io.millrace.schemas.registry.IncompatibleSchemaException;
import io.millrace.schemas.registry.SchemaRegistry;
import io.millrace.schemas.registry.UnknownSchemaException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SandboxRegistryIT {
    private static final Schema ONE =
            SchemaBuilder.record("Order").fields().requiredString("id").endRecord();
    /** Reads what ONE wrote, and ONE reads what it wrote. */
    private static final Schema WITH_DEFAULT = SchemaBuilder.record("Order")
            .fields()
            .requiredString("id")
            .name("size")
            .type()
            .intType()
            .intDefault(0)
            .endRecord();
    /** Cannot read what ONE wrote; ONE reads what it wrote. */
    private static final Schema WITHOUT_DEFAULT = SchemaBuilder.record("Order")
            .fields()
            .requiredString("id")
            .requiredInt("size")
            .endRecord();
    /** Reads what any of the others wrote; none reads what it wrote. */
    private static final Schema EMPTY =
            SchemaBuilder.record("Order").fields().optionalString("note").endRecord();

    private final SandboxRegistry server = SandboxRegistry.start();
    private final CachedSchemaRegistryClient client = new CachedSchemaRegistryClient(server.url(), 100);

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.close();
    }

    @Test
    void theGenuineClientRegistersAndFinds() throws Exception {
        var id = client.register("orders-value", new AvroSchema(ONE));
        var next = client.register("orders-value", new AvroSchema(WITH_DEFAULT));

        var fresh = new CachedSchemaRegistryClient(server.url(), 100);
        assertThat(next).isNotEqualTo(id);
        assertThat(fresh.register("orders-value", new AvroSchema(ONE))).isEqualTo(id);
        assertThat(fresh.getSchemaById(id).rawSchema()).isEqualTo(ONE);
        assertThat(fresh.getId("orders-value", new AvroSchema(ONE))).isEqualTo(id);
        assertThat(fresh.getVersion("orders-value", new AvroSchema(WITH_DEFAULT)))
                .isEqualTo(2);
        assertThat(fresh.getAllSubjects()).containsExactly("orders-value");
        assertThat(fresh.getAllVersions("orders-value")).containsExactly(1, 2);
        assertThat(fresh.getLatestSchemaMetadata("orders-value").getId()).isEqualTo(next);
        assertThat(fresh.getSchemaMetadata("orders-value", 1).getId()).isEqualTo(id);
        assertThat(fresh.getMode()).isEqualTo("READWRITE");
        fresh.close();
    }

    @Test
    void oneSchemaHasOneIdInAllSubjects() throws Exception {
        assertThat(client.register("a-value", new AvroSchema(ONE)))
                .isEqualTo(client.register("b-value", new AvroSchema(ONE)));
    }

    @Test
    void ourOwnRegistryAccessWorksOnIt() throws Exception {
        var registry = SchemaRegistry.connect(server.url());

        for (var domain : Domain.values()) {
            for (var channel : domain.channels().values()) {
                var id = registry.register(channel.subject(), channel.schema());
                assertThat(registry.byId(id).getFullName())
                        .isEqualTo(channel.schema().getFullName());
                assertThat(registry.latest(channel.subject())).isPresent();
            }
        }
        registry.register("orders-value", ONE);
        assertThat(registry.latest("nothing")).isEmpty();
        assertThatThrownBy(() -> registry.byId(4_711)).isInstanceOf(UnknownSchemaException.class);
        assertThatThrownBy(() -> registry.register("orders-value", WITHOUT_DEFAULT))
                .isInstanceOf(IncompatibleSchemaException.class)
                .hasMessageContaining("size");
    }

    @Test
    void refusesWhatTheDefaultLevelForbids() throws Exception {
        client.register("orders-value", new AvroSchema(ONE));

        assertThatThrownBy(() -> client.register("orders-value", new AvroSchema(WITHOUT_DEFAULT)))
                .isInstanceOfSatisfying(RestClientException.class, e -> {
                    assertThat(e.getStatus()).isEqualTo(409);
                    assertThat(e.getErrorCode()).isEqualTo(409);
                    assertThat(e).hasMessageContaining("size");
                });
        assertThat(client.testCompatibility("orders-value", new AvroSchema(WITHOUT_DEFAULT)))
                .isFalse();
        assertThat(client.testCompatibilityVerbose("orders-value", new AvroSchema(WITHOUT_DEFAULT)))
                .anyMatch(reason -> reason.contains("size"));
        assertThat(client.testCompatibility("orders-value", new AvroSchema(WITH_DEFAULT)))
                .isTrue();
        assertThat(client.getAllVersions("orders-value")).containsExactly(1);
    }

    @ParameterizedTest
    @CsvSource({
        // level, first, second and third version: is the third refused?
        "BACKWARD, ONE, EMPTY, WITHOUT_DEFAULT, true",
        "BACKWARD, ONE, WITH_DEFAULT, WITHOUT_DEFAULT, false",
        "BACKWARD_TRANSITIVE, ONE, WITH_DEFAULT, WITHOUT_DEFAULT, true",
        "FORWARD, WITHOUT_DEFAULT, WITH_DEFAULT, EMPTY, true",
        "FORWARD, WITHOUT_DEFAULT, WITH_DEFAULT, ONE, false",
        "FORWARD_TRANSITIVE, WITHOUT_DEFAULT, WITH_DEFAULT, ONE, true",
        "FULL, ONE, WITH_DEFAULT, WITHOUT_DEFAULT, false",
        "FULL_TRANSITIVE, ONE, WITH_DEFAULT, WITHOUT_DEFAULT, true",
        "NONE, ONE, EMPTY, WITHOUT_DEFAULT, false"
    })
    void transitiveLevelsCompareWithAllVersionsAndTheOthersWithTheLatest(
            String level, String first, String second, String third, boolean refused) throws Exception {
        assertThat(client.updateCompatibility("orders-value", level)).isEqualTo(level);
        client.register("orders-value", new AvroSchema(named(first)));
        client.register("orders-value", new AvroSchema(named(second)));

        var reasons = post("/compatibility/subjects/orders-value/versions?verbose=true", request(named(third)));

        assertThat(reasons.body().get("is_compatible").asBoolean()).isEqualTo(!refused);
        if (refused) {
            assertThatThrownBy(() -> client.register("orders-value", new AvroSchema(named(third))))
                    .isInstanceOf(RestClientException.class);
        } else {
            client.register("orders-value", new AvroSchema(named(third)));
        }
    }

    @Test
    void aSubjectHasTheGlobalLevelUntilItHasItsOwn() throws Exception {
        assertThat(client.getCompatibility(null)).isEqualTo("BACKWARD");
        assertThat(get("/config/orders-value").code()).isEqualTo(40408);
        assertThat(client.updateCompatibility(null, "FULL")).isEqualTo("FULL");
        assertThat(get("/config/orders-value?defaultToGlobal=true")
                        .body()
                        .get("compatibilityLevel")
                        .asText())
                .isEqualTo("FULL");
        assertThat(client.updateCompatibility("orders-value", "NONE")).isEqualTo("NONE");
        assertThat(client.getCompatibility("orders-value")).isEqualTo("NONE");
        assertThat(client.getCompatibility(null)).isEqualTo("FULL");
    }

    @Test
    void deletesVersionsAndSubjects() throws Exception {
        client.register("orders-value", new AvroSchema(ONE));
        client.register("orders-value", new AvroSchema(WITH_DEFAULT));

        assertThat(client.deleteSchemaVersion("orders-value", "2")).isEqualTo(2);
        assertThat(client.getAllVersions("orders-value")).containsExactly(1);
        assertThat(client.deleteSubject("orders-value")).containsExactly(1);
        assertThat(client.getAllSubjects()).isEmpty();
        assertThat(get("/subjects/orders-value/versions").code()).isEqualTo(40401);
    }

    @Test
    void answersErrorsWithConfluentsCodes() throws Exception {
        client.register("orders-value", new AvroSchema(ONE));

        assertThat(get("/subjects/nothing/versions").code()).isEqualTo(40401);
        assertThat(get("/subjects/nothing/versions/latest").code()).isEqualTo(40401);
        assertThat(get("/subjects/orders-value/versions/2").code()).isEqualTo(40402);
        assertThat(get("/subjects/orders-value/versions/0").code()).isEqualTo(42202);
        assertThat(get("/subjects/orders-value/versions/first").code()).isEqualTo(42202);
        assertThat(get("/schemas/ids/99").code()).isEqualTo(40403);
        assertThat(get("/schemas/ids/none").code()).isEqualTo(40403);
        assertThat(post("/subjects/orders-value", request(EMPTY)).code()).isEqualTo(40403);
        assertThat(post("/subjects/nothing", request(EMPTY)).code()).isEqualTo(40401);
        assertThat(post("/subjects/orders-value/versions", "{\"schema\": \"{}\"}")
                        .code())
                .isEqualTo(42201);
        assertThat(post("/subjects/orders-value/versions", "{\"schema\": \"x\", \"schemaType\": \"JSON\"}")
                        .code())
                .isEqualTo(42201);
        assertThat(post("/subjects/orders-value/versions", "no json").code()).isEqualTo(42201);
        assertThat(send("PUT", "/config", "{\"compatibility\": \"SOMEWHAT\"}").code())
                .isEqualTo(42203);
        assertThat(get("/elsewhere").status()).isEqualTo(404);
    }

    @Test
    void answersInTheRegistrysContentType() throws Exception {
        for (var path : new String[] {"/", "/subjects", "/schemas/types", "/mode", "/config", "/schemas/ids/99"}) {
            assertThat(get(path).contentType()).startsWith("application/vnd.schemaregistry.v1+json");
        }
        assertThat(get("/schemas/types").body().toString()).isEqualTo("[\"AVRO\"]");
    }

    private static Schema named(String name) {
        return switch (name) {
            case "ONE" -> ONE;
            case "WITH_DEFAULT" -> WITH_DEFAULT;
            case "WITHOUT_DEFAULT" -> WITHOUT_DEFAULT;
            case "EMPTY" -> EMPTY;
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static String request(Schema schema) {
        return new ObjectMapper()
                .createObjectNode()
                .put("schema", schema.toString())
                .toString();
    }

    private Answer get(String path) throws IOException, InterruptedException {
        return send("GET", path, "");
    }

    private Answer post(String path, String body) throws IOException, InterruptedException {
        return send("POST", path, body);
    }

    private Answer send(String method, String path, String body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(server.url() + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        var response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        return new Answer(
                response.statusCode(),
                response.headers().firstValue("Content-Type").orElse(""),
                new ObjectMapper().readTree(response.body()));
    }

    private record Answer(int status, String contentType, JsonNode body) {
        int code() {
            return body.path("error_code").asInt();
        }
    }
}
