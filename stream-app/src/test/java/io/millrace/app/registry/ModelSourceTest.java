package io.millrace.app.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelSourceTest {
    private static final String HEX = "0873d9f95f5f6cae019cfbdd747f3b810b024bfaee21028b5370727ddd475c32";

    @Test
    void whatHasNoSchemeIsAFolder() {
        assertThat(ModelSource.parse("candidates/fraud-4"))
                .isEqualTo(new ModelSource.Folder(Path.of("candidates/fraud-4")));
    }

    @Test
    void anAliasFollowsAnAtSign() {
        assertThat(ModelSource.parse("models:/fraud@champion")).isEqualTo(new ModelSource.Alias("fraud", "champion"));
    }

    @Test
    void aNumberIsAVersion() {
        assertThat(ModelSource.parse("models:/card fraud/12")).isEqualTo(new ModelSource.Version("card fraud", 12));
    }

    @ParameterizedTest
    @CsvSource({"None, NONE", "Staging, STAGING", "production, PRODUCTION", "ARCHIVED, ARCHIVED"})
    void aStageIsOneInWhateverCase(String written, Stage stage) {
        assertThat(ModelSource.parse("models:/fraud/" + written)).isEqualTo(new ModelSource.Staged("fraud", stage));
    }

    @Test
    void aLoggedModelIsNamedByItsIdentity() {
        assertThat(ModelSource.parse("models:/m-9ccd3301fd7546ceb3107de1c0c98040"))
                .isEqualTo(new ModelSource.LoggedModel("m-9ccd3301fd7546ceb3107de1c0c98040"));
    }

    @Test
    void aManifestOnTheWebHasTheDigestThatIsItsFragment() {
        assertThat(ModelSource.parse("https://host/fraud/model.yaml#sha256=" + HEX.toUpperCase(Locale.ROOT)))
                .isEqualTo(new ModelSource.Published(URI.create("https://host/fraud/model.yaml"), HEX));
    }

    @ParameterizedTest
    @ValueSource(strings = {"fraud.zip", "fraud.tar.gz", "fraud.tgz", "fraud.ZIP?signature=s"})
    void aPackedFolderIsKnownByItsName(String name) {
        assertThat(ModelSource.parse("http://host:81/" + name + "#sha256=" + HEX))
                .isEqualTo(new ModelSource.Packed(URI.create("http://host:81/" + name), HEX));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "candidates/fraud-4",
                "models:/fraud@champion",
                "models:/fraud/12",
                "models:/fraud/Staging",
                "models:/m-9ccd3301fd7546ceb3107de1c0c98040",
                "https://host/fraud/model.yaml#sha256=" + HEX,
                "https://host/fraud.zip#sha256=" + HEX
            })
    void aSourceIsWrittenAsItIsRead(String text) {
        assertThat(ModelSource.parse(text)).hasToString(text);
    }

    @Test
    void theQueryOfASignedUrlIsNotTold() {
        assertThat(ModelSource.parse("https://host/fraud.zip?token=canary#sha256=" + HEX)
                        .toString())
                .isEqualTo("https://host/fraud.zip?...#sha256=" + HEX);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "' ' | names no source",
                "s3://bucket/fraud | no sources of the form s3:",
                "runs:/1/model | no sources of the form runs:",
                "models:fraud/1 | not with models:/",
                "models:/fraud | neither alias nor version nor stage",
                "models:/m-9ccd | neither alias nor version nor stage",
                "models:/fraud/latest | give the version that is meant an alias",
                "models:/fraud/Live | neither a version nor a stage: Live",
                "models:/fraud/0 | counted from 1",
                "models:/fraud/9999999999999999999 | neither a version nor a stage",
                "models:/fraud/1/2 | neither a version nor a stage: 1/2",
                "models:/@champion | no name of a registered model",
                "models:/a/b@champion | no name of a registered model",
                "models:/fraud@ | an alias is letters",
                "models:/fraud@a&name=other | an alias is letters",
                "https://host/fraud.zip | needs its digest",
                "https://host/fraud.zip#md5=0 | needs its digest",
                "https://host/fraud.zip#sha256=0873 | 64 hexadecimal digits",
                "https://host/fraud.onnx#sha256=0 | name the model.yaml beside it",
                "https://host/fraud.pkl#sha256=0 | neither a model.yaml nor a .zip",
                "https:///fraud.zip#sha256=0 | names no host",
                "https://a b/fraud.zip | is no URL",
            })
    void whatIsNoSourceIsToldWithTheFormsThatThereAre(String text, String problem) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ModelSource.parse(text))
                .withMessageContaining(problem)
                .withMessageContaining("models:/NAME@ALIAS")
                .withMessageContaining("https://HOST/PATH/model.yaml#sha256=HEX");
    }

    @Test
    void aPasswordInAUrlIsRefusedAndNotTold() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ModelSource.parse("https://me:canary@host/fraud.zip#sha256=" + HEX))
                .withMessageContaining("must not hold a user's name or password")
                .withMessageNotContaining("canary");
    }

    @Test
    void onlyAliasesAndStagesMove() {
        assertThat(new ModelSource.Alias("fraud", "champion").moves()).isTrue();
        assertThat(new ModelSource.Staged("fraud", Stage.STAGING).moves()).isTrue();
        assertThat(new ModelSource.Version("fraud", 1).moves()).isFalse();
    }
}
