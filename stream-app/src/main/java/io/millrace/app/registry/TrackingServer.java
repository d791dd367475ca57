package io.millrace.app.registry;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An MLflow tracking server.
 *
 * @param uri http or https, without user, query and fragment; may have a path, where the server is mounted below one
 * @param credentials shown to this server alone: to its scheme, host and port
 */
public record TrackingServer(URI uri, Credentials credentials) {
    static final String VARIABLE = "MLFLOW_TRACKING_URI";

    public TrackingServer {
        SourceText.requireServer(uri);
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException("must have neither query nor fragment");
        }
    }

    /**
     * The server that an option names, or else {@value #VARIABLE}, with the credentials of the environment.
     *
     * @param option null or blank where none was given
     * @param environment such as {@link System#getenv()}
     * @return empty if none is named
     * @throws IllegalArgumentException if the server or the credentials cannot be used; tells no credentials
     */
    public static Optional<TrackingServer> from(@Nullable String option, Map<String, String> environment) {
        var named = option == null || option.isBlank() ? environment.getOrDefault(VARIABLE, "") : option;
        if (named.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new TrackingServer(new URI(named.strip()), Credentials.from(environment)));
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("the tracking server is no URL: " + e.getReason(), e.getCause());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the tracking server: " + e.getMessage(), e);
        }
    }

    /** Its address for a path below it, such as {@code /api/2.0/mlflow/runs/get?run_id=...}; the path is encoded already. */
    URI resolve(String path) {
        var base = uri.toString();
        return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
    }

    /** What to show whoever is at that address; nothing to anybody but this server. */
    Optional<String> authorization(URI address) {
        return isHere(address) ? credentials.header() : Optional.empty();
    }

    private boolean isHere(URI address) {
        return uri.getScheme().equalsIgnoreCase(address.getScheme())
                && uri.getHost().equalsIgnoreCase(address.getHost())
                && port(uri) == port(address);
    }

    private static int port(URI address) {
        if (address.getPort() >= 0) {
            return address.getPort();
        }
        return "https".equalsIgnoreCase(address.getScheme()) ? 443 : 80;
    }
}
