package io.millrace.app.http;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.app.http.Features.Question;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OperationsServerTest {
    private final FakeStatus status = new FakeStatus();
    private final FakeFeatures features = new FakeFeatures();
    private final OperationsServer server = new OperationsServer(0, status, () -> "events_total 3.0\n", features);
    private final int port = server.port();

    @AfterEach
    void close() {
        server.close();
    }

    private static final class FakeStatus implements OperationsServer.Status {
        volatile boolean live = true;
        volatile boolean ready;
        volatile String state = "STARTING";

        @Override
        public boolean live() {
            return live;
        }

        @Override
        public boolean ready() {
            return ready;
        }

        @Override
        public Map<String, String> roles() {
            return new TreeMap<>(Map.of("SCORE", state));
        }
    }

    /** Answers what it is told to, and remembers what it was asked. */
    private static final class FakeFeatures implements Features {
        volatile Answer answer = new Answer(200, "{\"features\":{}}");
        volatile @Nullable Question asked;

        @Override
        public Answer answer(Question question) {
            asked = question;
            return answer;
        }
    }

    private HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private Question asked(String path, String... headers) throws IOException, InterruptedException {
        assertThat(get(path, headers).statusCode()).isEqualTo(200);
        return requireNonNull(features.asked);
    }

    @Test
    void isLiveButNotReadyBeforeTheRolesRun() throws Exception {
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        var ready = get("/health/ready");
        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(ready.body()).isEqualTo("{\"status\":\"down\",\"roles\":{\"SCORE\":\"STARTING\"}}");
    }

    @Test
    void isReadyWhileTheRolesRun() throws Exception {
        status.ready = true;
        status.state = "RUNNING";

        var ready = get("/health/ready");
        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(ready.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(ready.body()).isEqualTo("{\"status\":\"up\",\"roles\":{\"SCORE\":\"RUNNING\"}}");
    }

    @Test
    void isNeitherAfterAFailure() throws Exception {
        status.live = false;
        status.state = "ERROR";

        assertThat(get("/health/live").statusCode()).isEqualTo(503);
        assertThat(get("/health/live").body()).contains("\"down\"").contains("ERROR");
        assertThat(get("/health/ready").statusCode()).isEqualTo(503);
    }

    @Test
    void showsMetricsAsPrometheusReadsThem() throws Exception {
        var metrics = get("/metrics");

        assertThat(metrics.statusCode()).isEqualTo(200);
        assertThat(metrics.headers().firstValue("content-type").orElseThrow())
                .startsWith("text/plain")
                .contains("version=0.0.4");
        assertThat(metrics.body()).isEqualTo("events_total 3.0\n");
    }

    @Test
    void passesOnWhatIsAskedAboutFeatures() throws Exception {
        assertThat(asked("/features/customer_id/c-1?at=2026-03-01T12:00:00%2B01:00&at=x"))
                .isEqualTo(new Question(
                        "customer_id", "c-1", Map.of("at", List.of("2026-03-01T12:00:00+01:00", "x")), List.of()));
    }

    @Test
    void passesOnWhichPartitionsAnotherInstanceMeans() throws Exception {
        assertThat(asked("/features/customer_id/c-1", OperationsServer.PARTITIONS_HEADER, "0,3")
                        .partitions())
                .containsExactly(0, 3);
    }

    /** Past a server that has an opinion of its own on what may be in a path. */
    @ParameterizedTest
    @CsvSource({
        "a%2Fb, a/b",
        "a/b, a/b",
        "a//b, a//b",
        "%2F, /",
        "a%252Fb, a%2Fb",
        "100%25, 100%",
        "Z%C3%BCrich%20%E2%82%AC, Zürich €",
        "a+b, a+b",
        "a%3Bb%3Fc%23d, a;b?c#d",
        "a;b=c, a;b=c",
        "%2E%2E, ..",
        "%2E, .",
        "a%5Cb, a\\b",
        "a/, a/",
        "'', ''"
    })
    void takesAKeyAsItIsMeant(String sent, String meant) throws Exception {
        assertThat(asked("/features/customer_id/" + sent).key()).isEqualTo(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/features/customer_id", "/features/customer_id/%FF"})
    void refusesAPathThatNamesNoKey(String path) throws Exception {
        var refused = get(path);

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(refused.body()).contains("\"error\":\"invalid\"").contains("\"message\":");
        assertThat(features.asked).isNull();
    }

    @Test
    void refusesPartitionsThatAreNone() throws Exception {
        var refused = get("/features/customer_id/c-1", OperationsServer.PARTITIONS_HEADER, "0,all");

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("Millrace-Partitions must be partitions such as 0,3");
    }

    @Test
    void answersWithTheStatusAndTheBodyItIsGiven() throws Exception {
        features.answer = new Features.Answer(404, "{\"error\":\"no-history\"}");

        var answer = get("/features/customer_id/c-1");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(answer.headers().firstValue("retry-after")).isEmpty();
        assertThat(answer.body()).isEqualTo("{\"error\":\"no-history\"}");
    }

    @Test
    void saysWhenToAskAgain() throws Exception {
        features.answer = new Features.Answer(503, "{}");

        assertThat(get("/features/customer_id/c-1").headers().firstValue("retry-after"))
                .hasValue("1");
    }

    @Test
    void knowsNothingElse() throws Exception {
        assertThat(get("/").statusCode()).isEqualTo(404);
        assertThat(get("/health").statusCode()).isEqualTo(404);
    }

    @Test
    void answersNobodyOnceClosed() {
        server.close();

        assertThatThrownBy(() -> get("/health/live")).isInstanceOf(ConnectException.class);
    }
}
