package io.millrace.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Orders are counted for all servers of a process, so that the test that exceeds their number comes last. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AdminServerTest {
    private static final String TOKEN = "s3cret";

    private final List<String> heard = new ArrayList<>();
    private final AdminServer server = new AdminServer(0, TOKEN, new FakeOrders());

    private final class FakeOrders implements ModelOrders {
        @Override
        public Answer list() {
            heard.add("list");
            return new Answer(200, "[]");
        }

        @Override
        public Answer history(boolean all) {
            heard.add("history " + all);
            return new Answer(200, "[]");
        }

        @Override
        public Answer order(String action, String json) {
            heard.add(action + " " + json.length());
            return new Answer(409, "{\"error\":\"no\"}");
        }
    }

    @AfterEach
    void close() {
        server.close();
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
    }

    private HttpRequest.Builder knowing(String path) {
        return to(path).header("Authorization", "Bearer " + TOKEN);
    }

    @Test
    void whoKnowsTheTokenIsAnsweredAsTheOrderSays() throws Exception {
        assertThat(send(knowing("/models")).statusCode()).isEqualTo(200);
        assertThat(send(knowing("/models/history")).statusCode()).isEqualTo(200);
        assertThat(send(knowing("/models/history?all=true")).statusCode()).isEqualTo(200);
        var refused = send(knowing("/models/promote").POST(HttpRequest.BodyPublishers.ofString("{}")));

        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).isEqualTo("{\"error\":\"no\"}");
        assertThat(heard).containsExactly("list", "history false", "history true", "promote 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer s3cre", "Bearer", "Basic s3cret", "s3cret"})
    void nobodyElseIsHeard(String said) throws Exception {
        var answer = send(to("/models").header("Authorization", said));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(send(to("/models/promote").POST(HttpRequest.BodyPublishers.ofString("{}")))
                        .statusCode())
                .isEqualTo(401);
        assertThat(answer.body()).doesNotContain(TOKEN);
    }

    @Test
    void anOrderThatIsTooLargeIsNotRead() throws Exception {
        var answer = send(knowing("/models/promote").POST(HttpRequest.BodyPublishers.ofString("x".repeat(100_000))));

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(heard).isEmpty();
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void whoOrdersWithoutPauseIsAskedToWait() throws Exception {
        int last = 0;
        for (int i = 0; i < 130 && last != 429; i++) {
            last = send(knowing("/models/promote").POST(HttpRequest.BodyPublishers.ofString("{}")))
                    .statusCode();
        }

        assertThat(last).isEqualTo(429);
    }

    @Test
    void thereIsNoServerWithoutAToken() {
        assertThatThrownBy(() -> new AdminServer(0, " ", new FakeOrders()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
