package io.millrace.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OperationsServerTest {
    private final FakeStatus status = new FakeStatus();
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

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
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
