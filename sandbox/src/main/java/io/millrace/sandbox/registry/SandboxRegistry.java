package io.millrace.sandbox.registry;

import static io.javalin.http.HandlerType.DELETE;
import static io.javalin.http.HandlerType.GET;
import static io.javalin.http.HandlerType.POST;
import static io.javalin.http.HandlerType.PUT;

import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.confluent.kafka.schemaregistry.utils.JacksonMapper;
import io.javalin.Javalin;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP server on a free port of the loopback interface that answers the part of the Confluent schema registry's API
 * which clients and serializers use: schemas, subjects, versions, compatibility and configuration, with Confluent's error
 * codes. Everything is kept in memory. Safe for use by several threads.
 */
public final class SandboxRegistry implements AutoCloseable {
    private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final String LOOPBACK = "127.0.0.1";
    private static final int INTERNAL_ERROR = 50001;

    private final Subjects subjects = new Subjects();
    private final Javalin server;

    private SandboxRegistry() {
        server = Javalin.create(configuration -> {
            configuration.showJavalinBanner = false;
            configuration.startupWatcherEnabled = false;
        });
        route(GET, "/", request -> Map.of());
        route(GET, "/mode", request -> Map.of("mode", "READWRITE"));
        route(GET, "/mode/{subject}", request -> Map.of("mode", "READWRITE"));
        routeSchemas();
        routeCompatibility();
        server.exception(
                RestClientException.class,
                (e, response) -> refuse(response, e.getStatus(), e.getErrorCode(), e.getMessage()));
        server.exception(
                HttpResponseException.class,
                (e, response) -> refuse(response, e.getStatus(), e.getStatus(), e.getMessage()));
        server.exception(Exception.class, (e, response) -> refuse(response, 500, INTERNAL_ERROR, e.toString()));
    }

    /** Starts a registry without schemas, compatibility BACKWARD. */
    public static SandboxRegistry start() {
        var registry = new SandboxRegistry();
        registry.server.start(LOOPBACK, 0);
        return registry;
    }

    /** Where clients find it, such as {@code http://127.0.0.1:40123}. */
    public String url() {
        return "http://" + LOOPBACK + ":" + server.port();
    }

    @Override
    public void close() {
        server.stop();
    }

    private void routeSchemas() {
        route(GET, "/schemas/types", request -> List.of("AVRO"));
        route(GET, "/schemas/ids/{id}", request -> Map.of("schema", subjects.schemaById(request.pathParam("id"))));
        route(GET, "/subjects", request -> subjects.names());
        route(GET, "/subjects/{subject}/versions", request -> subjects.versions(subject(request)));
        route(
                GET,
                "/subjects/{subject}/versions/{version}",
                request -> subjects.version(subject(request), request.pathParam("version")));
        route(
                POST,
                "/subjects/{subject}/versions",
                request -> Map.of("id", subjects.register(subject(request), request.bodyAsBytes())));
        route(POST, "/subjects/{subject}", request -> subjects.lookUp(subject(request), request.bodyAsBytes()));
        route(DELETE, "/subjects/{subject}", request -> subjects.delete(subject(request)));
        route(
                DELETE,
                "/subjects/{subject}/versions/{version}",
                request -> subjects.delete(subject(request), request.pathParam("version")));
    }

    private void routeCompatibility() {
        var levels = subjects.levels();
        route(GET, "/config", request -> Map.of("compatibilityLevel", levels.global().name));
        route(PUT, "/config", request -> Map.of("compatibility", levels.set(request.bodyAsBytes()).name));
        route(
                GET,
                "/config/{subject}",
                request -> Map.of(
                        "compatibilityLevel",
                        levels.of(subject(request), "true".equals(request.queryParam("defaultToGlobal"))).name));
        route(
                PUT,
                "/config/{subject}",
                request -> Map.of("compatibility", levels.set(subject(request), request.bodyAsBytes()).name));
        route(
                POST,
                "/compatibility/subjects/{subject}/versions",
                request -> verdict(request, subjects.incompatibilities(subject(request), request.bodyAsBytes())));
        route(
                POST,
                "/compatibility/subjects/{subject}/versions/{version}",
                request -> verdict(
                        request,
                        subjects.incompatibilities(
                                subject(request), request.pathParam("version"), request.bodyAsBytes())));
    }

    private static Map<String, Object> verdict(Context request, List<String> reasons) {
        return "true".equals(request.queryParam("verbose"))
                ? Map.of("is_compatible", reasons.isEmpty(), "messages", reasons)
                : Map.of("is_compatible", reasons.isEmpty());
    }

    private static String subject(Context request) {
        return request.pathParam("subject");
    }

    private void route(HandlerType method, String path, Answer answer) {
        server.addHttpHandler(method, path, request -> respond(request, 200, answer.to(request)));
    }

    private static void refuse(Context response, int status, int code, @Nullable String message) {
        try {
            respond(response, status, Map.of("error_code", code, "message", String.valueOf(message)));
        } catch (IOException e) {
            throw new IllegalStateException("an error message is always writable", e);
        }
    }

    private static void respond(Context response, int status, Object body) throws IOException {
        response.status(status).contentType(CONTENT_TYPE).result(JacksonMapper.INSTANCE.writeValueAsBytes(body));
    }

    /** What a route answers, to be written as JSON. */
    private interface Answer {
        Object to(Context request) throws IOException, RestClientException;
    }
}
