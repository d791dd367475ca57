package io.millrace.app.registry;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a tracking server is shown to prove who asks. Never told by {@code toString()} or an exception. Immutable. */
public final class Credentials {
    static final String TOKEN = "MLFLOW_TRACKING_TOKEN";
    static final String USERNAME = "MLFLOW_TRACKING_USERNAME";
    static final String PASSWORD = "MLFLOW_TRACKING_PASSWORD";

    /** For servers that ask for none. */
    public static final Credentials NONE = new Credentials("", List.of());

    private final String header;
    private final List<String> secrets;

    private Credentials(String header, List<String> secrets) {
        this.header = header;
        this.secrets = secrets;
    }

    /**
     * A bearer token.
     *
     * @param token visible ASCII characters; space around it, as at the end of a file, does not count
     * @throws IllegalArgumentException if it is empty or has other characters
     */
    public static Credentials bearer(String token) {
        var stripped = token.strip();
        if (stripped.isEmpty() || !stripped.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            // without the token: this is shown to people
            throw new IllegalArgumentException(TOKEN + " must be of visible ASCII characters");
        }
        return new Credentials("Bearer " + stripped, List.of(stripped));
    }

    /**
     * Name and password (RFC 7617, in UTF-8).
     *
     * @throws IllegalArgumentException if the name is empty or has a colon
     */
    public static Credentials basic(String username, String password) {
        if (username.isEmpty() || username.contains(":")) {
            throw new IllegalArgumentException(USERNAME + " must not be empty or have a colon");
        }
        var pair = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
        var encoded = Base64.getEncoder().encodeToString(pair);
        return new Credentials("Basic " + encoded, password.isEmpty() ? List.of(encoded) : List.of(encoded, password));
    }

    /**
     * From the variables that MLflow knows: {@value #USERNAME} and {@value #PASSWORD}, or else {@value #TOKEN}, in MLflow's own order.
     *
     * @throws IllegalArgumentException naming the variable that cannot be used
     */
    public static Credentials from(Map<String, String> environment) {
        var username = environment.getOrDefault(USERNAME, "");
        var password = environment.getOrDefault(PASSWORD, "");
        var token = environment.getOrDefault(TOKEN, "");
        if (username.isEmpty() != password.isEmpty()) {
            throw new IllegalArgumentException(USERNAME + " and " + PASSWORD + " must be set together");
        }
        if (!username.isEmpty()) {
            return basic(username, password);
        }
        return token.isEmpty() ? NONE : bearer(token);
    }

    /** Value of the header {@code Authorization}. */
    Optional<String> header() {
        return header.isEmpty() ? Optional.empty() : Optional.of(header);
    }

    /** A text that a server had a part in, without the secrets that it was shown. */
    String hiddenIn(String text) {
        var hidden = text;
        for (var secret : secrets) {
            hidden = hidden.replace(secret, "***");
        }
        return hidden;
    }

    @Override
    public String toString() {
        return header.isEmpty() ? "no credentials" : "credentials";
    }
}
