package io.millrace.app.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Asks a tracking server over its REST API. Safe for concurrent use. */
final class MlflowApi {
    static final String REST = "/api/2.0/mlflow/";
    static final String ARTIFACTS = "/api/2.0/mlflow-artifacts/artifacts";

    /** Far above the description of any model version, far below what would hurt. */
    static final int MOST_JSON_BYTES = 1 << 20;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final TrackingServer server;
    private final Web web;

    MlflowApi(TrackingServer server, Web web) {
        this.server = server;
        this.web = web;
    }

    TrackingServer server() {
        return server;
    }

    /**
     * Asks a question.
     *
     * @param path below the server's address, encoded
     * @return a JSON object; empty if the server says that there is no such thing, or that nothing could be called so
     */
    Optional<JsonNode> json(String path, Patience patience) throws UnavailableModelException, InterruptedException {
        var bytes = new ByteArrayOutputStream();
        int status;
        try {
            status = web.read(server.resolve(path), bytes, MOST_JSON_BYTES, patience.shorter());
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail to be written", e);
        }
        // an alias that is not there is a 400 to MLflow, a version that is not there a 404
        if (status == 400 || status == 404) {
            return Optional.empty();
        }
        if (status != Web.FOUND) {
            throw UnavailableModelException.refused(server.uri() + " answers " + status);
        }
        return Optional.of(object(bytes.toByteArray()));
    }

    private JsonNode object(byte[] bytes) throws UnavailableModelException {
        JsonNode tree;
        try {
            tree = JSON.readTree(bytes);
        } catch (JsonProcessingException e) {
            throw notMlflow();
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail to be read", e);
        }
        if (tree == null || !tree.isObject()) {
            throw notMlflow();
        }
        return tree;
    }

    /** Whatever answers there answers nonsense. */
    UnavailableModelException notMlflow() {
        return UnavailableModelException.refused(server.uri() + " does not answer as an MLflow tracking server does");
    }

    /** Reads a file; see {@link Web#read}. */
    int read(String path, OutputStream sink, long most, Patience patience)
            throws UnavailableModelException, IOException, InterruptedException {
        return web.read(server.resolve(path), sink, most, patience);
    }

    /** For a query or a path segment. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
