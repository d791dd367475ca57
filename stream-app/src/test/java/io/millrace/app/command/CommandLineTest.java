package io.millrace.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.app.http.Features;
import io.millrace.app.http.OperationsServer;
import io.millrace.app.pipeline.ShippedPipelines;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands as they are typed: output, messages and exit status. */
class CommandLineTest {
    private static final String TRANSACTIONS =
            ShippedPipelines.folder("transactions").toString();

    private final Path folder;

    CommandLineTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private record Answer(int status, String out, String err) {
        JsonNode json() throws Exception {
            return new ObjectMapper().readTree(out);
        }
    }

    private static Answer millrace(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int status = Millrace.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
        return new Answer(status, out.toString(), err.toString());
    }

    static Stream<String> commands() {
        return Millrace.commandLine().getSubcommands().keySet().stream();
    }

    /** The native library is where other tests have put it, not in the cache of whoever runs them. */
    @BeforeAll
    static void prepareNativeLibrary() {
        ShippedPipelines.read("transactions");
    }

    private Path file(String name, String... lines) throws Exception {
        return Files.write(folder.resolve(name), List.of(lines));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandHelpsWithAnExampleAndSpeaksJson(String command) {
        var answer = millrace(command, "--help");

        assertThat(answer.status()).isZero();
        assertThat(answer.out())
                .contains("Example")
                .contains("  millrace " + command + " ")
                .contains("--json");
        assertThat(answer.err()).isEmpty();
    }

    @Test
    void runSaysHowStateIsKeptAndHowInstancesFindEachOther() {
        assertThat(millrace("run", "--help").out())
                .contains("--state=KIND", "--rocksdb-memory=SIZE", "--advertise=HOST[:PORT]", "--tuning=FOR")
                .contains("--advertise auto --state memory")
                .contains("curl http://localhost:8080/features/customer_id/");
    }

    @Test
    void theCommandItselfHelpsWithAnExample() {
        assertThat(millrace("--help").out()).contains("Example:").contains("validate", "run", "replay", "profile");
        assertThat(millrace().status()).isEqualTo(2);
    }

    @Test
    void validateTellsWhatAValidFolderHolds() throws Exception {
        var answer = millrace("validate", TRANSACTIONS);
        assertThat(answer.status()).isZero();
        assertThat(answer.out()).contains("transactions: valid, 16 features, 2 stations");

        var json = millrace("validate", TRANSACTIONS, "--json").json();
        assertThat(json.at("/valid").asBoolean()).isTrue();
        assertThat(json.at("/name").asText()).isEqualTo("transactions");
        assertThat(json.at("/features")).hasSize(16);
        assertThat(json.at("/problems")).isEmpty();
    }

    private void brokenPipeline() throws Exception {
        Files.copy(Path.of(TRANSACTIONS, "transaction.avsc"), folder.resolve("transaction.avsc"));
        file(
                "pipeline.yaml",
                "name: Broken",
                "events: { topic: t, schema: transaction.avsc, id: transaction_id, time: tx_time, lateness: soon }",
                "features:",
                "  - values: { amount: amonut }",
                "surprise: 1");
    }

    @Test
    void validateTellsEveryProblemAtOnceAndRefuses() throws Exception {
        brokenPipeline();

        var answer = millrace("validate", folder.toString());

        assertThat(answer.status()).isEqualTo(2);
        assertThat(answer.out()).isEmpty();
        assertThat(answer.err())
                .contains("4 problems")
                .contains("pipeline.yaml:1: name: ")
                .contains("pipeline.yaml:2: events.lateness: ")
                .contains("pipeline.yaml:4: features[0].values.amount: ")
                .contains("pipeline.yaml:5: surprise: ");
    }

    @Test
    void validateTellsEveryProblemAsJson() throws Exception {
        brokenPipeline();

        var answer = millrace("validate", folder.toString(), "--json");

        assertThat(answer.status()).isEqualTo(2);
        assertThat(answer.json().at("/valid").asBoolean()).isFalse();
        assertThat(answer.json().at("/problems")).hasSize(4);
        var second = answer.json().at("/problems/1");
        assertThat(second.at("/file").asText()).isEqualTo("pipeline.yaml");
        assertThat(second.at("/line").asInt()).isEqualTo(2);
        assertThat(second.at("/key").asText()).isEqualTo("events.lateness");
        assertThat(second.at("/message").asText()).contains("soon");
    }

    @Test
    void modelOptimiseWritesFoldersThatTheGateTakes() throws Exception {
        var answer = millrace(
                "model",
                "optimise",
                TRANSACTIONS + "/model/fraud.onnx",
                "--out",
                folder.resolve("forms").toString(),
                "--no-int8",
                "--json");

        assertThat(answer.status()).as(answer.err()).isZero();
        var forms = answer.json().at("/forms");
        assertThat(forms).hasSize(2);
        assertThat(forms.at("/0/form").asText()).isEqualTo("given");
        assertThat(forms.at("/0/speed").asDouble()).isEqualTo(1);
        assertThat(forms.at("/1/form").asText()).isEqualTo("optimised");
        assertThat(forms.at("/1/admitted").asBoolean()).isTrue();
        assertThat(forms.at("/1/largestDifference").asDouble()).isBetween(0.0, 1e-5);
        assertThat(forms.at("/1/microsPerRow").asDouble()).isPositive();
        var optimised = Path.of(forms.at("/1/folder").asText());
        assertThat(optimised).isEqualTo(folder.resolve("forms/optimised"));
        assertThat(forms.at("/1/bytes").asLong()).isEqualTo(Files.size(optimised.resolve("fraud.onnx")));
        assertThat(millrace("model", "check", TRANSACTIONS, "--model", optimised.toString())
                        .status())
                .isZero();
    }

    /** A Python that answers with another model, and others that do not answer. */
    @Test
    void modelOptimiseHasTheGateRefuseAFormThatSaysSomethingElse() throws Exception {
        var other = ShippedPipelines.folder("sensors").resolve("model/failure.onnx");
        var python = file("python", "#!/bin/sh", "cp " + other + " $3");

        var answer = optimise("sh " + python);

        assertThat(answer.status()).isEqualTo(2);
        assertThat(answer.out()).contains("given", "optimised").containsPattern("int8 +\\d.* refused: ");
    }

    @Test
    void modelOptimiseSaysWhatIsMissingForQuantising() throws Exception {
        var without = file(
                "without", "#!/bin/sh", "echo Traceback; echo \"ModuleNotFoundError: No module named 'onnx'\"; exit 1");
        var nothing = file("nothing", "#!/bin/sh", "exit 3");

        assertThat(optimise("sh " + without).out())
                .contains(
                        "int8       not made: ModuleNotFoundError: No module named 'onnx'; install it (pip install onnx");
        assertThat(optimise(folder.resolve("nowhere").toString()).out())
                .contains("int8       not made: cannot run " + folder.resolve("nowhere"), "--python");
        var answer = optimise("sh " + nothing);
        assertThat(answer.status()).isZero();
        assertThat(answer.out()).contains("int8       not made: nothing in it can be quantised");
    }

    private Answer optimise(String python) {
        return millrace(
                "model",
                "optimise",
                TRANSACTIONS + "/model",
                "--out",
                folder.resolve("forms").toString(),
                "--python",
                python);
    }

    @Test
    void modelOptimiseRefusesWhatItCannotPlace() throws Exception {
        var out = folder.resolve("forms").toString();
        var alone = Files.createDirectories(folder.resolve("alone"));
        Files.copy(Path.of(TRANSACTIONS, "model/model.yaml"), alone.resolve("model.yaml"));
        Files.copy(Path.of(TRANSACTIONS, "model/fraud.onnx"), alone.resolve("fraud.onnx"));

        assertThat(millrace("model", "optimise", alone.toString(), "--out", out).err())
                .contains("no pipeline.yaml in " + folder, "--pipeline");
        assertThat(millrace("model", "optimise", alone.resolve("fraud-2.onnx").toString(), "--out", out)
                        .err())
                .contains("model.yaml beside", "is of fraud.onnx");
        assertThat(millrace("model", "optimise", folder.toString(), "--out", out)
                        .err())
                .contains("model.yaml");
        assertThat(millrace("model", "optimise", alone.toString(), "--out", out, "--tolerance", "1.5")
                        .err())
                .contains("--tolerance: must be from 0 to 1, was 1.5");
        assertThat(millrace("model", "optimise", "--help").out()).contains("Example:", "  millrace model optimise ");
    }

    @Test
    void modelCheckTellsWhatCameOfEveryCheck() throws Exception {
        var answer = millrace("model", "check", TRANSACTIONS);
        assertThat(answer.status()).isZero();
        assertThat(answer.out())
                .contains("digest          passed   the file's SHA-256 is the manifest's")
                .contains("signature       skipped")
                .contains("golden          passed")
                .endsWith("fraud 1: may score" + System.lineSeparator());
        assertThat(millrace("model", "check", "--help").out()).contains("Example:", "  millrace model check ");
    }

    @Test
    void modelCheckTellsHowReasonsWouldBeFound() throws Exception {
        assertThat(millrace("model", "check", TRANSACTIONS, "--json")
                        .json()
                        .at("/reasons")
                        .isNull())
                .isTrue();
        try (var files = Files.walk(Path.of(TRANSACTIONS))) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var copy = folder.resolve(Path.of(TRANSACTIONS).relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
        var yaml = Files.readString(folder.resolve("pipeline.yaml"));
        Files.writeString(
                folder.resolve("pipeline.yaml"), yaml.replace("  threshold: 0.5", "  threshold: 0.5\n  reasons: 3"));

        var answer = millrace("model", "check", folder.toString());

        assertThat(answer.out())
                .contains(System.lineSeparator() + "reasons: ")
                .endsWith("fraud 1: may score" + System.lineSeparator());
        assertThat(millrace("model", "check", folder.toString(), "--json")
                        .json()
                        .at("/reasons")
                        .asText())
                .contains("the profile's medians");
    }

    @Test
    void modelCheckTriesAnotherModelForAPipelineBeforeItTakesThePlaceOfThePresentOne() throws Exception {
        var candidate = Files.createDirectories(folder.resolve("candidate"));
        Files.write(candidate.resolve("fraud.onnx"), new byte[0]);
        Files.copy(Path.of(TRANSACTIONS, "model/model.yaml"), candidate.resolve("model.yaml"));

        var answer = millrace("model", "check", TRANSACTIONS, "--model", candidate.toString(), "--json");

        assertThat(answer.status()).isEqualTo(2);
        var json = answer.json();
        assertThat(json.at("/admitted").asBoolean()).isFalse();
        assertThat(json.at("/checks")).hasSize(21);
        assertThat(json.at("/checks/2/check").asText()).isEqualTo("digest");
        assertThat(json.at("/checks/2/result").asText()).isEqualTo("refused");
        assertThat(json.at("/checks/4/reasons/0").asText()).isEqualTo("is empty");
        assertThat(json.at("/checks/20/result").asText()).isEqualTo("skipped");
        var told = millrace("model", "check", TRANSACTIONS, "--model", candidate.toString());
        assertThat(told.out())
                .contains(candidate + "/model.yaml:4: file: format: is empty")
                .endsWith("fraud 1: may not score, refused by digest, format" + System.lineSeparator());
    }

    @Test
    void modelCheckRefusesAPipelineThatCannotBeRead() throws Exception {
        brokenPipeline();

        var answer = millrace("model", "check", folder.toString());

        assertThat(answer.status()).isEqualTo(2);
        assertThat(answer.err()).contains("4 problems");
    }

    @ParameterizedTest
    @ValueSource(strings = {"validate", "model check", "run"})
    void onlySignedModelsAreTakenWhereKeysAreTrusted(String command) throws Exception {
        var keys = Path.of(CommandLineTest.class
                        .getResource("/hostile/trusted.pem")
                        .toURI())
                .toString();
        var arguments = new ArrayList<>(List.of(command.split(" ", -1)));
        arguments.addAll(List.of(TRANSACTIONS, "--trusted-keys", keys));
        if (command.equals("run")) {
            arguments.addAll(
                    List.of("--bootstrap", "none:1", "--registry", "http://none:1", "--state-dir", folder.toString()));
        }

        var answer = millrace(arguments.toArray(String[]::new));

        assertThat(answer.status()).isEqualTo(2);
        assertThat(answer.err() + answer.out())
                .contains("signature: is missing, and only signed models are trusted here: model.yaml.sig");

        arguments.set(arguments.indexOf(keys), folder.resolve("none.pem").toString());
        var without = millrace(arguments.toArray(String[]::new));
        assertThat(without.status()).isEqualTo(2);
        assertThat(without.err()).contains("--trusted-keys: ");
    }

    @Test
    void replayAndProfileMakeAProfileFromAHistory() throws Exception {
        var events = file(
                "events.csv",
                "transaction_id,tx_time,customer_id,terminal_id,amount,country",
                "a,2026-03-01T11:00:00Z,c1,m1,10,BE",
                "b,2026-03-01T11:30:00Z,c1,m1,20,BE",
                "c,2026-03-01T12:00:00Z,c1,m1,30,NL",
                "d,never,c1,m1,30,NL");
        var customers = file(
                "customers.csv",
                "customer_id,country,mean_amount,x,y,stddev_amount," + "mean_transactions_per_day,since",
                "c1,BE,10,0,0,1,1,2020-01-01T00:00:00Z");
        var scored = folder.resolve("scored.csv.gz").toString();
        var profile = folder.resolve("profile.json");

        var replay = millrace(
                "replay",
                TRANSACTIONS,
                "--events",
                events.toString(),
                "--reference",
                "customer=" + customers,
                "--out",
                scored,
                "--on-bad-row",
                "dead-letter",
                "--json");
        assertThat(replay.err()).isEmpty();
        assertThat(replay.out().strip())
                .isEqualTo("{\"events\":4,\"outcomes\":0,\"written\":3,\"rejected\":{\"malformed\":1}}");
        assertThat(replay.status()).isZero();

        var profiled =
                millrace("profile", TRANSACTIONS, "--from", scored, "--skip", "30m", "--out", profile.toString());
        assertThat(profiled.err())
                .contains("warning: no thresholds were learnt, which takes at least 2 chunks of 200 rows");
        assertThat(profiled.out()).contains("profile of 2 rows");
        assertThat(profiled.status()).isZero();
        var amount = new ObjectMapper().readTree(profile.toFile()).at("/features/0");
        assertThat(amount.at("/name").asText()).isEqualTo("amount");
        assertThat(amount.at("/mean").asDouble()).isEqualTo(25.0);
    }

    @ParameterizedTest
    @CsvSource({
        "nowhere.csv, customer=nowhere.csv, no such file",
        "nowhere.txt, customer=nowhere.csv, .csv",
        "nowhere.csv, client=nowhere.csv, no reference client; it has customer",
    })
    void replayRefusesFilesThatAreNotThere(String events, String reference, String message) {
        var out = folder.resolve("out.csv");
        var answer =
                millrace("replay", TRANSACTIONS, "--events", events, "--reference", reference, "--out", out.toString());

        assertThat(answer.status()).isEqualTo(2);
        assertThat(answer.err()).contains(message);
        assertThat(out).doesNotExist();
    }

    private static final String COLUMNS = "transaction_id,tx_time,customer_id,terminal_id,amount,country";

    private Answer replay(String... more) {
        var arguments = new ArrayList<>(List.of(
                "replay", TRANSACTIONS, "--out", folder.resolve("out.csv").toString(), "--features-only"));
        arguments.addAll(List.of(more));
        return millrace(arguments.toArray(String[]::new));
    }

    @Test
    void replayMergesSeveralFilesHoweverTheyAreGiven() throws Exception {
        var one = file("one.csv", COLUMNS, "a,2026-03-01T11:00:00Z,c1,m1,10,BE").toString();
        var two = file("two.csv", COLUMNS, "b,2026-03-01T10:00:00Z,c1,m1,10,BE").toString();
        var three =
                file("three.csv", COLUMNS, "c,2026-03-01T12:00:00Z,c1,m1,10,BE").toString();

        assertThat(replay("--events", one, two, three).out()).contains("3 of 3 events written to ");
        var written = Files.readString(folder.resolve("out.csv"));
        assertThat(written).containsSubsequence("\nb,", "\na,", "\nc,");

        assertThat(replay("--events", one, "--events", two, "--events", three).status())
                .isZero();
        assertThat(folder.resolve("out.csv")).hasContent(written);
    }

    @Test
    void replayWarnsOnceOfAReferenceWithoutRows() throws Exception {
        var events = file("events.csv", COLUMNS, "a,2026-03-01T11:00:00Z,c1,m1,10,BE");

        var answer = replay("--events", events.toString());

        assertThat(answer.status()).isZero();
        assertThat(answer.err().lines())
                .containsExactly("warning: no rows of reference customer: what features read of it is missing; add"
                        + " --reference customer=FILE");
    }

    @Test
    void replayStopsAtABadRowAndSaysWhatToDo() throws Exception {
        var events = file(
                "events.csv", COLUMNS, "a,2026-03-01T11:00:00Z,c1,m1,10,BE", "b,2026-03-01T11:00:00Z,c1,m1,much,BE");

        var answer = replay("--events", events.toString());

        assertThat(answer.status()).isEqualTo(1);
        assertThat(answer.err())
                .contains(events + ": row 2: malformed: line 3: column amount: must be a number, was \"much\"")
                .contains(
                        "Nothing was written. Correct the row; --on-bad-row dead-letter puts such rows aside and goes on.")
                .doesNotContain("Exception");
        assertThat(answer.out()).isEmpty();
        assertThat(folder.resolve("out.csv")).doesNotExist();
    }

    @Test
    void replaySaysWhatToDoAboutRowsInNoOrder() throws Exception {
        var events =
                file("events.csv", COLUMNS, "a,2026-03-01T11:00:00Z,c1,m1,10,BE", "b,2026-02-01T11:00:00Z,c1,m1,10,BE");

        var answer = replay("--events", events.toString());
        assertThat(answer.status()).isEqualTo(1);
        assertThat(answer.err())
                .contains("row 2: unordered: 2026-02-01T11:00:00Z is 2419200000 ms behind row 1; events.lateness allows"
                        + " 3600000 ms")
                .contains("Sort the file by tx_time or raise events.lateness; --sort sorts in memory");

        assertThat(replay("--events", events.toString(), "--sort").out()).contains("2 of 2 events");
    }

    @Test
    void replayPutsBadRowsBesideWhatItWrites() throws Exception {
        var events = file("events.csv", COLUMNS, "a,2026-03-01T11:00:00Z,c1,m1,10,BE", "b,never,c1,m1,10,BE");

        var answer = replay("--events", events.toString(), "--on-bad-row", "dead-letter");

        assertThat(answer.status()).isZero();
        var aside = folder.resolve("out.dead-letters.csv");
        assertThat(answer.out())
                .contains("1 of 2 events written to ")
                .contains("rejected: {malformed=1}, see " + aside);
        assertThat(aside).content().startsWith("file,row,reason,detail\n" + events + ",2,malformed,");
    }

    @Test
    void replayReportsAFileThatBreaksOffWithoutAStackTrace() throws Exception {
        var events = folder.resolve("events.csv.gz");
        try (var out = new GZIPOutputStream(Files.newOutputStream(events))) {
            var text = new StringBuilder(COLUMNS).append('\n');
            for (int i = 0; i < 20_000; i++) {
                text.append("tx-")
                        .append(i * 7919L % 20_000)
                        .append(",2026-03-01T11:00:00Z,c1,m1,")
                        .append(i)
                        .append(",BE\n");
            }
            out.write(text.toString().getBytes(StandardCharsets.UTF_8));
        }
        var bytes = Files.readAllBytes(events);
        Files.write(events, Arrays.copyOf(bytes, bytes.length / 2));

        var answer = replay("--events", events.toString());

        assertThat(answer.status()).isEqualTo(1);
        assertThat(answer.err())
                .containsPattern("events.csv.gz: damaged after row \\d+: Unexpected end of ZLIB input stream");
        assertThat(answer.err().lines()).hasSize(2); // with the warning about the reference
        assertThat(folder.resolve("out.csv")).doesNotExist();
    }

    @Test
    void replayWritesOnlyThePeriodAskedFor() throws Exception {
        var events = file(
                "events.csv",
                COLUMNS,
                "a,2026-02-28T23:59:59.999Z,c1,m1,10,BE",
                "b,2026-03-01T00:00:00Z,c1,m1,10,BE",
                "c,2026-03-01T01:00:00Z,c1,m1,10,BE",
                "d,2026-03-01T01:30:00Z,c1,m1,10,BE");

        var answer = replay("--events", events.toString(), "--from", "2026-03-01", "--to", "2026-03-01T02:30:00+01:00");

        assertThat(answer.out()).contains("2 of 3 events");
        assertThat(Files.readAllLines(folder.resolve("out.csv")))
                .hasSize(3)
                .element(1)
                .asString()
                .startsWith("b,");
    }

    @ParameterizedTest
    @CsvSource({
        "--events=e.csv --from=2026-03-02 --to=2026-03-02, must be before --to",
        "--events=e.csv --from=soon, must be a date such as 2018-05-15",
        "--events=e.csv --dead-letters=d.csv, needs --on-bad-row dead-letter",
        "--events=e.csv --on-bad-row=skip, must be fail or dead-letter",
        "--events=e.csv --from-topic, mutually exclusive",
        "--events e.csv f.csv e.csv, e.csv is given twice",
        "--events=e.csv --outcomes o.csv o.csv, o.csv is given twice",
        "--events=e.csv --outcomes o.csv, no feature of pipeline",
        "--sort, Missing required argument",
        "--from-topic, --from-topic needs --bootstrap and --registry",
        "--from-topic --bootstrap=b:1, --from-topic needs --bootstrap and --registry",
    })
    void replayRefusesToGuess(String options, String message) {
        var answer = replay(options.split(" ", -1));

        assertThat(answer.status()).isEqualTo(2);
        assertThat(answer.err()).contains(message);
    }

    @ParameterizedTest
    @CsvSource({
        "--events=e.csv, --out",
        "--events=e.csv --assert-equal, --assert-equal compares a topic: give --from-topic",
        "--from-topic --assert-equal, --from-topic needs --bootstrap and --registry",
        "--from-topic --assert-equal --out=f.csv, --assert-equal writes nothing: leave out --out",
        "--from-topic --assert-equal --features-only, leave out --features-only",
        "--from-topic --assert-equal --sort, leave out --sort",
        "--from-topic --assert-equal --on-bad-row=fail, leave out --on-bad-row",
        "--from-topic --bootstrap=b:1 --registry=http://r --assert-equal --tolerance=-1, --tolerance must be 0 or more",
        "--from-topic --bootstrap=b:1 --registry=http://r --assert-equal --tolerance=NaN, --tolerance must be 0 or more",
        "--from-topic --bootstrap=b:1 --registry=http://r --assert-equal --differences=-1, --differences must be 0 or more",
        "--from-topic --assert-equal --from=2026-03-02 --to=2026-03-02, must be before --to",
        "--events=e.csv --out=f.csv --except=amount, --except needs --assert-equal",
        "--from-topic --bootstrap=b:1 --registry=http://r --assert-equal --except=amuont, there is no column amuont",
        "--events=e.csv --out=f.csv --tolerance=1e-6, --tolerance needs --assert-equal",
        "--events=e.csv --out=f.csv --differences=5, --differences needs --assert-equal",
    })
    void replayComparesOnlyWhatCanBeCompared(String options, String message) {
        var arguments = new ArrayList<>(List.of("replay", TRANSACTIONS));
        arguments.addAll(List.of(options.split(" ", -1)));
        var answer = millrace(arguments.toArray(String[]::new));

        assertThat(answer.status()).isEqualTo(2);
        assertThat(answer.err()).contains(message);
        assertThat(answer.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--events", "--reference=customer"})
    void replayDoesNotReplaceWhatItReads(String option) throws Exception {
        var out = folder.resolve("out.csv");
        Files.writeString(out, COLUMNS);

        var answer = replay("--events", "e.csv", option + "=" + folder + "/./out.csv");

        assertThat(answer.status()).isEqualTo(2);
        assertThat(answer.err()).contains("out.csv would be replaced while it is needed");
        assertThat(out).hasContent(COLUMNS);
    }

    @Test
    void profileRefusesToLearnFromASingleChunk() {
        var answer = millrace("profile", TRANSACTIONS, "--from", "f.csv", "--out", "p.json", "--chunks", "1");

        assertThat(answer.status()).isEqualTo(2);
        assertThat(answer.err()).contains("--chunks: must be at least 2, was 1");
    }

    @Test
    void profileRefusesADurationItCannotRead() {
        var answer = millrace("profile", TRANSACTIONS, "--from", "f.csv", "--out", "p.json", "--skip", "a while");

        assertThat(answer.status()).isEqualTo(2);
        assertThat(answer.err()).contains("--skip").contains("must be a duration such as");
    }

    @ParameterizedTest
    @CsvSource({
        "--registry=http://registry, give --bootstrap and --registry",
        "--bootstrap=broker:9092, give --bootstrap and --registry",
        "--roles=COOK, --roles",
        "--http-port=many, --http-port",
        "--state=disk, must be memory or rocksdb",
        "--rocksdb-memory=256, must be a size such as 64m or 2g",
        "--tuning=fast, 'must be latency, balanced or throughput'",
    })
    void runRefusesToGuess(String option, String message) {
        var answer = millrace("run", TRANSACTIONS, option);

        assertThat(answer.status()).isEqualTo(2);
        assertThat(answer.err()).contains(message);
    }

    @ParameterizedTest
    @CsvSource({
        "--threads=0, threads must be at least 1",
        "--http-port=65536, HTTP port",
        "--rocksdb-memory=7m, RocksDB needs at least 8m",
        "--advertise=http://me, HOST or HOST:PORT",
    })
    void runRefusesWhatCannotBe(String option, String message) {
        var answer = millrace(
                "run",
                TRANSACTIONS,
                "--bootstrap=nowhere:1",
                "--registry=http://nowhere",
                "--state-dir=" + folder,
                option);

        assertThat(answer.status()).isEqualTo(2);
        assertThat(answer.err()).contains(message);
    }

    private record Health(boolean live, boolean ready) implements OperationsServer.Status {
        @Override
        public Map<String, String> roles() {
            return Map.of("SCORE", "STARTING");
        }
    }

    @Test
    void healthIsTheInstancesOwn() throws Exception {
        try (var server = new OperationsServer(
                0, new Health(true, false), () -> "", question -> new Features.Answer(404, "{}"))) {
            var port = "--port=" + server.port();

            var live = millrace("health", port);
            assertThat(live.status()).isZero();
            assertThat(live.out().strip()).isEqualTo("up");

            var ready = millrace("health", port, "--ready");
            assertThat(ready.status()).isEqualTo(1);
            assertThat(ready.out().strip()).isEqualTo("down");

            var json = millrace("health", port, "--ready", "--json");
            assertThat(json.status()).isEqualTo(1);
            assertThat(json.json().at("/roles/SCORE").asText()).isEqualTo("STARTING");
        }
    }

    @Test
    void healthIsDownWhereNobodyAnswers() throws Exception {
        int port;
        try (var socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }

        var answer = millrace("health", "--port=" + port);
        assertThat(answer.status()).isEqualTo(1);
        assertThat(answer.out().strip()).isEqualTo("down");
        assertThat(answer.err().strip()).isEqualTo("nobody answers on port " + port);

        var json = millrace("health", "--port=" + port, "--json");
        assertThat(json.status()).isEqualTo(1);
        assertThat(json.json().at("/status").asText()).isEqualTo("down");
    }
}
