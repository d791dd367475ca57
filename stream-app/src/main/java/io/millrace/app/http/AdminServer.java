package io.millrace.app.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.javalin.Javalin;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.UnauthorizedResponse;
import io.javalin.http.util.NaiveRateLimit;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What changes a pipeline, over HTTP, on a port of its own, for those who know the token.
 *
 * <ul>
 *   <li>{@code GET /models}: which versions there are, and what each does
 *   <li>{@code GET /models/history}: what was changed, when, by whom and why; {@code ?all=true} for every record
 *   <li>{@code POST /models/ACTION}: carries out an order; answers when every live instance has taken it up
 * </ul>
 *
 * <p>Every request says {@code Authorization: Bearer TOKEN}. Orders are limited in size, and in number per minute and sender.
 */
public final class AdminServer implements AutoCloseable {
    private static final long MOST_BYTES = 64 * 1024L;
    private static final int ORDERS_PER_MINUTE = 120;
    private static final String BEARER = "Bearer ";

    private final Javalin server;
    private final byte[] tokenDigest;

    /**
     * A server that answers from now on.
     *
     * @param port to listen on; 0 takes a free one
     * @param token that requests must bring; not empty
     */
    public AdminServer(int port, String token, ModelOrders models) {
        if (token.isBlank()) {
            throw new IllegalArgumentException("without a token anybody could change the models");
        }
        this.tokenDigest = digest(token);
        this.server = Javalin.create(config -> {
                    config.showJavalinBanner = false;
                    config.useVirtualThreads = false;
                    config.startupWatcherEnabled = false;
                    config.http.maxRequestSize = MOST_BYTES;
                })
                .beforeMatched(this::authenticate)
                .exception(HttpResponseException.class, AdminServer::told)
                .get("/models", context -> answer(context, models.list()))
                .get(
                        "/models/history",
                        context -> answer(context, models.history(Boolean.parseBoolean(context.queryParam("all")))))
                .post("/models/{action}", context -> {
                    NaiveRateLimit.requestPerTimeUnit(context, ORDERS_PER_MINUTE, TimeUnit.MINUTES);
                    answer(context, models.order(context.pathParam("action"), context.body()));
                })
                .start(port);
    }

    private void authenticate(Context context) {
        var said = context.header("Authorization");
        var token = said != null && said.startsWith(BEARER) ? said.substring(BEARER.length()) : "";
        if (!MessageDigest.isEqual(digest(token), tokenDigest)) {
            throw new UnauthorizedResponse("say Authorization: Bearer and the token of this pipeline's operators");
        }
    }

    /** Of equal length, so that comparing takes as long whatever is compared. */
    private static byte[] digest(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }

    private static void told(HttpResponseException problem, Context context) {
        context.status(problem.getStatus()).json(Map.of("error", String.valueOf(problem.getMessage())));
    }

    private static void answer(Context context, ModelOrders.Answer answer) {
        context.status(answer.status()).contentType("application/json").result(answer.json());
    }

    /** The port in use. */
    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.stop();
    }
}
