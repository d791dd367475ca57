package io.millrace.app.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Never loads the library: the property is put back as it was, so that other tests in this process are not affected. */
class NativeLibraryTest {
    private static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000_000_000L);

    private final String before = System.getProperty(NativeLibrary.PATH_PROPERTY, "");
    private final Path directory;

    NativeLibraryTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @BeforeEach
    void clear() {
        System.clearProperty(NativeLibrary.PATH_PROPERTY);
    }

    @AfterEach
    void restore() {
        if (before.isEmpty()) {
            System.clearProperty(NativeLibrary.PATH_PROPERTY);
        } else {
            System.setProperty(NativeLibrary.PATH_PROPERTY, before);
        }
    }

    @Test
    void unpacksTheLibrariesAndPointsToThem() throws IOException {
        var target = NativeLibrary.prepare(directory);

        assertThat(target).isAbsolute().hasParent(directory.toAbsolutePath());
        assertThat(System.getProperty(NativeLibrary.PATH_PROPERTY)).isEqualTo(target.toString());
        assertThat(names(target))
                .contains(System.mapLibraryName("onnxruntime"), System.mapLibraryName("onnxruntime4j_jni"));
        assertThat(names(target)).noneMatch(name -> name.endsWith(".part"));
    }

    @Test
    void leavesThemAloneTheSecondTime() throws IOException {
        var library = NativeLibrary.prepare(directory).resolve(System.mapLibraryName("onnxruntime"));
        Files.setLastModifiedTime(library, LONG_AGO);
        System.clearProperty(NativeLibrary.PATH_PROPERTY);

        assertThat(NativeLibrary.prepare(directory)).isEqualTo(library.getParent());
        assertThat(Files.getLastModifiedTime(library)).isEqualTo(LONG_AGO);
    }

    @Test
    void replacesOneThatIsCutShortOrAltered() throws IOException {
        var target = NativeLibrary.prepare(directory);
        var library = target.resolve(System.mapLibraryName("onnxruntime"));
        var bridge = target.resolve(System.mapLibraryName("onnxruntime4j_jni"));
        var libraryBytes = Files.readAllBytes(library);
        var bridgeBytes = Files.readAllBytes(bridge);
        Files.write(library, Arrays.copyOf(libraryBytes, libraryBytes.length / 2));
        var altered = bridgeBytes.clone();
        altered[altered.length / 2] ^= 1;
        Files.write(bridge, altered);
        System.clearProperty(NativeLibrary.PATH_PROPERTY);

        NativeLibrary.prepare(directory);

        assertThat(Files.readAllBytes(library)).isEqualTo(libraryBytes);
        assertThat(Files.readAllBytes(bridge)).isEqualTo(bridgeBytes);
    }

    @Test
    void respectsWhatTheOperatorHasSet() throws IOException {
        System.setProperty(NativeLibrary.PATH_PROPERTY, "elsewhere");

        assertThat(NativeLibrary.prepare(directory)).isEqualTo(Path.of("elsewhere"));
        assertThat(directory).isEmptyDirectory();
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
