package io.millrace.app.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RegistriesTest {
    private static final FetchLimits LIMITS = FetchLimits.DEFAULT;

    @TempDir
    private Path folder;

    private Site site;
    private final Registries registries = new Registries(Optional.empty());

    @BeforeEach
    void open() throws IOException {
        site = new Site();
    }

    @AfterEach
    void close() {
        site.close();
    }

    private Path into() {
        return folder.resolve("into");
    }

    private void assertModel() throws IOException {
        assertThat(into().resolve("model.yaml")).hasBinaryContent(Models.MANIFEST);
        assertThat(into().resolve("fraud.onnx")).hasBinaryContent(Models.ONNX);
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(into())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private UnavailableModelException unfetched(ModelSource source, FetchLimits limits) {
        var failure =
                catchThrowableOfType(UnavailableModelException.class, () -> registries.fetch(source, into(), limits));
        assertThat(into()).doesNotExist();
        return failure;
    }

    private ModelSource.Published published(byte[] manifest) throws Exception {
        site.page("/m/model.yaml", manifest).page("/m/fraud.onnx", Models.ONNX);
        return new ModelSource.Published(site.uri("/m/model.yaml"), Models.sha256(manifest));
    }

    @Test
    void aFolderIsCopiedWithItsSignatureAndNothingElse() throws Exception {
        var source = Files.createDirectory(folder.resolve("source"));
        Files.write(source.resolve("model.yaml"), Models.MANIFEST);
        Files.write(source.resolve("fraud.onnx"), Models.ONNX);
        Files.writeString(source.resolve("model.yaml.sig"), "signature");
        Files.writeString(source.resolve("notes.txt"), "mine");

        var fetched = registries.fetch(new ModelSource.Folder(source), into(), LIMITS);

        assertModel();
        assertThat(names()).containsExactly("fraud.onnx", "model.yaml", "model.yaml.sig");
        assertThat(fetched.folder()).isEqualTo(into());
        assertThat(fetched.origin()).isEqualTo(fetched.asked());
        assertThat(fetched.manifest().file()).isEqualTo("fraud.onnx");
    }

    @Test
    void aFolderThatIsNotThereIsRefused() {
        assertThat(unfetched(new ModelSource.Folder(folder.resolve("none")), LIMITS))
                .hasMessageContaining("no such folder");
    }

    @Test
    void linksWithinAFolderAreFollowedAndOutOfItAreNot() throws Exception {
        var mounted = Files.createDirectories(folder.resolve("source/..data"));
        Files.write(mounted.resolve("model.yaml"), Models.MANIFEST);
        Files.write(mounted.resolve("fraud.onnx"), Models.ONNX);
        var source = folder.resolve("source");
        Files.createSymbolicLink(source.resolve("model.yaml"), Path.of("..data/model.yaml"));
        Files.createSymbolicLink(source.resolve("fraud.onnx"), Path.of("..data/fraud.onnx"));
        registries.fetch(new ModelSource.Folder(source), into(), LIMITS);
        assertModel();

        Files.delete(source.resolve("fraud.onnx"));
        Files.createSymbolicLink(
                source.resolve("fraud.onnx"),
                Models.SHIPPED.resolve("fraud.onnx").toAbsolutePath());

        assertThatThrownBy(() -> registries.fetch(new ModelSource.Folder(source), folder.resolve("b"), LIMITS))
                .isInstanceOf(UnavailableModelException.class)
                .hasMessageContaining("links out of the model's folder: fraud.onnx");
    }

    @Test
    void theSizeOfTheModelIsLimitedToTheByte() throws Exception {
        var source = new ModelSource.Folder(Models.SHIPPED);

        assertThat(unfetched(source, FetchLimits.of(Models.ONNX.length - 1)))
                .hasMessageContaining("has more than 64499 bytes");

        registries.fetch(source, into(), FetchLimits.of(Models.ONNX.length));
        assertModel();
    }

    @Test
    void aManifestOnTheWebBringsTheModelBesideIt() throws Exception {
        var source = published(Models.MANIFEST);

        var fetched = registries.fetch(source, into(), LIMITS);

        assertModel();
        assertThat(names()).hasSize(2);
        assertThat(fetched.origin()).isEqualTo(source);
    }

    @Test
    void theQueryOfASignedUrlGoesWithEveryFile() throws Exception {
        site.page("/m/model.yaml?sig=s", Models.MANIFEST).page("/m/fraud.onnx?sig=s", Models.ONNX);

        registries.fetch(
                new ModelSource.Published(site.uri("/m/model.yaml?sig=s"), Models.sha256(Models.MANIFEST)),
                into(),
                LIMITS);

        assertModel();
    }

    @Test
    void anotherDigestIsRefusedBeforeTheModelIsAskedFor() throws Exception {
        var source = published(Models.MANIFEST);
        site.page("/m/model.yaml", new byte[] {'a'});

        assertThat(unfetched(source, LIMITS))
                .hasMessageContaining("expected digest")
                .hasMessageContaining("model.yaml has");
        assertThat(site.asked()).hasSize(1);
    }

    @Test
    void aManifestThatIsNotThereIsRefused() {
        var source = new ModelSource.Published(site.uri("/none/model.yaml"), "0".repeat(64));

        var failure = unfetched(source, LIMITS);

        assertThat(failure).hasMessageContaining("has no model.yaml");
        assertThat(failure.isWorthAnotherTry()).isFalse();
    }

    @Test
    void aModelThatIsNotBesideItsManifestIsRefused() throws Exception {
        var source = published(Models.MANIFEST);
        site.status("/m/fraud.onnx", 404);

        assertThat(unfetched(source, LIMITS)).hasMessageContaining("has no fraud.onnx, which its model.yaml names");
    }

    @Test
    void anotherModelThanTheManifestsIsRefused() throws Exception {
        var source = published(Models.MANIFEST);
        site.page("/m/fraud.onnx", "<html>");

        assertThat(unfetched(source, LIMITS)).hasMessageContaining("model.yaml expects 0873");
    }

    @Test
    void aSignatureThatCannotBeHadNowIsNotDoneWithout() throws Exception {
        var source = published(Models.MANIFEST);
        site.status("/m/model.yaml.sig", 503);

        assertThat(unfetched(source, LIMITS).isWorthAnotherTry()).isTrue();
    }

    @Test
    void aManifestWithMistakesTellsAllOfThem() throws Exception {
        var source = published(
                "name: fraud\nversion: 1\nfile: ../../etc/passwd\nsha256: 1\n".getBytes(StandardCharsets.UTF_8));

        assertThat(unfetched(source, LIMITS))
                .hasMessageContaining("model.yaml:3: file: ")
                .hasMessageContaining("model.yaml:4: sha256: ");
    }

    @Test
    void aPackedFolderIsUnpackedAfterItsDigestProvedRight() throws Exception {
        var packed = Models.tarGz(Models.under("fraud"));
        site.page("/fraud.tar.gz", packed);
        var source = ModelSource.parse(site.uri("/fraud.tar.gz") + "#sha256=" + Models.sha256(packed));

        registries.fetch(source, into(), LIMITS);

        assertModel();
        assertThat(names()).hasSize(2);
    }

    @Test
    void aPackedFolderWithAnotherDigestIsRefusedUnread() throws Exception {
        site.page("/fraud.zip", "<html>");

        assertThat(unfetched(new ModelSource.Packed(site.uri("/fraud.zip"), "0".repeat(64)), LIMITS))
                .hasMessageContaining("what is there has the digest");
    }

    @Test
    void aPackedFolderThatIsNotThereIsRefused() {
        assertThat(unfetched(new ModelSource.Packed(site.uri("/fraud.zip"), "0".repeat(64)), LIMITS))
                .hasMessageContaining("is not there, the server answers 404");
    }

    @Test
    void aDownloadThatBreaksOffLeavesNothingBehind() throws Exception {
        site.page("/fraud.zip", exchange -> {
            exchange.sendResponseHeaders(200, 900);
            exchange.getResponseBody().write(new byte[10]);
        });

        assertThat(unfetched(new ModelSource.Packed(site.uri("/fraud.zip"), "0".repeat(64)), LIMITS)
                        .isWorthAnotherTry())
                .isTrue();
    }

    @Test
    void aSlowServerIsLeftInTheTimeThatIsGiven() throws Exception {
        site.page("/m/model.yaml", Models.MANIFEST).drip("/m/fraud.onnx");
        var source = new ModelSource.Published(site.uri("/m/model.yaml"), Models.sha256(Models.MANIFEST));
        var limits = new FetchLimits(1 << 20, Duration.ofSeconds(20), Duration.ofMillis(500));

        assertThat(unfetched(source, limits).isWorthAnotherTry()).isTrue();
    }

    @Test
    void aFolderWithSomethingInItIsNotWrittenInto() throws Exception {
        Files.createDirectory(into());
        Files.writeString(into().resolve("mine"), "precious");

        assertThatThrownBy(() -> registries.fetch(new ModelSource.Folder(Models.SHIPPED), into(), LIMITS))
                .isExactlyInstanceOf(IOException.class)
                .hasMessageContaining("must be empty");
        assertThat(names()).containsExactly("mine");
    }

    @Test
    void aFolderThatWasThereStaysThereAndEmptyAfterAFailure() throws Exception {
        Files.createDirectory(into());

        assertThatThrownBy(() -> registries.fetch(
                        new ModelSource.Folder(Models.SHIPPED), into(), FetchLimits.of(Models.ONNX.length - 1)))
                .isInstanceOf(UnavailableModelException.class);
        assertThat(names()).isEmpty();
    }

    @Test
    void aServerThatIsGoneIsWorthAnotherTry() {
        var address = URI.create(site.uri("/fraud.zip").toString());
        site.close();

        assertThat(unfetched(new ModelSource.Packed(address, "0".repeat(64)), LIMITS)
                        .isWorthAnotherTry())
                .isTrue();
    }
}
