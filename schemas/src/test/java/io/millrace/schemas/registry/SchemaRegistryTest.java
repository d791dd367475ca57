package io.millrace.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.millrace.schemas.transactions.Transaction;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SchemaRegistryTest {
    private static final Schema READING = schema("{'name':'id','type':'string'}");

    private final SchemaRegistry registry = new SchemaRegistry(new MockSchemaRegistryClient());
    private final AtomicInteger asked = new AtomicInteger();
    private HttpServer server;
    private SchemaRegistry remote;
    private volatile int status;
    private volatile String answer = "";

    @BeforeEach
    void startAnHttpRegistryThatAnswersAsTold() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            exchange.getRequestBody().readAllBytes();
            var body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/vnd.schemaregistry.v1+json");
            exchange.sendResponseHeaders(status, body.length);
            try (var out = exchange.getResponseBody()) {
                out.write(body);
            }
        });
        server.start();
        remote =
                SchemaRegistry.connect("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @AfterEach
    void stopTheHttpRegistry() {
        server.stop(0);
    }

    @Test
    void givesBackWhatWasRegistered() throws Exception {
        int id = registry.register("readings-value", READING);

        assertThat(registry.byId(id)).isEqualTo(READING);
        assertThat(registry.latest("readings-value")).contains(READING);
    }

    @Test
    void registersTheSameSchemaOnce() throws Exception {
        int first = registry.register("readings-value", READING);

        assertThat(registry.register("readings-value", READING)).isEqualTo(first);
        assertThat(registry.register("other-value", READING)).isEqualTo(first);
    }

    @Test
    void registersAGeneratedClassesSchemaWithoutJavasAnnotations() throws Exception {
        int id = registry.register("transactions-value", Transaction.getClassSchema());

        assertThat(registry.byId(id).toString()).doesNotContain("avro.java.string");
        assertThat(registry.byId(id).getField("tx_time").schema().getLogicalType())
                .isNotNull();
    }

    @Test
    void registersACompatibleSuccessor() throws Exception {
        registry.register("readings-value", READING);
        var successor = schema("{'name':'id','type':'string'},{'name':'unit','type':'string','default':''}");

        registry.register("readings-value", successor);

        assertThat(registry.latest("readings-value")).contains(successor);
    }

    @Test
    void refusesAnIncompatibleSuccessorWithEveryReason() throws Exception {
        registry.register("readings-value", READING);
        var successor = schema("{'name':'id','type':'long'},{'name':'unit','type':'string'}");

        assertThatThrownBy(() -> registry.register("readings-value", successor))
                .isInstanceOfSatisfying(IncompatibleSchemaException.class, refusal -> {
                    assertThat(refusal.subject()).isEqualTo("readings-value");
                    assertThat(String.join("\n", refusal.reasons()))
                            .contains("unit")
                            .contains("TYPE_MISMATCH");
                })
                .hasMessageContaining("readings-value");

        assertThat(registry.latest("readings-value")).contains(READING);
    }

    @Test
    void takesBackAnOlderSchemaOfTheSubject() throws Exception {
        int first = registry.register("readings-value", READING);
        registry.register(
                "readings-value", schema("{'name':'id','type':'string'},{'name':'u','type':'int','default':0}"));

        assertThat(registry.register("readings-value", READING)).isEqualTo(first);
    }

    @Test
    void knowsNoLatestSchemaOfASubjectWithoutOne() {
        assertThat(registry.latest("nobody-value")).isEmpty();

        answers(404, "{\"error_code\":40401,\"message\":\"Subject 'nobody-value' not found.\"}");
        assertThat(remote.latest("nobody-value")).isEmpty();
    }

    @Test
    void anIdThatIsNotThereIsUnknown() {
        assertThatThrownBy(() -> registry.byId(4711)).isInstanceOf(UnknownSchemaException.class);

        answers(404, "{\"error_code\":40403,\"message\":\"Schema 7 not found\"}");
        assertThatThrownBy(() -> remote.byId(7))
                .isInstanceOf(UnknownSchemaException.class)
                .hasMessageContaining("7");
    }

    @Test
    void anUnknownIdIsAskedForAgain() throws Exception {
        answers(404, "{\"error_code\":40403,\"message\":\"Schema 7 not found\"}");
        assertThatThrownBy(() -> remote.byId(7)).isInstanceOf(UnknownSchemaException.class);

        answers(200, "{\"schema\":\"\\\"string\\\"\"}");

        assertThat(remote.byId(7)).isEqualTo(Schema.create(Schema.Type.STRING));
    }

    @Test
    void aKnownIdIsAskedForOnce() throws Exception {
        answers(200, "{\"schema\":\"\\\"string\\\"\"}");
        remote.byId(7);
        answers(500, "");

        assertThat(remote.byId(7)).isEqualTo(Schema.create(Schema.Type.STRING));
        assertThat(asked).hasValue(1);
    }

    @Test
    void anIdThatNoRegistryGivesIsNotAskedFor() {
        assertThatThrownBy(() -> remote.byId(0)).isInstanceOf(UnknownSchemaException.class);
        assertThatThrownBy(() -> remote.byId(-1)).isInstanceOf(UnknownSchemaException.class);
        assertThat(asked).hasValue(0);
    }

    @Test
    void aSchemaOfAnotherKindIsUnknown() {
        answers(200, "{\"schemaType\":\"PROTOBUF\",\"schema\":\"syntax = \\\"proto3\\\";\"}");
        assertThatThrownBy(() -> remote.byId(7)).isInstanceOf(UnknownSchemaException.class);

        answers(200, "{\"schema\":\"{broken\"}");
        assertThatThrownBy(() -> remote.byId(8)).isInstanceOf(UnknownSchemaException.class);
    }

    @Test
    void aFailingRegistryIsUnavailable() {
        answers(500, "{\"error_code\":50001,\"message\":\"Error in the backend data store\"}");
        assertThatThrownBy(() -> remote.byId(7)).isInstanceOf(RegistryUnavailableException.class);
        assertThatThrownBy(() -> remote.register("a-value", READING)).isInstanceOf(RegistryUnavailableException.class);
        assertThatThrownBy(() -> remote.latest("a-value")).isInstanceOf(RegistryUnavailableException.class);

        answers(401, "{\"error_code\":401,\"message\":\"Unauthorized\"}");
        assertThatThrownBy(() -> remote.byId(7)).isInstanceOf(RegistryUnavailableException.class);
    }

    @Test
    void anAnswerThatIsNoRegistrysIsUnavailable() {
        answers(404, "<html>no such page</html>");
        assertThatThrownBy(() -> remote.byId(7)).isInstanceOf(RegistryUnavailableException.class);

        answers(200, "<html>please log in</html>");
        assertThatThrownBy(() -> remote.byId(7)).isInstanceOf(RegistryUnavailableException.class);
    }

    @Test
    void aRegistryThatIsNotThereIsUnavailable() {
        server.stop(0);

        assertThatThrownBy(() -> remote.byId(7)).isInstanceOf(RegistryUnavailableException.class);
    }

    @Test
    void aRefusalAtRegistrationIsIncompatible() {
        // nothing found, compatible with the latest, but the level wants all versions
        answers(409, "{\"error_code\":409,\"message\":\"Schema being registered is incompatible\"}");

        assertThatThrownBy(() -> remote.register("a-value", READING))
                .isInstanceOf(IncompatibleSchemaException.class)
                .hasMessageContaining("Schema being registered is incompatible");
    }

    @Test
    void namesTheSubjectOfATopicsValues() {
        assertThat(SchemaRegistry.valueSubject("transactions")).isEqualTo("transactions-value");
    }

    private void answers(int status, String answer) {
        this.status = status;
        this.answer = answer;
    }

    private static Schema schema(String fields) {
        return new Schema.Parser()
                .parse(("{'type':'record','name':'Reading','fields':[" + fields + "]}").replace('\'', '"'));
    }
}
