package io.millrace.app.query;

import io.millrace.app.http.FeaturePath;
import io.millrace.app.http.OperationsServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Asks other instances, over HTTP, each once. Safe for concurrent use. */
public final class Peers {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();
    private final Duration patience;

    /** @param patience how long an answer may take, connecting included */
    public Peers(Duration patience) {
        this.patience = patience;
    }

    /**
     * Asks one instance.
     *
     * @param address {@code host:port}
     * @param at the value of the parameter of that name; null without one
     */
    Reply ask(String address, FeaturePath path, @Nullable String at, List<Integer> partitions) {
        String query = at == null ? "" : "?at=" + FeaturePath.encoded(at);
        var request = HttpRequest.newBuilder(URI.create("http://" + address + path.encoded() + query))
                .header(
                        OperationsServer.PARTITIONS_HEADER,
                        partitions.stream().map(String::valueOf).collect(Collectors.joining(",")))
                .timeout(patience)
                .build();
        try {
            var response = client.send(request, BodyHandlers.ofString());
            return Reply.received(response.statusCode(), response.body());
        } catch (IOException e) {
            return Reply.error(Outcome.UNAVAILABLE, "instance " + address + ", which has the key, does not answer");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Reply.error(Outcome.UNAVAILABLE, "this instance is stopping");
        }
    }
}
