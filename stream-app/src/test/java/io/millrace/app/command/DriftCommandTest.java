package io.millrace.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code millrace drift} and {@code millrace drift detect} as they are typed. */
class DriftCommandTest {
    private static final double DISTANCE = 1e-12;

    private final Path folder;

    DriftCommandTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private record Answer(int status, String out, String err) {
        JsonNode json() throws Exception {
            return new ObjectMapper().readTree(out);
        }
    }

    private static Answer millrace(Object... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int status = Millrace.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(IntStream.range(0, arguments.length)
                        .mapToObj(i -> arguments[i].toString())
                        .toArray(String[]::new));
        return new Answer(status, out.toString(), err.toString());
    }

    private Path file(String name, String... lines) throws Exception {
        return Files.write(folder.resolve(name), List.of(lines));
    }

    /** The rows of the golden cases A: see drift-monitor. */
    private static double[] rows(long seed, int rows, double scale, double shift) {
        var random = new Random(seed);
        return IntStream.range(0, rows)
                .mapToDouble(row -> {
                    double sum = 0;
                    for (int i = 0; i < 12; i++) {
                        sum += random.nextDouble();
                    }
                    return (sum - 6) * scale + shift;
                })
                .toArray();
    }

    private Path csv(String name, double[] values) throws Exception {
        var lines = new ArrayList<>(List.of("amount,kind"));
        for (int i = 0; i < values.length; i++) {
            lines.add(values[i] + "," + (i % 3 == 0 ? "card" : "cash"));
        }
        return Files.write(folder.resolve(name), lines);
    }

    private Path jsonLines(String name, double[] values) throws Exception {
        var lines = new ArrayList<String>();
        for (int i = 0; i < values.length; i++) {
            lines.add("{\"amount\": " + values[i] + ", \"kind\": \"" + (i % 3 == 0 ? "card" : "cash") + "\"}");
        }
        return Files.write(folder.resolve(name), lines);
    }

    private Path avro(String name, double[] values) throws Exception {
        var schema = SchemaBuilder.record("Payment")
                .fields()
                .requiredDouble("amount")
                .requiredString("kind")
                .endRecord();
        var file = folder.resolve(name);
        try (var out =
                new DataFileWriter<GenericRecord>(new GenericDatumWriter<>(schema)).create(schema, file.toFile())) {
            for (int i = 0; i < values.length; i++) {
                out.append(new GenericRecordBuilder(schema)
                        .set("amount", values[i])
                        .set("kind", i % 3 == 0 ? "card" : "cash")
                        .build());
            }
        }
        return file;
    }

    @Test
    void comparesFilesOfDifferentFormatsToTheLibrarysValues() throws Exception {
        double[] reference = rows(42, 2000, 1, 0);
        double[] current = rows(7, 1500, 1.2, 0.3);
        var before = List.of(csv("a.csv", reference), jsonLines("a.jsonl", reference), avro("a.avro", reference));
        var after = List.of(avro("b.avro", current), csv("b.csv", current), jsonLines("b.jsonl", current));

        for (int i = 0; i < before.size(); i++) {
            var answer = millrace("drift", "--reference", before.get(i), "--current", after.get(i), "--json");

            assertThat(answer.status()).isEqualTo(3);
            var amount = answer.json().at("/columns/0");
            assertThat(amount.path("column").asText()).isEqualTo("amount");
            assertThat(amount.path("statistic").asText()).isEqualTo("wasserstein");
            assertThat(amount.path("value").asDouble()).isCloseTo(0.38166774192781666, within(DISTANCE));
            assertThat(amount.path("drifted").asBoolean()).isTrue();
            assertThat(amount.path("referenceSize").asInt()).isEqualTo(2000);
            assertThat(amount.path("currentSize").asInt()).isEqualTo(1500);
            assertThat(answer.json().at("/columns/1/drifted").asBoolean()).isFalse();
            assertThat(answer.json().at("/drift").asBoolean()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "evidently, jensen-shannon, 0.158517043970555",
        "evidently, psi, 0.2082639252994506",
        "nannyml, jensen-shannon, 0.1952294460386764",
        "nannyml, wasserstein, 0.37560311213144826",
        "alibi, kolmogorov-smirnov, 0.16716666666666669"
    })
    void theSameRowsHaveOtherValuesByOtherDefinitions(String definition, String statistic, double value)
            throws Exception {
        var answer = millrace(
                "drift",
                "--reference",
                csv("a.csv", rows(42, 2000, 1, 0)),
                "--current",
                csv("b.csv", rows(7, 1500, 1.2, 0.3)),
                "--columns",
                "amount",
                "--definition",
                definition,
                "--statistic",
                statistic,
                "--json");

        assertThat(answer.json().at("/definition").asText()).isEqualTo(definition);
        assertThat(answer.json().at("/columns/0/value").asDouble()).isCloseTo(value, within(DISTANCE));
    }

    @Test
    void saysNoDriftWithStatusZeroAndAColumnInALine() throws Exception {
        var answer = millrace(
                "drift",
                "--reference",
                csv("a.csv", rows(42, 2000, 1, 0)),
                "--current",
                csv("b.csv", rows(99, 1500, 1, 0)));

        assertThat(answer.status()).isZero();
        assertThat(answer.out())
                .contains("amount  wasserstein     0.03097")
                .contains("kind    jensen-shannon")
                .contains("evidently: no drift, 0 of 2 columns drifted");
    }

    @Test
    void namesColumnsThatOneFileAloneHas() throws Exception {
        var reference = file("a.csv", "amount,label", "1.5,1", "2.5,0");
        var current = file("b.csv", "amount,host", "1.5,x", "2.5,y");

        var answer = millrace("drift", "--reference", reference, "--current", current);

        assertThat(answer.out())
                .contains("only the reference has them: label")
                .contains("only the current file has them: host");
    }

    @Test
    void columnsWithoutAValueAreUnknownAndNotWithoutDrift() throws Exception {
        var reference = file("a.csv", "amount", "1.5", "2.5", "3.5");
        var current = file("b.csv", "amount", "NA", "\"\"", "NaN");

        var answer = millrace("drift", "--reference", reference, "--current", current, "--json");

        assertThat(answer.status()).isEqualTo(4);
        assertThat(answer.json().at("/drift").isNull()).isTrue();
        assertThat(answer.json().at("/columns/0/drifted").isNull()).isTrue();
        assertThat(answer.json().at("/columns/0/value").isNull()).isTrue();
        assertThat(answer.json().at("/columns/0/reason").asText()).isEqualTo("the current data has no value");
    }

    @Test
    void wholeNumbersOfATextFileAreWhole() throws Exception {
        var whole = new ArrayList<>(List.of("n"));
        for (int i = 0; i < 30; i++) {
            whole.add(Integer.toString(i));
        }
        var ofWhole = millrace(
                "drift",
                "--statistic",
                "psi",
                "--json",
                "--reference",
                lines("a.csv", whole),
                "--current",
                lines("b.csv", whole));
        var small = new ArrayList<>(List.of("n"));
        for (int i = 0; i < 300; i++) {
            small.add(Integer.toString(i % 21));
        }
        var narrow = millrace(
                "drift",
                "--statistic",
                "jensen-shannon",
                "--json",
                "--reference",
                lines("c.csv", small),
                "--current",
                lines("d.csv", small));

        assertThat(ofWhole.json().at("/columns/0/bins").asInt()).isEqualTo(7);
        assertThat(narrow.json().at("/columns/0/bins").asInt()).isEqualTo(11);
    }

    private Path lines(String name, List<String> lines) throws Exception {
        return Files.write(folder.resolve(name), lines);
    }

    @Test
    void refusesToTakeNumbersForCategoriesUnlessItIsTold() throws Exception {
        var reference = file("a.csv", "code", "1", "2", "3");
        var current = file("b.csv", "code", "1", "2", "unknown");

        var refused = millrace("drift", "--reference", reference, "--current", current);
        var told = millrace("drift", "--reference", reference, "--current", current, "--categorical", "code", "--json");

        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.err())
                .contains("column code of " + current)
                .contains("1 of 3 values that are none, the first \"unknown\"; --categorical code");
        assertThat(told.json().at("/columns/0/statistic").asText()).isEqualTo("chi-square");
        assertThat(told.json().at("/columns/0/bins").asInt()).isEqualTo(4);
    }

    @Test
    void refusesNumbersThatAreKeptAsTextsUnlessItIsTold() throws Exception {
        var reference = file("a.jsonl", "{\"zip\": \"101\"}", "{\"zip\": \"102\"}");
        var current = file("b.jsonl", "{\"zip\": \"101\"}", "{\"zip\": \"103\"}");

        assertThat(millrace("drift", "--reference", reference, "--current", current)
                        .err())
                .contains("column zip of " + reference + " has numbers that are kept as texts; --numeric zip");
        assertThat(millrace("drift", "--reference", reference, "--current", current, "--numeric", "zip", "--json")
                        .json()
                        .at("/columns/0/referenceSize")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void refusesWhatIsNotThere() throws Exception {
        var table = file("a.csv", "amount", "1");
        var headed = file("b.csv", "amount");
        var nothing = file("c.csv");

        assertThat(millrace("drift", "--reference", table, "--current", headed).err())
                .contains("b.csv: has no row");
        assertThat(millrace("drift", "--reference", nothing, "--current", table).err())
                .contains("c.csv: is empty");
        assertThat(millrace("drift", "--reference", table, "--current", table, "--columns", "x")
                        .err())
                .contains("a.csv: has no column x of numbers or texts; it has amount");
        assertThat(millrace("drift", "--reference", table).err()).contains("--current FILE");
        assertThat(millrace("drift", "--reference", table, "--current", table, "--definition", "mine")
                        .err())
                .contains("there is no mine; there are evidently, nannyml, alibi, millrace");
        assertThat(millrace("drift", "--reference", table, "--current", table, "--statistic", "l-infinity")
                        .err())
                .contains("evidently has no l-infinity for the columns amount");
        assertThat(millrace("drift", "--reference", table, "--current", folder.resolve("no.csv"))
                        .status())
                .isEqualTo(2);
    }

    private Path stream() throws Exception {
        var lines = new ArrayList<>(List.of("millis,failed"));
        var random = new Random(1);
        for (int i = 0; i < 2000; i++) {
            lines.add((i % 100 == 99 ? "" : 5 + random.nextGaussian() + (i < 1000 ? 0 : 3)) + ","
                    + (i % 10 == 0 ? 1 : 0));
        }
        return lines("stream.csv", lines);
    }

    @Test
    void detectPrintsTheRowsOfDrift() throws Exception {
        var values = stream();

        var text = millrace("drift", "detect", "--detector", "adwin", "--values", values, "--column", "millis");
        var json =
                millrace("drift", "detect", "--detector", "adwin", "--values", values, "--column", "millis", "--json");

        assertThat(text.status()).isEqualTo(3);
        assertThat(text.out()).contains("drift    ").contains("20 rows without a value passed over");
        assertThat(json.json().at("/drifts/0").asInt()).isBetween(1000, 1064);
        assertThat(json.json().at("/values").asInt()).isEqualTo(1980);
        assertThat(json.json().at("/missing").asInt()).isEqualTo(20);
        assertThat(text.out())
                .startsWith("drift    " + json.json().at("/drifts/0").asInt() + "  value ");
    }

    @Test
    void detectEndsWithStatusZeroWhereNothingChanges() throws Exception {
        var answer =
                millrace("drift", "detect", "--detector", "ddm", "--values", stream(), "--column", "failed", "--json");

        assertThat(answer.status()).isZero();
        assertThat(answer.json().at("/drifts")).isEmpty();
    }

    @Test
    void detectRefusesParametersAndValuesThatAreNone() throws Exception {
        var values = stream();

        assertThat(millrace("drift", "detect", "--detector", "magic", "--values", values)
                        .err())
                .contains("there is no magic; there are adwin, page-hinkley, kswin, ddm, eddm");
        assertThat(millrace("drift", "detect", "--detector", "adwin", "--param", "gamma=1", "--values", values)
                        .err())
                .contains(
                        "adwin has no parameter gamma; it has clock, delta, grace_period, max_buckets, min_window_length");
        assertThat(millrace("drift", "detect", "--detector", "adwin", "--param", "delta=2", "--values", values)
                        .err())
                .contains("delta must be in (0, 1), was 2.0");
        assertThat(millrace("drift", "detect", "--detector", "adwin", "--values", values)
                        .err())
                .contains("has several columns of numbers, of which --column must name one: millis, failed");
        var refused = millrace("drift", "detect", "--detector", "eddm", "--values", values, "--column", "millis");
        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.err())
                .contains("column millis, row 0 (from 0): a value must be 1 for an error and 0 for none");
        assertThat(millrace("drift", "detect", "--detector", "adwin", "--values", file("t.csv", "a", "x", "1"))
                        .err())
                .contains("has no column of numbers; it has a");
    }

    @Test
    void detectHelpsWithAnExample() {
        assertThat(millrace("drift", "detect", "--help").out())
                .contains("Example:")
                .contains("millrace drift detect --detector page-hinkley")
                .contains("Exit status: 0 no drift, 3 drift");
    }
}
