package io.millrace.app.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.app.gate.Verdict.Admitted;
import io.millrace.app.gate.Verdict.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GateTest {
    private static final Gate GATE = new Gate(TrustedKeys.NONE);

    @TempDir
    private Path parent;

    @Test
    void aGoodModelPassesEveryCheckButTheSignatureNobodyAskedFor() {
        var verdict = GATE.admit(Hostile.candidate("good"));

        assertThat(verdict).isInstanceOf(Admitted.class);
        assertThat(Hostile.passed(verdict)).isEqualTo(EnumSet.complementOf(EnumSet.of(Check.SIGNATURE)));
    }

    @Test
    void whatIsSeenWithoutRunningIsToldAtOnceAndThenNothingIsRun() throws IOException {
        var folder = copy("external-function");
        replace(folder.resolve("model.yaml"), "sha256: ..", "sha256: 00");

        var verdict = new Gate(TrustedKeys.NONE, new Probe(NeverStarted.class)).admit(candidate(folder));

        assertThat(verdict).isInstanceOf(Refused.class);
        assertThat(Hostile.codes(verdict)).containsExactly("digest", "external-data", "functions");
        assertThat(Hostile.passed(verdict))
                .contains(Check.SIZE, Check.FORMAT, Check.CLAIMS)
                .doesNotContain(Check.PROBE, Check.GOLDEN);
    }

    /** A probe with this program has no main method, and so would be refused as a crash. */
    private static final class NeverStarted {}

    @Test
    void aRefusalSaysWhereInTheFileAndWhatIsWrong() {
        assertThat(GATE.admit(Hostile.candidate("external-subgraph")).refusals())
                .extracting(Refusal::told)
                .containsExactly(
                        "external-data: graph.node[0].attribute[1].g.initializer[0] \"secret\" lies in another file");
        assertThat(GATE.admit(Hostile.candidate("html")).refusals())
                .extracting(Refusal::told)
                .containsExactly(
                        "format: is no ONNX model but looks like a web page: the model has graph of another form"
                                + " (wire type 4)");
        assertThat(GATE.admit(Hostile.candidate("long-loop")).refusals())
                .extracting(Refusal::told)
                .containsExactly("control-flow: graph.node[0] \"Loop\" goes round 4611686018427387904 times, 10000 are"
                        + " allowed");
    }

    @Test
    void aFileOfExactlyTheAllowedSizePassesAndOneByteMoreDoesNot() {
        var size = Hostile.bytes("good").length;

        assertThat(sized(size)).isInstanceOf(Admitted.class);
        assertThat(sized(size - 1).refusals())
                .extracting(Refusal::told)
                .containsExactly("size: has " + size + " bytes, " + (size - 1) + " are allowed: model.onnx");
    }

    private static Verdict sized(long bytes) {
        return GATE.admit(Hostile.candidate(
                Hostile.folder().resolve("good"), new GateLimits(bytes, Duration.ofSeconds(60), 1L << 30)));
    }

    /** The model counts its features double when there are more than eight rows. */
    @Test
    void everyNumberOfRowsIsTriedThatThePipelineMayAskForAndNoMore() {
        assertThat(together(8)).isInstanceOf(Admitted.class);
        assertThat(together(9).refusals())
                .extracting(Refusal::told)
                .singleElement()
                .asString()
                .startsWith("warm-up: golden row 0, asked again among 9 at once, gives ");
    }

    private static Verdict together(int rows) {
        return GATE.admit(Hostile.candidate(Hostile.folder().resolve("other-in-batches"), rows, Hostile.LIMITS));
    }

    @Test
    void linksMayLeadWithinTheFolderAsKubernetesMountsThemAndNotOutOfIt() throws IOException {
        var folder = copy("good");
        Files.createDirectory(folder.resolve("..data"));
        Files.move(folder.resolve("model.onnx"), folder.resolve("..data/model.onnx"));
        Files.createSymbolicLink(folder.resolve("model.onnx"), Path.of("..data/model.onnx"));
        assertThat(GATE.admit(candidate(folder))).isInstanceOf(Admitted.class);

        Files.move(folder.resolve("..data/model.onnx"), parent.resolve("outside.onnx"));
        Files.createSymbolicLink(folder.resolve("..data/model.onnx"), parent.resolve("outside.onnx"));
        assertThat(GATE.admit(candidate(folder)).refusals())
                .extracting(Refusal::told)
                .containsExactly("links out of the model's folder: model.onnx");
    }

    @Test
    void theManifestMayNotLeadOutOfTheFolderEither() throws IOException {
        var folder = copy("good");
        Files.move(folder.resolve("model.yaml"), parent.resolve("outside.yaml"));
        Files.createSymbolicLink(folder.resolve("model.yaml"), parent.resolve("outside.yaml"));

        assertThat(GATE.admit(candidate(folder)).refusals())
                .extracting(Refusal::told)
                .containsExactly("links out of the model's folder: model.yaml");
    }

    @Test
    void aHardLinkIsJudgedByItsBytes() throws IOException {
        var folder = copy("good");
        Files.move(folder.resolve("model.onnx"), parent.resolve("outside.onnx"));
        Files.createLink(folder.resolve("model.onnx"), parent.resolve("outside.onnx"));
        assertThat(GATE.admit(candidate(folder))).isInstanceOf(Admitted.class);

        Files.writeString(parent.resolve("outside.onnx"), "secret");
        assertThat(Hostile.codes(GATE.admit(candidate(folder)))).contains("digest");
    }

    @Test
    void aFolderInPlaceOfTheFileIsNoFile() throws IOException {
        var folder = copy("good");
        Files.delete(folder.resolve("model.onnx"));
        Files.createDirectory(folder.resolve("model.onnx"));

        assertThat(GATE.admit(candidate(folder)).refusals())
                .containsExactly(new Refusal(Check.FILE, "file", "no such file: model.onnx"));
    }

    @Test
    void withTrustedKeysAModelMustBeSignedByOneOfThem() throws Exception {
        var trusting = new Gate(TrustedKeys.read(Hostile.folder().resolve("trusted.pem")));
        assertThat(trusting.admit(Hostile.candidate("good")).refusals())
                .extracting(Refusal::told)
                .containsExactly("is missing, and only signed models are trusted here: model.yaml.sig");
        assertThat(Hostile.passed(trusting.admit(Hostile.candidate("signed")))).contains(Check.SIGNATURE);

        var two = Files.writeString(
                parent.resolve("two.pem"),
                stranger() + Files.readString(Hostile.folder().resolve("trusted.pem")));
        assertThat(new Gate(TrustedKeys.read(two)).admit(Hostile.candidate("signed")))
                .isInstanceOf(Admitted.class);
    }

    @Test
    void aSignatureMayBeAsOpensslWritesIt() throws Exception {
        var folder = copy("signed");
        var signature = folder.resolve("model.yaml.sig");
        Files.write(signature, Base64.getMimeDecoder().decode(Files.readAllBytes(signature)));
        var trusting = new Gate(TrustedKeys.read(Hostile.folder().resolve("trusted.pem")));

        assertThat(trusting.admit(candidate(folder))).isInstanceOf(Admitted.class);
    }

    private static String stranger() throws GeneralSecurityException {
        return pem(KeyPairGenerator.getInstance("Ed25519")
                .generateKeyPair()
                .getPublic()
                .getEncoded());
    }

    private static String pem(byte[] key) {
        return "-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder().encodeToString(key)
                + "\n-----END PUBLIC KEY-----\n";
    }

    @Test
    void keysThatAreNoneTrustNobodyAndAreRefused() throws Exception {
        var none = Files.writeString(parent.resolve("none.pem"), "trust everybody");
        assertThatThrownBy(() -> TrustedKeys.read(none))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("holds no public key");
        var rsa = KeyPairGenerator.getInstance("RSA")
                .generateKeyPair()
                .getPublic()
                .getEncoded();
        var other = Files.writeString(parent.resolve("other.pem"), stranger() + pem(rsa));
        assertThatThrownBy(() -> TrustedKeys.read(other)).hasMessageContaining("key 2 is not an Ed25519 public key");
    }

    @Test
    void whatHappensToTheFileWhileItIsTriedChangesNothing() throws Exception {
        var folder = copy("good");
        var candidate = candidate(folder);
        var verdicts = List.of(GATE.admit(candidate), overwritten(folder, candidate));

        assertThat(verdicts.get(0)).isInstanceOf(Admitted.class);
        assertThat(Hostile.codes(verdicts.get(1))).contains("digest");
    }

    private static Verdict overwritten(Path folder, Candidate candidate) throws IOException {
        Files.write(folder.resolve("model.onnx"), Hostile.bytes("random"));
        return GATE.admit(candidate);
    }

    private Path copy(String name) throws IOException {
        var folder = Files.createDirectory(parent.resolve(name));
        try (var files = Files.list(Hostile.folder().resolve(name))) {
            for (var file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        return folder;
    }

    private static Candidate candidate(Path folder) {
        return Hostile.candidate(folder, Hostile.LIMITS);
    }

    private static void replace(Path file, String pattern, String by) throws IOException {
        Files.writeString(file, Files.readString(file).replaceFirst(pattern, by));
    }
}
