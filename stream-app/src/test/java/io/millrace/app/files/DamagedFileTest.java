package io.millrace.app.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that break off, and files that something was written into. */
class DamagedFileTest {
    private static final int ROWS = 50_000;

    private final Path folder;

    DamagedFileTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private Path file(String name) throws Exception {
        return Samples.write(folder.resolve(name), Samples.many(ROWS));
    }

    /** Reads to the damage; the rows before it must have been read. */
    private static void assertDamaged(Path file, String reason) throws Exception {
        long rows = 0;
        try (var events = EventFile.open(file, Samples.SCHEMA)) {
            try {
                while (events.hasNext()) {
                    events.next();
                    rows++;
                }
                throw new AssertionError("read to the end");
            } catch (UncheckedIOException e) {
                assertThat(e.getCause())
                        .isInstanceOf(DamagedFileException.class)
                        .hasMessageMatching("\\Q" + file + ": damaged after row " + rows + ": \\E(?s).*")
                        .hasMessageContaining(reason);
            }
        }
        assertThat(rows).isBetween(1L, ROWS - 1L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"f.csv.gz", "f.jsonl.gz"})
    void aGzippedFileBreaksOff(String name) throws Exception {
        var file = file(name);
        var bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));

        assertDamaged(file, "Unexpected end of ZLIB input stream");
    }

    @ParameterizedTest
    @ValueSource(strings = {"f.csv.gz", "f.jsonl.gz"})
    void aGzippedFileIsOverwrittenInTheMiddle(String name) throws Exception {
        var file = file(name);
        var bytes = Files.readAllBytes(file);
        Arrays.fill(bytes, bytes.length / 2, bytes.length / 2 + 1_000, (byte) 0xff);
        Files.write(file, bytes);

        assertDamaged(file, "");
    }

    @Test
    void aContainerBreaksOff() throws Exception {
        var file = file("f.avro");
        var bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));

        assertDamaged(file, "the last block is incomplete");
    }

    @Test
    void aContainerIsOverwrittenInTheMiddle() throws Exception {
        var file = file("f.avro");
        var bytes = Files.readAllBytes(file);
        Arrays.fill(bytes, bytes.length / 2, bytes.length / 2 + 1_000, (byte) 0xff);
        Files.write(file, bytes);

        assertDamaged(file, "");
    }

    @Test
    void aParquetFileIsOverwrittenInTheMiddle() throws Exception {
        var file = file("f.parquet");
        var bytes = Files.readAllBytes(file);
        Arrays.fill(bytes, bytes.length / 2, bytes.length / 2 + 1_000, (byte) 0xff);
        Files.write(file, bytes);

        assertThatThrownBy(() -> Samples.read(file))
                .hasCauseInstanceOf(DamagedFileException.class)
                .hasMessageContaining(file + ": damaged after row ");
    }

    @Test
    void aParquetFileThatBreaksOffIsNoneBecauseItsColumnsAreDescribedAtItsEnd() throws Exception {
        var file = file("f.parquet");
        var bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 100));

        assertThatThrownBy(() -> EventFile.open(file, Samples.SCHEMA))
                .isInstanceOf(UnsuitableFileException.class)
                .hasMessageStartingWith(file + ": is not Parquet, or not all of it: ");
    }
}
