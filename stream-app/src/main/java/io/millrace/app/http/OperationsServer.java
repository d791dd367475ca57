package io.millrace.app.http;

import io.javalin.Javalin;
import io.javalin.http.Context;
import io.millrace.app.http.Features.Question;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Health, metrics and features over HTTP.
 *
 * <ul>
 *   <li>{@code GET /health/live}: 200 while the process should be left alone, 503 when it should be restarted
 *   <li>{@code GET /health/ready}: 200 when every role processes records, 503 before and after
 *   <li>{@code GET /metrics}: Prometheus text format
 *   <li>{@code GET /features/{entity}/{key}}: the features of a key as JSON; 503 says when to ask again
 * </ul>
 */
public final class OperationsServer implements AutoCloseable {
    /** Names partitions, {@code 0,3}: set where one instance asks another, which then asks nobody else. */
    public static final String PARTITIONS_HEADER = "Millrace-Partitions";

    private static final int BAD_REQUEST = 400;
    private static final int UNAVAILABLE = 503;
    private static final String RETRY_AFTER_SECONDS = "1";

    private final Javalin server;

    /** Answers of the running pipeline. Called from HTTP threads. */
    public interface Status {
        boolean live();

        boolean ready();

        /** State by role, for people. */
        Map<String, String> roles();
    }

    /**
     * @param port    to listen on; 0 takes a free one
     * @param metrics the current metrics in Prometheus text format
     */
    public OperationsServer(int port, Status status, Supplier<String> metrics, Features features) {
        this.server = Javalin.create(config -> {
                    config.showJavalinBanner = false;
                    config.useVirtualThreads = false;
                    config.startupWatcherEnabled = false;
                })
                .get("/health/live", context -> health(context, status.live(), status))
                .get("/health/ready", context -> health(context, status.ready(), status))
                .get("/metrics", context -> context.contentType("text/plain; version=0.0.4; charset=utf-8")
                        .result(metrics.get()))
                .get(FeaturePath.PREFIX + "*", context -> features(context, features))
                .start(port);
    }

    private static void health(Context context, boolean ok, Status status) {
        context.status(ok ? 200 : UNAVAILABLE).json(new Health(ok ? "up" : "down", status.roles()));
    }

    private static void features(Context context, Features features) {
        Question question;
        try {
            // As it was sent: what is encoded in it may be a slash.
            var path = FeaturePath.parse(context.path());
            question = new Question(path.entity(), path.key(), context.queryParamMap(), partitions(context));
        } catch (IllegalArgumentException e) {
            context.status(BAD_REQUEST).json(Map.of("error", "invalid", "message", String.valueOf(e.getMessage())));
            return;
        }
        var answer = features.answer(question);
        if (answer.status() == UNAVAILABLE) {
            context.header("Retry-After", RETRY_AFTER_SECONDS);
        }
        context.status(answer.status()).contentType("application/json").result(answer.json());
    }

    private static List<Integer> partitions(Context context) {
        String named = context.header(PARTITIONS_HEADER);
        try {
            return named == null
                    ? List.of()
                    : Arrays.stream(named.split(",", -1)).map(Integer::valueOf).toList();
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(PARTITIONS_HEADER + " must be partitions such as 0,3", e);
        }
    }

    /** The body of a health answer, as JSON. */
    private record Health(String status, Map<String, String> roles) {}

    /** The port in use. */
    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.stop();
    }
}
