package io.millrace.app.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecordBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Columns of files that nobody has described. */
class ColumnFileTest {
    private static final Schema TABLE = SchemaBuilder.record("Row")
            .fields()
            .requiredDouble("amount")
            .optionalLong("count")
            .requiredInt("rank")
            .requiredString("kind")
            .requiredBoolean("night")
            .name("at")
            .type(LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG)))
            .noDefault()
            .endRecord();

    private final Path folder;

    ColumnFileTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private static ColumnValues values(Map<String, ColumnValues> columns, String name) {
        return Objects.requireNonNull(columns.get(name));
    }

    private static ColumnValues.Numbers numbers(Map<String, ColumnValues> columns, String name) {
        return (ColumnValues.Numbers) values(columns, name);
    }

    private static ColumnValues.Texts texts(Map<String, ColumnValues> columns, String name) {
        return (ColumnValues.Texts) values(columns, name);
    }

    private Path file(String name, String... lines) throws Exception {
        return Files.write(folder.resolve(name), List.of(lines));
    }

    @ParameterizedTest
    @ValueSource(strings = {"table.avro", "table.parquet"})
    void typedColumnsAreWhatTheFileSays(String name) throws Exception {
        var file = folder.resolve(name);
        try (var out = TableWriter.create(file, TABLE)) {
            for (int i = 0; i < 3; i++) {
                out.write(new GenericRecordBuilder(TABLE)
                        .set("amount", i + 0.5)
                        .set("count", i == 1 ? null : (long) i)
                        .set("rank", i)
                        .set("kind", "k" + i)
                        .set("night", i == 0)
                        .set("at", 0L)
                        .build());
            }
            out.commit();
        }

        var columns = ColumnFile.read(file);

        assertThat(columns).containsOnlyKeys("amount", "count", "rank", "kind", "night");
        var amount = numbers(columns, "amount");
        assertThat(amount.values()).containsExactly(0.5, 1.5, 2.5);
        assertThat(amount.whole()).isFalse();
        var count = numbers(columns, "count");
        assertThat(count.values()).containsExactly(0, Double.NaN, 2);
        assertThat(count.whole()).isFalse();
        assertThat(numbers(columns, "rank").whole()).isTrue();
        assertThat(values(columns, "kind").texts()).containsExactly("k0", "k1", "k2");
        assertThat(values(columns, "night").texts()).containsExactly("true", "false", "false");
    }

    @Test
    void columnsOfCsvAreTextsUnderAnyNameUntilTheyAreAskedToBeNumbers() throws Exception {
        var columns = ColumnFile.read(file("t.csv", "my amount,2nd,x", "1,1.0,NA", "-2,1e3,", "\" 3 \",inf,a"));

        var whole = texts(columns, "my amount").numbers().orElseThrow();
        assertThat(whole.values()).containsExactly(1, -2, 3);
        assertThat(whole.whole()).isTrue();
        var real = texts(columns, "2nd").numbers().orElseThrow();
        assertThat(real.values()).containsExactly(1, 1000, Double.POSITIVE_INFINITY);
        assertThat(real.whole()).isFalse();
        var texts = texts(columns, "x");
        assertThat(texts.numbers()).isEmpty();
        assertThat(texts.notNumbers()).containsExactly("a");
        assertThat(texts.withoutMarkers().texts()).containsExactly(null, null, "a");
        assertThat(texts.typed()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1d", "0x1p3", "1f", "--1", "1,5", "one", "1e"})
    void whatJavaOrNobodyTakesForANumberIsNone(String text) {
        var texts = new ColumnValues.Texts(List.of(text), false);

        assertThat(texts.hasNumber()).isFalse();
        assertThat(texts.notNumbers()).containsExactly(text);
    }

    @Test
    void numbersOfJsonLinesAreWholeIfAllAre() throws Exception {
        var columns = ColumnFile.read(
                file("t.jsonl", "{\"n\": 1, \"x\": 1, \"t\": \"1\"}", "{\"n\": 2, \"x\": 2.5, \"o\": {\"a\": 1}}"));

        assertThat(columns).containsOnlyKeys("n", "x", "t");
        assertThat(numbers(columns, "n").whole()).isTrue();
        assertThat(numbers(columns, "x").whole()).isFalse();
        assertThat(texts(columns, "t").typed()).isTrue();
        assertThat(values(columns, "t").texts()).containsExactly("1", null);
    }

    @Test
    void filesThatAreNoTableAreRefused() throws Exception {
        assertThatThrownBy(() -> ColumnFile.read(file("mixed.jsonl", "{\"a\": 1}", "{\"a\": \"x\"}")))
                .isInstanceOf(UnsuitableFileException.class)
                .hasMessageEndingWith("mixed.jsonl: column a has values of different types");
        assertThatThrownBy(() -> ColumnFile.read(file("broken.jsonl", "{\"a\": 1", "x")))
                .isInstanceOf(UnsuitableFileException.class)
                .hasMessageContaining("is not JSON");
        assertThatThrownBy(() -> ColumnFile.read(file("twice.csv", "a,a", "1,2")))
                .hasMessageEndingWith("column a is there twice");
        assertThatThrownBy(() -> ColumnFile.read(file("short.csv", "a,b", "1")))
                .hasMessageContaining("row 1: line 2: has 1 cells, the header has 2");
        assertThatThrownBy(() -> ColumnFile.read(file("no.avro", "x")))
                .hasMessageContaining("is not an Avro container");
        assertThatThrownBy(() -> ColumnFile.read(file("no.parquet", "x"))).hasMessageContaining("is not Parquet");
        assertThatThrownBy(() -> ColumnFile.read(folder.resolve("t.txt"))).hasMessageContaining("must end in");
        assertThatThrownBy(() -> ColumnFile.read(folder.resolve("absent.csv"))).hasMessageEndingWith("no such file");
    }
}
