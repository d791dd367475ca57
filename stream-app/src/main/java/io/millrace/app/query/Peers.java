package io.millrace.app.query;

import io.millrace.app.http.FeaturePath;
import io.millrace.app.http.OperationsServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
     * @param at as of when; null for the key's newest event
     * @param partitions that it is thought to have
     */
    Reply ask(String address, FeaturePath path, @Nullable Instant at, List<Integer> partitions) {
        String query = at == null ? "" : "?at=" + FeaturePath.encoded(at.toString());
        var request = HttpRequest.newBuilder(URI.create("http://" + address + path.encoded() + query))
                .header(
                        OperationsServer.PARTITIONS_HEADER,
                        partitions.stream().map(String::valueOf).collect(Collectors.joining(",")))
                .timeout(patience)
                .build();
        try {
            var response = client.send(request, BodyHandlers.ofString());
            return Reply.received(address, response.statusCode(), response.body());
        } catch (IOException e) {
            return Reply.unavailable(
                    "instance " + address + ", which has the key, does not answer", Map.of("instance", address));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Reply.unavailable("this instance is stopping");
        }
    }
}
