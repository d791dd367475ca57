package io.millrace.app.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.app.registry.Models.Entry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class PackedFolderTest {
    private static final long MOST = 100_000;

    @TempDir
    private Path folder;

    private Path into;

    @BeforeEach
    void makeFolder() throws IOException {
        into = Files.createDirectory(folder.resolve("into"));
    }

    private static byte[] packed(PackedFormat format, List<Entry> entries) throws IOException {
        return format == PackedFormat.ZIP ? Models.zip(entries) : Models.tarGz(entries);
    }

    private Path unpack(PackedFormat format, byte[] bytes) throws Exception {
        var file = Files.write(folder.resolve("packed"), bytes);
        return new PackedFolder(file, format, "packed", MOST).unpack(into);
    }

    private List<String> unpacked() throws IOException {
        try (var files = Files.walk(into)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> into.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @EnumSource
    void theFilesMayBeAtTheTop(PackedFormat format) throws Exception {
        assertThat(unpack(format, packed(format, Models.MODEL))).isEqualTo(into);

        assertThat(into.resolve("fraud.onnx")).hasBinaryContent(Models.ONNX);
        assertThat(into.resolve("model.yaml")).hasBinaryContent(Models.MANIFEST);
    }

    @ParameterizedTest
    @EnumSource
    void theFilesMayBeInAFolderWhichIsTold(PackedFormat format) throws Exception {
        assertThat(unpack(format, packed(format, Models.under("./fraud-4")))).isEqualTo(into.resolve("fraud-4"));

        assertThat(into.resolve("fraud-4/fraud.onnx")).hasBinaryContent(Models.ONNX);
    }

    @ParameterizedTest
    @EnumSource
    void whatNoModelHasIsNotUnpacked(PackedFormat format) throws Exception {
        unpack(
                format,
                packed(
                        format,
                        List.of(
                                Entry.of("model.yaml", "a"),
                                Entry.of("model.yaml.sig", "b"),
                                Entry.of("run.sh", "c"),
                                Entry.of(".bashrc.onnx", "d"),
                                Entry.of("a/b/c.onnx", "e"))));

        assertThat(unpacked()).containsExactly("model.yaml", "model.yaml.sig");
    }

    static Stream<String> wayOut() {
        return Stream.of(
                "../model.yaml",
                "a/../../model.yaml",
                "/model.yaml",
                "a/..",
                "..",
                "..\\model.yaml",
                "C:model.yaml",
                "a\nb.onnx");
    }

    @ParameterizedTest
    @MethodSource("wayOut")
    void anEntryThatLeadsOutIsAReasonToRefuseAll(String name) throws Exception {
        for (var format : PackedFormat.values()) {
            var bytes = packed(format, List.of(Entry.of(name, "evil")));

            assertThatThrownBy(() -> unpack(format, bytes))
                    .as(format.name())
                    .isInstanceOf(UnavailableModelException.class)
                    .hasMessage("packed: has an entry that leads out of it, or is no file");
        }
        assertThat(unpacked()).isEmpty();
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void aLinkIsAReasonToRefuseAll() throws Exception {
        var bytes = Models.tarGz(List.of(Entry.link("model.yaml")));

        assertThatThrownBy(() -> unpack(PackedFormat.TAR_GZ, bytes))
                .hasMessageContaining("leads out of it, or is no file");
        assertThat(into.resolve("model.yaml")).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource
    void oneByteTooManyIsRefusedWhetherItIsWantedOrNot(PackedFormat format) throws Exception {
        var most = packed(format, List.of(Entry.of("other", new byte[(int) MOST - 1]), Entry.of("a.onnx", "1")));
        var more = packed(format, List.of(Entry.of("other", new byte[(int) MOST - 1]), Entry.of("b.onnx", "12")));

        unpack(format, most);

        assertThatThrownBy(() -> unpack(format, more)).hasMessage("packed: has more than 100000 bytes in it");
    }

    @ParameterizedTest
    @EnumSource
    void aBombIsNotUnpacked(PackedFormat format) throws Exception {
        var bomb = packed(format, List.of(Entry.of("zeros", new byte[64 << 20])));
        assertThat(bomb.length).isLessThan(100_000);

        assertThatThrownBy(() -> unpack(format, bomb)).isInstanceOf(UnavailableModelException.class);
    }

    @Test
    void aNameAsLongAsABombIsNotReadEither() throws Exception {
        var bomb = Models.longNamed(16 << 20);

        assertThatThrownBy(() -> unpack(PackedFormat.TAR_GZ, bomb)).hasMessageContaining("is damaged");
    }

    @ParameterizedTest
    @EnumSource
    void aThousandEntriesAreEnough(PackedFormat format) throws Exception {
        var entries = new ArrayList<Entry>();
        for (int i = 0; i < PackedFolder.MOST_ENTRIES; i++) {
            entries.add(Entry.of("f" + i, ""));
        }
        unpack(format, packed(format, entries));

        entries.add(Entry.of("one", ""));

        var bytes = packed(format, entries);
        assertThatThrownBy(() -> unpack(format, bytes)).hasMessage("packed: has more than 1000 entries");
    }

    @ParameterizedTest
    @EnumSource
    void twoManifestsAreOneTooMany(PackedFormat format) throws Exception {
        var folders = packed(format, List.of(Entry.of("a/model.yaml", "1"), Entry.of("b/model.yaml", "2")));
        var twice = packed(format, List.of(Entry.of("model.onnx", "1"), Entry.of("./model.onnx", "2")));

        assertThatThrownBy(() -> unpack(format, folders)).hasMessage("packed: has model.yaml more than once");
        assertThatThrownBy(() -> unpack(format, twice)).hasMessage("packed: has an entry twice");
    }

    @ParameterizedTest
    @EnumSource
    void anythingElseIsDamaged(PackedFormat format) throws Exception {
        var whole = packed(format, Models.MODEL);

        assertThatThrownBy(() -> unpack(format, Arrays.copyOf(whole, whole.length / 2)))
                .hasMessage("packed: is damaged, or not packed as its name says");
        assertThatThrownBy(() -> unpack(PackedFormat.TAR_GZ, "<html>".getBytes(StandardCharsets.UTF_8)))
                .hasMessage("packed: is damaged, or not packed as its name says");
    }

    /** 2000 packed folders with some bytes changed: refused, or unpacked to what a model may have, and nothing else. */
    @ParameterizedTest
    @EnumSource
    void noChangeOfBytesGetsOut(PackedFormat format) throws Exception {
        var whole = packed(format, List.of(Entry.of("a/model.yaml", "name: a"), Entry.of("a/a.onnx", "onnx")));
        var random = new Random(24);
        for (int round = 0; round < 1000; round++) {
            var bytes = whole.clone();
            for (int i = 0; i <= random.nextInt(4); i++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            into = Files.createDirectory(folder.resolve("round-" + round));
            try {
                assertThat(unpack(format, bytes)).startsWith(into);
            } catch (UnavailableModelException e) {
                assertThat(e).hasMessageStartingWith("packed: ");
            }
            assertThat(unpacked()).allMatch(name -> name.matches("([^/]+/)?(model\\.yaml(\\.sig)?|[^/]+\\.onnx)"));
        }
    }
}
