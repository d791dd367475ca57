package io.millrace.app.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.app.registry.UnavailableModelException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers are those of MLflow 3.17, and what a hostile server could make of them. */
@Timeout(60)
class MlflowTest {
    private static final String REST = "/api/2.0/mlflow/";
    private static final String ARTIFACTS = "/api/2.0/mlflow-artifacts/artifacts";
    private static final String LOGGED = "m-9ccd3301fd7546ceb3107de1c0c98040";
    private static final FetchLimits LIMITS = new FetchLimits(1 << 20, Duration.ofSeconds(20), Duration.ofSeconds(20));
    private static final ModelSource.Alias CHAMPION = new ModelSource.Alias("fraud", "champion");
    private static final ModelSource.Version THREE = new ModelSource.Version("fraud", 3);

    @TempDir
    private Path folder;

    private Site site;

    @BeforeEach
    void open() throws IOException {
        site = new Site();
    }

    @AfterEach
    void close() {
        site.close();
    }

    private static String described(String name, String version, String stage, String status) {
        return """
                {"name": "%s", "version": "%s", "current_stage": "%s", "status": "%s", "source": "anything"}""".formatted(name, version, stage, status);
    }

    private static String version(String described) {
        return "{\"model_version\": " + described + "}";
    }

    private void champion(String answer) {
        site.page(REST + "registered-models/alias?name=fraud&alias=champion", answer);
    }

    private void three(String artifacts) {
        site.page(REST + "model-versions/get?name=fraud&version=3", version(described("fraud", "3", "None", "READY")));
        site.page(
                REST + "model-versions/get-download-uri?name=fraud&version=3",
                "{\"artifact_uri\": \"" + artifacts + "\"}");
    }

    private void artifacts(String path) {
        site.page(ARTIFACTS + "?path=" + path, """
                {"files": [{"path": "MLmodel", "is_dir": false, "file_size": 5},
                  {"path": "fraud.onnx", "is_dir": false, "file_size": %d},
                  {"path": "model.yaml", "is_dir": false, "file_size": "%d"}]}""".formatted(Models.ONNX.length, Models.MANIFEST.length));
        site.page(ARTIFACTS + "/" + path + "/model.yaml", Models.MANIFEST);
        site.page(ARTIFACTS + "/" + path + "/fraud.onnx", Models.ONNX);
    }

    private Registries registries() {
        return new Registries(Optional.of(new TrackingServer(site.uri(""), Credentials.bearer("canary"))));
    }

    private Path into() {
        return folder.resolve("into");
    }

    private UnavailableModelException unresolved(ModelSource.Registered source) {
        return catchThrowableOfType(
                UnavailableModelException.class, () -> registries().resolve(source, LIMITS));
    }

    private UnavailableModelException unfetched(ModelSource source) {
        var failure = catchThrowableOfType(
                UnavailableModelException.class, () -> registries().fetch(source, into(), LIMITS));
        assertThat(into()).doesNotExist();
        assertThat(failure).hasMessageNotContaining("canary");
        return failure;
    }

    @Test
    void anAliasIsTheVersionThatItPointsTo() throws Exception {
        champion(version(described("fraud", "3", "None", "READY")));

        assertThat(registries().resolve(CHAMPION, LIMITS)).isEqualTo(THREE);
        assertThat(site.asked()).extracting(Site.Asked::authorization).containsExactly("Bearer canary");
    }

    @Test
    void aStageIsTheNewestVersionInIt() throws Exception {
        site.page(
                REST + "registered-models/get-latest-versions?name=card%20fraud&stages=Staging",
                "{\"model_versions\": [" + described("card fraud", "7", "Archived", "READY") + ", "
                        + described("card fraud", "5", "Staging", "READY") + "]}");

        assertThat(registries().resolve(new ModelSource.Staged("card fraud", Stage.STAGING), LIMITS))
                .isEqualTo(new ModelSource.Version("card fraud", 5));
    }

    @Test
    void aStageWithoutAVersionIsNotThere() {
        site.page(REST + "registered-models/get-latest-versions?name=fraud&stages=Production", "{}");

        var failure = unresolved(new ModelSource.Staged("fraud", Stage.PRODUCTION));

        assertThat(failure).hasMessage("models:/fraud/Production: there is none at " + site.uri(""));
        assertThat(failure.reason()).isEqualTo(Reason.REFUSED);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404})
    void anAliasThatNobodyHasIsNotThere(int status) {
        site.status(REST + "registered-models/alias", status);

        assertThat(unresolved(CHAMPION)).hasMessage("models:/fraud@champion: there is none at " + site.uri(""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "\"READY\"",
                "{}",
                "{\"model_version\":",
                "{\"model_version\": []}",
                "<!doctype html><html>canary</html>",
                "{\"model_version\": {\"name\": \"other\", \"version\": \"3\"}}",
                "{\"model_version\": {\"name\": \"fraud\", \"version\": \"../3\"}}",
                "{\"model_version\": {\"name\": \"fraud\", \"version\": \"0\"}}",
                "{\"model_version\": {\"name\": \"fraud\", \"version\": \"99999999999999999999\"}}",
                "{\"model_version\": {\"name\": {}, \"version\": \"3\"}}",
                "{\"model_version\": {\"name\": \"fraud\", \"version\": \"canary\"}}",
            })
    void nonsenseIsNoVersion(String answer) {
        champion(answer);

        var failure = unresolved(CHAMPION);

        assertThat(failure).hasMessage(site.uri("") + " does not answer as an MLflow tracking server does");
        assertThat(failure.reason()).isEqualTo(Reason.REFUSED);
    }

    @Test
    void nestingThatWouldExhaustAStackIsNonsense() {
        champion("{\"a\":" + "[".repeat(500_000));

        assertThat(unresolved(CHAMPION)).hasMessageContaining("does not answer as an MLflow tracking server does");
    }

    @Test
    void aDescriptionOfMoreThanAMegabyteIsRefused() {
        champion(" ".repeat(MlflowApi.MOST_JSON_BYTES + 1));

        assertThat(unresolved(CHAMPION)).hasMessageContaining("has more than 1048576 bytes");
    }

    @Test
    void aVersionThatIsBeingRegisteredIsWorthAnotherTry() {
        champion(version(described("fraud", "3", "None", "PENDING_REGISTRATION")));

        assertThat(unresolved(CHAMPION).reason()).isEqualTo(Reason.AWAY);
    }

    @Test
    void aVersionWhoseRegistrationFailedIsNot() {
        champion(version(described("fraud", "3", "None", "FAILED_REGISTRATION")));

        assertThat(unresolved(CHAMPION).reason()).isEqualTo(Reason.REFUSED);
    }

    @Test
    void aRegistryWithTroubleIsWorthAnotherTry() {
        site.status(REST + "registered-models/alias", 503);

        assertThat(unresolved(CHAMPION).reason()).isEqualTo(Reason.AWAY);
    }

    @Test
    void withoutAServerNobodyIsAsked() {
        var failure = catchThrowableOfType(
                UnavailableModelException.class, () -> new Registries(Optional.empty()).resolve(CHAMPION, LIMITS));

        assertThat(failure).hasMessageContaining("Set MLFLOW_TRACKING_URI");
    }

    @Test
    void aVersionIsFetchedThroughTheProxyByTheNamesInItsManifest() throws Exception {
        champion(version(described("fraud", "3", "None", "READY")));
        three("mlflow-artifacts:/1/ab%20c/artifacts/model");
        artifacts("1/ab%20c/artifacts/model");

        var fetched = registries().fetch(CHAMPION, into(), LIMITS);

        assertThat(fetched.asked()).isEqualTo(CHAMPION);
        assertThat(fetched.origin()).isEqualTo(THREE);
        assertThat(fetched.manifest().name()).isEqualTo("fraud");
        assertThat(into().resolve("model.yaml")).hasBinaryContent(Models.MANIFEST);
        assertThat(into().resolve("fraud.onnx")).hasBinaryContent(Models.ONNX);
        try (var files = Files.list(into())) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void aLoggedModelIsFetchedByItselfOrAsAVersion() throws Exception {
        site.page(
                REST + "logged-models/" + LOGGED,
                "{\"model\": {\"info\": {\"artifact_uri\": \"mlflow-artifacts:/1/models/x/artifacts\"}}}");
        artifacts("1/models/x/artifacts");
        three("models:/" + LOGGED);

        registries().fetch(new ModelSource.LoggedModel(LOGGED), folder.resolve("a"), LIMITS);
        registries().fetch(THREE, folder.resolve("b"), LIMITS);

        assertThat(folder.resolve("a/fraud.onnx")).hasBinaryContent(Models.ONNX);
        assertThat(folder.resolve("b/fraud.onnx")).hasBinaryContent(Models.ONNX);
    }

    @Test
    void artefactsMayBeOnTheWebAndGetNoCredentialsThere() throws Exception {
        try (var other = new Site("localhost")) {
            three(other.uri("/store").toString());
            other.page("/store/model.yaml", Models.MANIFEST).page("/store/fraud.onnx", Models.ONNX);

            registries().fetch(THREE, into(), LIMITS);

            assertThat(into().resolve("fraud.onnx")).hasBinaryContent(Models.ONNX);
            assertThat(other.asked()).hasSize(3).allMatch(asked -> asked.authorization()
                    .isEmpty());
        }
    }

    @Test
    void artefactsWithoutAManifestAreRefusedSayingWhatToDo() {
        three("mlflow-artifacts:/1/r/artifacts/model");
        site.page(ARTIFACTS + "?path=1/r/artifacts/model", """
                {"files": [{"path": "MLmodel"}, {"path": "model.onnx"}, {"path": "model.yaml", "is_dir": true},
                  {"path": "../model.yaml"}, {"path": "/model.yaml"}, {"path": {}}]}""");

        assertThat(unfetched(THREE))
                .hasMessageStartingWith("models:/fraud/3: has no model.yaml: log the whole model folder")
                .hasMessageContaining("mlflow.log_artifacts(");
    }

    @Test
    void whatIsListedAsTooLargeIsNotAskedFor() {
        three("mlflow-artifacts:/1/r");
        artifacts("1/r");
        site.page(ARTIFACTS + "?path=1/r", """
                {"files": [{"path": "model.yaml", "file_size": 10}, {"path": "fraud.onnx", "file_size": 1048577}]}""");

        assertThat(unfetched(THREE)).hasMessage("models:/fraud/3: has more than 1048576 bytes: fraud.onnx");
        assertThat(site.asked()).noneMatch(asked -> asked.path().endsWith("fraud.onnx"));
    }

    @Test
    void whatIsLargerThanItsListingSaysIsRefusedWhileItIsRead() {
        three("mlflow-artifacts:/1/r");
        artifacts("1/r");
        site.flood(ARTIFACTS + "/1/r/fraud.onnx");

        assertThat(unfetched(THREE)).hasMessageContaining("has more than 1048576 bytes");
    }

    @Test
    void aFileThatIsListedAndNotThereIsRefused() {
        three("mlflow-artifacts:/1/r");
        artifacts("1/r");
        site.status(ARTIFACTS + "/1/r/fraud.onnx", 404);

        assertThat(unfetched(THREE)).hasMessageContaining("lists fraud.onnx and answers 404 for it");
    }

    @Test
    void aPageInPlaceOfTheModelIsRefused() {
        three("mlflow-artifacts:/1/r");
        artifacts("1/r");
        site.page(ARTIFACTS + "/1/r/fraud.onnx", "<html>Please sign in</html>");

        assertThat(unfetched(THREE))
                .hasMessageContaining("model.yaml expects 0873")
                .hasMessageContaining("fraud.onnx has");
    }

    @Test
    void aManifestThatQuotesTheCredentialsDoesNotGetThemIntoAMessage() {
        three("mlflow-artifacts:/1/r");
        artifacts("1/r");
        site.page(ARTIFACTS + "/1/r/model.yaml", "name: fraud\nversion: canary/\nfile: ../canary.onnx\ncanary: 1\n");

        assertThat(unfetched(THREE)).hasMessageContaining("model.yaml:3: file: ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mlflow-artifacts:/1/../../secrets | an impossible place",
                "mlflow-artifacts:/1/%2e%2e/secrets | an impossible place",
                "mlflow-artifacts:/1/a%2f..%2fsecrets | an impossible place",
                "mlflow-artifacts:/1/%252e%252e/secrets | an impossible place",
                "mlflow-artifacts:/1/a%0d%0ab | an impossible place",
                "mlflow-artifacts:/1/a%5cb | an impossible place",
                "mlflow-artifacts://elsewhere/1/a | on another server",
                "mlflow-artifacts:/ | does not answer as an MLflow",
                "mlflow-artifacts:opaque | does not answer as an MLflow",
                "not a uri | does not answer as an MLflow",
                "s3://bucket/fraud | which names s3: run it with --serve-artifacts",
                "file:///etc | which names file: run it with --serve-artifacts",
                "https://elsewhere/fraud | which names https: run it",
                "http://me:pw@elsewhere/fraud | which names http: run it",
                "canary://x | which names something else: run it",
                "models:/fraud/4 | which names something else: run it",
                "'' | which names something else: run it",
            })
    void artefactsAtAnImpossiblePlaceAreNotAskedFor(String place, String problem) {
        three(place);

        var failure = unfetched(THREE);

        assertThat(failure).hasMessageContaining(problem);
        assertThat(failure.reason()).isEqualTo(Reason.REFUSED);
        assertThat(site.asked()).noneMatch(asked -> asked.path().startsWith(ARTIFACTS));
    }

    @Test
    void aServerBelowAPathIsAskedThere() throws Exception {
        site.page("/team" + REST + "registered-models/alias", version(described("fraud", "3", "None", "READY")));
        var registries = new Registries(Optional.of(new TrackingServer(site.uri("/team/"), Credentials.NONE)));

        assertThat(registries.resolve(CHAMPION, LIMITS)).isEqualTo(THREE);
    }
}
