package io.millrace.app.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What one format wrote is read by it as it was, and written by every other, still is. */
class RoundTripTest {
    private final Path folder;

    RoundTripTest(@TempDir Path folder) {
        this.folder = folder;
    }

    static Stream<Arguments> pairs() {
        return Arrays.stream(FileFormat.values())
                .flatMap(one -> Arrays.stream(FileFormat.values()).map(other -> arguments(one, other)));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void everyValueSurvivesEveryPairOfFormats(FileFormat one, FileFormat other) throws Exception {
        var first = Samples.read(Samples.write(folder.resolve("one" + one.extension()), Samples.edges()));
        var second = Samples.read(Samples.write(folder.resolve("other" + other.extension()), first));

        assertSame(second, Samples.edges());
        assertThat(second.get(0).get("text")).isInstanceOf(String.class);
    }

    @ParameterizedTest
    @EnumSource
    void rowsKeepTheirOrderAndNumbersOverManyBlocks(FileFormat format) throws Exception {
        var rows = Samples.many(5_000);
        var file = Samples.write(folder.resolve("many" + format.extension()), rows);

        assertSame(Samples.read(file), rows);
        assertThat(Samples.outcomes(file, Samples.SCHEMA))
                .extracting(FileRecord::row)
                .startsWith(1L, 2L)
                .endsWith(5_000L);
    }

    @ParameterizedTest
    @EnumSource
    void aTableWithoutRowsIsOne(FileFormat format) throws Exception {
        var file = folder.resolve("none" + format.extension());
        try (var table = TableWriter.create(file, Samples.SCHEMA)) {
            table.commit();
        }

        assertThat(Samples.read(file)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void bytesReadGrowToTheSizeOfTheFile(FileFormat format) throws Exception {
        var file = Samples.write(folder.resolve("many" + format.extension()), Samples.many(5_000));
        var read = new ArrayList<Long>();
        try (var rows = EventFile.open(file, Samples.SCHEMA)) {
            while (rows.hasNext()) {
                rows.next();
                read.add(rows.bytesRead());
            }
            read.add(rows.bytesRead());
        }

        assertThat(read).isSorted().endsWith(Files.size(file));
    }

    @Test
    void timestampsAreTimestampsToOthersToo() throws Exception {
        var file = Samples.write(folder.resolve("f.parquet"), Samples.edges());
        try (var parquet =
                org.apache.parquet.hadoop.ParquetFileReader.open(new org.apache.parquet.io.LocalInputFile(file))) {
            var columns = parquet.getFileMetaData().getSchema().toString();

            assertThat(columns)
                    .contains("required binary text (STRING)")
                    .contains("required int64 millis (TIMESTAMP(MILLIS,true))")
                    .contains("optional int64 micros_or_not (TIMESTAMP(MICROS,true))")
                    .contains("optional double double_or_not");
        }
    }

    private static void assertSame(List<GenericRecord> read, List<GenericRecord> written) {
        assertThat(read).hasSameSizeAs(written);
        for (int i = 0; i < read.size(); i++) {
            assertThat(Samples.bits(read.get(i))).as("row %d", i + 1).isEqualTo(Samples.bits(written.get(i)));
        }
    }
}
