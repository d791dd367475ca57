package io.millrace.app.runtime;

/**
 * Where operators change models over HTTP.
 *
 * @param port 0 takes a free one
 * @param token that their requests must bring; not blank
 */
public record AdminSettings(int port, String token) {
    private static final int HIGHEST_PORT = 65_535;

    public AdminSettings {
        if (port < 0 || port > HIGHEST_PORT) {
            throw new IllegalArgumentException("the admin port must be in [0, 65535], was " + port);
        }
        if (token.isBlank()) {
            throw new IllegalArgumentException("the token of operators must not be blank");
        }
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "AdminSettings[port=" + port + "]";
    }
}
