package io.millrace.app.replay;

import static io.millrace.app.topology.Payments.CLOCK;
import static io.millrace.app.topology.Payments.NOON;
import static io.millrace.app.topology.Payments.PIPELINE;
import static io.millrace.app.topology.Payments.customer;
import static io.millrace.app.topology.Payments.payment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.app.files.DamagedFileException;
import io.millrace.app.files.UnsuitableFileException;
import io.millrace.app.pipeline.Part;
import io.millrace.app.pipeline.PipelineFolder;
import io.millrace.app.pipeline.ShippedPipelines;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ReplayTest {
    private static final String HEADER = "transaction_id,tx_time,customer_id,terminal_id,amount,country";

    private final Path folder;

    ReplayTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /** Whatever came of a replay, its threads are no more. */
    @AfterEach
    void leavesNoThreadBehind() {
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("replay-"));
    }

    private Path csv(String name, String... lines) throws Exception {
        return Files.write(folder.resolve(name), List.of(lines));
    }

    private ReplayOptions features() {
        return ReplayOptions.to(folder.resolve("out.csv"), false);
    }

    private List<String> run(ReplayOptions options, Path... events) throws Exception {
        Histories.replay(PIPELINE, List.of(events), options);
        return rows(options.scored()).stream()
                .map(row -> row.get("event_id") + " " + row.get("cust_nb_1d"))
                .toList();
    }

    private List<GenericRecord> rows(boolean scored) throws Exception {
        return Histories.read(folder.resolve("out.csv"), new ReplayTable(PIPELINE, scored).schema());
    }

    private Path payments(String name, GenericRecord... payments) throws Exception {
        return Histories.write(folder.resolve(name), List.of(payments));
    }

    @Test
    void putsAFileInEventTimeOrderAndLeavesTiesAsTheyAre() throws Exception {
        var events = payments(
                "events.avro",
                payment("later", NOON, "c1", "m1", 4),
                payment("tie-a", NOON.minusSeconds(60), "c1", "m1", 2),
                payment("tie-b", NOON.minusSeconds(60), "c1", "m1", 3),
                payment("first", NOON.minusSeconds(120), "c1", "m1", 1));

        assertThat(run(features(), events)).containsExactly("first 1", "tie-a 2", "tie-b 3", "later 4");
    }

    @Test
    void mergesFilesByTimeAndTakesTheEarlierFileFirst() throws Exception {
        var one = payments(
                "one.avro", payment("b", NOON, "c1", "m1", 1), payment("d", NOON.plusSeconds(2), "c1", "m1", 1));
        var other = payments(
                "other.jsonl.gz",
                payment("a", NOON.minusSeconds(1), "c1", "m1", 1),
                payment("c", NOON, "c1", "m1", 1),
                payment("e", NOON.plusSeconds(3), "c1", "m1", 1));

        assertThat(run(features(), one, other)).containsExactly("a 1", "b 2", "c 3", "d 4", "e 5");
        assertThat(run(features(), other, one)).containsExactly("a 1", "c 2", "b 3", "d 4", "e 5");
    }

    @Test
    void takesARowExactlyTheLatenessBehindAndRefusesOneAMillisecondMore() throws Exception {
        var lateness = PIPELINE.definitions().event().lateness();
        var within = payments(
                "within.avro", payment("b", NOON, "c1", "m1", 1), payment("a", NOON.minus(lateness), "c1", "m1", 1));
        var beyond = payments(
                "beyond.avro",
                payment("b", NOON, "c1", "m1", 1),
                payment("a", NOON.minus(lateness).minusMillis(1), "c1", "m1", 1));

        assertThat(run(features(), within)).containsExactly("a 1", "b 2");
        assertThatThrownBy(() -> run(features(), beyond))
                .isInstanceOf(BadRowException.class)
                .hasMessage(beyond + ": row 2: unordered: "
                        + NOON.minus(lateness).minusMillis(1) + " is "
                        + (lateness.toMillis() + 1) + " ms behind row 1; events.lateness allows " + lateness.toMillis()
                        + " ms");
    }

    @Test
    void sortsInMemoryWhateverTheOrder() throws Exception {
        var history = new ArrayList<>(Histories.tenDays(200));
        var ordered = Histories.write(folder.resolve("ordered.avro"), history);
        var expected = run(features(), ordered);
        Collections.shuffle(history, new Random(4));
        var shuffled = Histories.write(folder.resolve("shuffled.avro"), history);

        assertThat(run(features().inMemory(), shuffled)).isEqualTo(expected).hasSize(200);
    }

    @Test
    void writesFromTheFirstTimeAskedForToBeforeTheLast() throws Exception {
        var events = payments(
                "events.avro",
                payment("before", NOON.minusMillis(1), "c1", "m1", 1),
                payment("from", NOON, "c1", "m1", 1),
                payment("last", NOON.plusMillis(9), "c1", "m1", 1),
                payment("to", NOON.plusMillis(10), "c1", "m1", 1));
        var period = new Period(NOON.toEpochMilli(), NOON.plusMillis(10).toEpochMilli());

        var summary = Histories.replay(PIPELINE, List.of(events), features().within(period));

        assertThat(rows(false))
                .extracting(row -> row.get("event_id") + " " + row.get("cust_nb_1d"))
                .as("the event before counts in the others")
                .containsExactly("from 2", "last 3");
        assertThat(summary).isEqualTo(new Replay.Summary(3, 0, 2, new TreeMap<>()));
    }

    @Test
    void doesNotReadWhatComesAfterTheTimeAskedFor() throws Exception {
        var events = csv(
                "events.csv",
                HEADER,
                "a,2026-03-01T09:00:00Z,c1,m1,10,BE",
                "b,2026-03-01T10:00:00Z,c1,m1,10,BE",
                "c,2026-03-01T11:30:00Z,c1,m1,10,BE",
                "d,whenever,c1,m1,10,BE");
        var period =
                new Period(Long.MIN_VALUE, Instant.parse("2026-03-01T10:00:00Z").toEpochMilli());

        assertThat(run(features().within(period), events)).containsExactly("a 1");
    }

    @Test
    void stopsAtTheFirstBadRowInTheOrderOfTimeAndWritesNothing() throws Exception {
        Files.writeString(folder.resolve("out.csv"), "from before");
        var events = csv(
                "events.csv",
                HEADER,
                "a,2026-03-01T11:00:00Z,c1,m1,10,BE",
                "b,2026-03-01T11:00:02Z,c1,m1,10,BE",
                "c,2026-03-01T11:00:01Z,c1,m1,much,BE",
                "d,yesterday,c1,m1,10,BE");

        assertThatThrownBy(() -> run(features(), events))
                .isInstanceOf(BadRowException.class)
                .hasMessage(events + ": row 3: malformed: line 4: column amount: must be a number, was \"much\"");

        assertThat(folder.resolve("out.csv")).hasContent("from before");
        assertThat(files()).containsExactlyInAnyOrder("events.csv", "out.csv");
    }

    @Test
    void putsEveryBadRowAsideAndGoesOn() throws Exception {
        var events = csv(
                "events.csv",
                HEADER,
                "a,2026-03-01T11:00:00Z,c1,m1,10,BE",
                "b,yesterday,c1,m1,10,BE",
                "",
                "c,2026-03-01T11:00:01Z,c1,m1,much,\"B,E\"",
                "d,2026-03-01T11:00:02Z,c1,m1,-1,BE",
                "a,2026-03-01T11:00:03Z,c1,m1,10,BE",
                "e,2026-04-01T11:00:00Z,c1,m1,10,BE",
                "f,2026-03-01T09:59:59.999Z,c1,m1,10,BE",
                "g,2026-03-01T10:00:03Z,c1,m1,10,BE");
        var options = ReplayOptions.to(folder.resolve("out.csv"), true).puttingAside(folder.resolve("bad.csv"));

        var summary = Histories.replay(PIPELINE, List.of(events), options);

        assertThat(summary.events()).isEqualTo(8);
        assertThat(summary.written()).isEqualTo(2);
        assertThat(summary.rejected())
                .containsExactly(
                        Map.entry("contract", 1L),
                        Map.entry("duplicate", 1L),
                        Map.entry("future", 1L),
                        Map.entry("malformed", 2L),
                        Map.entry("unordered", 1L));
        assertThat(rows(true)).extracting(row -> row.get("event_id").toString()).containsExactly("g", "a");
        assertThat(Files.readAllLines(folder.resolve("bad.csv")))
                .containsExactlyInAnyOrder(
                        "file,row,reason,detail",
                        events
                                + ",2,malformed,\"line 3: column tx_time: must be a time such as 2018-04-01T12:30:00Z or a"
                                + " whole number, was \"\"yesterday\"\"\"",
                        events + ",3,malformed,\"line 5: column amount: must be a number, was \"\"much\"\"\"",
                        events + ",4,contract,amount-is-sane: amount >= 0.0 && amount < 100000.0",
                        events + ",5,duplicate,\"the id was accepted before, within 3600000 ms of event time\"",
                        events + ",6,future,\"event time 1775041200000 ms is more than 300000 ms ahead of the clock, "
                                + CLOCK.instant() + "\"",
                        events
                                + ",7,unordered,2026-03-01T09:59:59.999Z is 3603001 ms behind row 5; events.lateness allows"
                                + " 3600000 ms");
    }

    @Test
    void saysThatThereWereNoBadRowsToo() throws Exception {
        var events = payments("events.avro", payment("a", NOON, "c1", "m1", 1));

        run(features().puttingAside(folder.resolve("bad.jsonl")), events);

        assertThat(folder.resolve("bad.jsonl")).isEmptyFile();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFileThatBreaksOffInTheMiddleIsAlwaysAFailureAndWritesNothing(boolean aside) throws Exception {
        var events = Histories.write(folder.resolve("events.csv.gz"), Histories.tenDays(5_000));
        var bytes = Files.readAllBytes(events);
        Files.write(events, Arrays.copyOf(bytes, bytes.length / 2));
        var options = aside ? features().puttingAside(folder.resolve("bad.csv")) : features();

        assertThatThrownBy(() -> run(options, events))
                .isInstanceOf(UncheckedIOException.class)
                .cause()
                .isInstanceOf(DamagedFileException.class)
                .hasMessageMatching(
                        "\\Q" + events + "\\E: damaged after row \\d{4}: Unexpected end of ZLIB input stream");

        assertThat(files()).containsExactly("events.csv.gz");
    }

    @Test
    void anInterruptEndsItAndWritesNothing() throws Exception {
        var events = Histories.write(folder.resolve("events.avro"), Histories.tenDays(5_000));
        try (var source =
                FileSource.open(List.of(events), PIPELINE.definitions().event().schema())) {
            var replay = new Replay(PIPELINE, CLOCK);

            assertThatThrownBy(() -> replay.run(
                            Replay.Inputs.of(source), features(), (rows, done, total) -> Thread.currentThread()
                                    .interrupt()))
                    .isInstanceOfAny(CancellationException.class, ClosedByInterruptException.class);
        }

        assertThat(Thread.interrupted()).isTrue();
        assertThat(files()).containsExactly("events.avro");
    }

    @Test
    void tellsEverythingThatIsWrongWithAnyFileAtOnce() throws Exception {
        var one = csv("one.csv", "transaction_id,tx_time");
        var schema = PIPELINE.definitions().event().schema();

        assertThatThrownBy(
                        () -> FileSource.open(List.of(one, folder.resolve("two.csv"), folder.resolve("x.txt")), schema))
                .isInstanceOf(UnsuitableFileException.class)
                .hasMessageContainingAll(
                        one + ": column customer_id is missing; column terminal_id is missing",
                        folder.resolve("two.csv") + ": no such file",
                        folder.resolve("x.txt") + ": the name must end in .csv");
    }

    private Replay.Summary withCustomers(Path customers, ReplayOptions options) throws Exception {
        var events = payments("events.avro", payment("a", NOON, "c1", "m1", 10), payment("b", NOON, "c3", "m1", 10));
        var definitions = PIPELINE.definitions();
        try (var source = FileSource.open(List.of(events), definitions.event().schema());
                var table =
                        ReferenceTable.open(customers, definitions.references().get(0))) {
            return new Replay(PIPELINE, CLOCK)
                    .run(
                            new Replay.Inputs(source, Map.of("customer", table), null),
                            options,
                            (rows, done, total) -> {});
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"customers.avro", "customers.csv.gz", "customers.jsonl", "customers.parquet"})
    void joinsTheLastRowOfAReferencesKey(String name) throws Exception {
        var customers = payments(name, customer("c1", 10), customer("c1", 20), customer("c2", 40));

        withCustomers(customers, features());

        assertThat(rows(false)).extracting(row -> row.get("amount_to_usual")).containsExactly(0.5, null);
    }

    @Test
    void aBadRowOfAReferenceIsABadRow() throws Exception {
        var columns = "customer_id,country,x,y,mean_amount,stddev_amount,mean_transactions_per_day,since";
        var customers =
                csv("customers.csv", columns, "c1,BE,0,0,20,1,1,2020-01-01T00:00:00Z", "c2,BE,0,0,unknown,1,1,0");

        assertThatThrownBy(() -> withCustomers(customers, features()))
                .isInstanceOf(BadRowException.class)
                .hasMessageContaining(customers + ": row 2: malformed: line 3: column mean_amount");

        var summary = withCustomers(customers, features().puttingAside(folder.resolve("bad.csv")));
        assertThat(summary.rejected()).containsExactly(Map.entry("malformed", 1L));
        assertThat(summary.events()).isEqualTo(2);
        assertThat(rows(false)).extracting(row -> row.get("amount_to_usual")).containsExactly(0.5, null);
    }

    @Test
    void needsNoModelForFeaturesAlone() throws Exception {
        var bare = folder.resolve("bare");
        copyWithoutModel(bare);
        var pipeline = PipelineFolder.read(bare, EnumSet.noneOf(Part.class));
        var events = payments("events.avro", payment("a", NOON, "c1", "m1", 10));

        var summary = Histories.replay(pipeline, List.of(events), features());

        assertThat(summary.written()).isEqualTo(1);
        assertThat(Files.readAllLines(folder.resolve("out.csv")).get(0))
                .startsWith("event_id,event_time,customer_id,terminal_id,amount,amount_to_usual,night")
                .doesNotContain("score", "label");
    }

    private static void copyWithoutModel(Path to) throws Exception {
        var from = ShippedPipelines.folder("transactions");
        Files.createDirectories(to);
        try (var files = Files.walk(from, 1, FileVisitOption.FOLLOW_LINKS)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, to.resolve(file.getFileName().toString()));
            }
        }
    }

    @Test
    void tellsHowFarItIsInBytesOfTheFiles() throws Exception {
        var one = Histories.write(folder.resolve("one.csv"), Histories.tenDays(3_000));
        var other = payments("other.avro", payment("x", NOON.minus(Duration.ofDays(3)), "c1", "m1", 1));
        long bytes = Files.size(one) + Files.size(other);
        var rows = new ArrayList<Long>();
        var shares = new ArrayList<Long>();

        try (var source = FileSource.open(
                List.of(one, other), PIPELINE.definitions().event().schema())) {
            new Replay(PIPELINE, CLOCK).run(Replay.Inputs.of(source), features(), (done, read, total) -> {
                rows.add(done);
                shares.add(read);
                assertThat(total).isEqualTo(bytes);
            });
        }

        assertThat(rows).isSorted().hasSize(3_001 / Batches.ROWS + 1).endsWith(3_001L);
        assertThat(shares).isSorted().endsWith(bytes);
    }

    private List<String> files() throws Exception {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
