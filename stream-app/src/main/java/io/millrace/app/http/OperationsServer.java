package io.millrace.app.http;

import io.javalin.Javalin;
import io.javalin.http.Context;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Health and metrics over HTTP.
 *
 * <ul>
 *   <li>{@code GET /health/live}: 200 while the process should be left alone, 503 when it should be restarted
 *   <li>{@code GET /health/ready}: 200 when every role processes records, 503 before and after
 *   <li>{@code GET /metrics}: Prometheus text format
 * </ul>
 */
public final class OperationsServer implements AutoCloseable {
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
    public OperationsServer(int port, Status status, Supplier<String> metrics) {
        this.server = Javalin.create(config -> {
                    config.showJavalinBanner = false;
                    config.useVirtualThreads = false;
                    config.startupWatcherEnabled = false;
                })
                .get("/health/live", context -> health(context, status.live(), status))
                .get("/health/ready", context -> health(context, status.ready(), status))
                .get("/metrics", context -> context.contentType("text/plain; version=0.0.4; charset=utf-8")
                        .result(metrics.get()))
                .start(port);
    }

    private static void health(Context context, boolean ok, Status status) {
        context.status(ok ? 200 : 503).json(new Health(ok ? "up" : "down", status.roles()));
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
