package io.millrace.app.replay;

import static io.millrace.app.topology.Payments.CLOCK;
import static io.millrace.app.topology.Payments.NOON;
import static io.millrace.app.topology.Payments.PIPELINE;
import static io.millrace.app.topology.Payments.customer;
import static io.millrace.app.topology.Payments.payment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.app.files.UnsuitableFileException;
import io.millrace.app.pipeline.Part;
import io.millrace.app.pipeline.PipelineFolder;
import io.millrace.app.pipeline.ShippedPipelines;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayTest {
    private static final Replay.Progress UNSEEN = (done, total) -> {};

    private final Path folder;

    ReplayTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private Path csv(String name, String... lines) throws Exception {
        return Files.write(folder.resolve(name), List.of(lines));
    }

    private Replay.Summary run(Path events, boolean scored) throws Exception {
        return new Replay(PIPELINE, CLOCK).run(events, folder.resolve("out.csv"), scored, UNSEEN);
    }

    private List<GenericRecord> rows(boolean scored) throws Exception {
        return Histories.read(folder.resolve("out.csv"), new ReplayTable(PIPELINE, scored).schema());
    }

    @Test
    void putsAFileInEventTimeOrderAndLeavesTiesAsTheyAre() throws Exception {
        var events = Histories.write(
                folder.resolve("events.avro"),
                List.of(
                        payment("later", NOON, "c1", "m1", 4),
                        payment("tie-a", NOON.minusSeconds(60), "c1", "m1", 2),
                        payment("tie-b", NOON.minusSeconds(60), "c1", "m1", 3),
                        payment("first", NOON.minusSeconds(120), "c1", "m1", 1)));

        var summary = run(events, false);

        assertThat(summary.rejected()).isEmpty();
        assertThat(rows(false))
                .extracting(row -> row.get("event_id") + " " + row.get("cust_nb_1d"))
                .containsExactly("first 1", "tie-a 2", "tie-b 3", "later 4");
    }

    @Test
    void countsWhatItRejectsByReason() throws Exception {
        var events = csv(
                "events.csv",
                "transaction_id,tx_time,customer_id,terminal_id,amount,country",
                "a,2026-03-01T11:00:00Z,c1,m1,10,BE",
                "b,yesterday,c1,m1,10,BE",
                "c,2026-03-01T11:00:01Z,c1,m1,much,BE",
                "d,2026-03-01T11:00:02Z,c1,m1,-1,BE",
                "a,2026-03-01T11:00:03Z,c1,m1,10,BE",
                "e,2026-04-01T11:00:00Z,c1,m1,10,BE");

        var summary = run(events, true);

        assertThat(summary.events()).isEqualTo(6);
        assertThat(summary.written()).isEqualTo(1);
        assertThat(summary.rejected())
                .containsExactly(
                        Map.entry("contract", 1L),
                        Map.entry("duplicate", 1L),
                        Map.entry("future", 1L),
                        Map.entry("malformed", 2L));
        assertThat(rows(true)).extracting(row -> row.get("event_id").toString()).containsExactly("a");
    }

    @Test
    void joinsTheLastRowOfAReferencesKey() throws Exception {
        var customers = Histories.write(
                folder.resolve("customers.avro"), List.of(customer("c1", 10), customer("c1", 20), customer("c2", 40)));
        var events = Histories.write(
                folder.resolve("events.avro"),
                List.of(payment("a", NOON, "c1", "m1", 10), payment("b", NOON, "c3", "m1", 10)));
        var replay = new Replay(PIPELINE, CLOCK);
        replay.reference("customer", customers);

        replay.run(events, folder.resolve("out.csv"), false, UNSEEN);

        assertThat(rows(false)).extracting(row -> row.get("amount_to_usual")).containsExactly(0.5, null);
    }

    @Test
    void refusesAReferenceWithARowThatCannotBeRead() throws Exception {
        var customers = csv("customers.csv", "customer_id,mean_amount", "c1,10", "c2,unknown");

        assertThatThrownBy(() -> new Replay(PIPELINE, CLOCK).reference("customer", customers))
                .isInstanceOf(UnsuitableFileException.class)
                .hasMessageContainingAll("line 3", "mean_amount");
    }

    @Test
    void needsNoModelForFeaturesAlone() throws Exception {
        var bare = folder.resolve("bare");
        copyWithoutModel(bare);
        var pipeline = PipelineFolder.read(bare, EnumSet.noneOf(Part.class));
        var events = Histories.write(folder.resolve("events.avro"), List.of(payment("a", NOON, "c1", "m1", 10)));

        var summary = new Replay(pipeline, CLOCK).run(events, folder.resolve("out.csv"), false, UNSEEN);

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
    void tellsHowFarItIs() throws Exception {
        var events = Histories.write(folder.resolve("events.avro"), Histories.tenDays(3));
        var seen = new ArrayList<String>();

        new Replay(PIPELINE, CLOCK)
                .run(events, folder.resolve("out.csv"), false, (done, total) -> seen.add(done + "/" + total));

        assertThat(seen).containsExactly("1/3", "2/3", "3/3");
    }

    @Test
    void leavesNoFileBehindWhenItFails() throws Exception {
        var events = csv("events.csv", "transaction_id,tx_time", "a,2026-03-01T11:00:00Z");

        assertThatThrownBy(() -> run(events, true)).isInstanceOf(UnsuitableFileException.class);

        assertThat(folder.resolve("out.csv")).doesNotExist();
    }
}
