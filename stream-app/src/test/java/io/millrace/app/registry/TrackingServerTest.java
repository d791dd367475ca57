package io.millrace.app.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrackingServerTest {
    private static final URI ADDRESS = URI.create("https://mlflow.example/team");

    @Test
    void theOptionGoesBeforeTheEnvironment() {
        var environment = Map.of("MLFLOW_TRACKING_URI", "http://other");

        assertThat(TrackingServer.from("https://mlflow.example", environment))
                .map(TrackingServer::uri)
                .contains(URI.create("https://mlflow.example"));
        assertThat(TrackingServer.from(null, environment))
                .map(TrackingServer::uri)
                .contains(URI.create("http://other"));
        assertThat(TrackingServer.from(" ", Map.of())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite:///mlflow.db", "databricks", "./mlruns", "http://", "http://a?b=c", "http://a b"})
    void whatIsNoServerIsRefused(String address) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TrackingServer.from(address, Map.of()))
                .withMessageStartingWith("the tracking server");
    }

    @Test
    void aPasswordInTheAddressIsRefusedAndNotTold() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TrackingServer.from("https://me:canary@mlflow.example", Map.of()))
                .withMessageNotContaining("canary");
    }

    @Test
    void nameAndPasswordGoBeforeATokenAsInMlflow() {
        var credentials = Credentials.from(Map.of(
                "MLFLOW_TRACKING_USERNAME",
                "me",
                "MLFLOW_TRACKING_PASSWORD",
                "pä:ss",
                "MLFLOW_TRACKING_TOKEN",
                "token"));

        assertThat(credentials.header()).contains("Basic bWU6cMOkOnNz");
    }

    @Test
    void aTokenIsABearers() {
        assertThat(Credentials.from(Map.of("MLFLOW_TRACKING_TOKEN", "canary\n")).header())
                .contains("Bearer canary");
        assertThat(Credentials.from(Map.of()).header()).isEmpty();
    }

    @Test
    void aNameWithoutAPasswordIsAMistake() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Credentials.from(Map.of("MLFLOW_TRACKING_USERNAME", "me")))
                .withMessageContaining("must be set together");
    }

    @ParameterizedTest
    @ValueSource(strings = {"canary\r\nHost: other", "canary token", "canäry", " "})
    void aTokenThatIsNoHeaderIsRefusedAndNotTold(String token) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Credentials.bearer(token))
                .withMessageNotContaining("can");
    }

    @Test
    void nothingTellsCredentials() {
        var server = new TrackingServer(ADDRESS, Credentials.basic("me", "canary"));

        assertThat(server.toString()).doesNotContain("canary").doesNotContain("bWU6");
        assertThat(server.credentials().hiddenIn("a canary said Basic bWU6Y2FuYXJ5"))
                .isEqualTo("a *** said Basic ***");
    }

    @ParameterizedTest
    @CsvSource({
        "https://mlflow.example/api, true",
        "https://MLFLOW.example:443/api, true",
        "http://mlflow.example/api, false",
        "https://mlflow.example:8443/api, false",
        "https://mlflow.example.evil/api, false",
    })
    void credentialsAreForOneSchemeHostAndPort(URI address, boolean isShown) {
        var server = new TrackingServer(ADDRESS, Credentials.bearer("canary"));

        assertThat(server.authorization(address).isPresent()).isEqualTo(isShown);
    }

    @Test
    void aServerMayBeBelowAPath() {
        assertThat(new TrackingServer(ADDRESS, Credentials.NONE).resolve("/api"))
                .hasToString("https://mlflow.example/team/api");
        assertThat(new TrackingServer(URI.create("http://a/"), Credentials.NONE).resolve("/api"))
                .hasToString("http://a/api");
    }
}
