package io.millrace.enrich.topology;

import static io.millrace.enrich.Payments.NOON;
import static io.millrace.enrich.Payments.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.millrace.enrich.Payments;
import io.millrace.enrich.contract.Verdict;
import io.millrace.enrich.event.Event;
import io.millrace.enrich.event.Origin;
import io.millrace.enrich.plan.FeaturePlan;
import io.millrace.enrich.plan.Station;
import io.millrace.enrich.progress.Watermark;
import io.millrace.schemas.registry.SchemaRegistry;
import io.millrace.schemas.wire.AvroEncoder;
import io.millrace.schemas.wire.Decoded;
import java.io.File;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.function.IntPredicate;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

/** What the stores hold is all a station needs to go on: forgetting everything else, at any moment, changes nothing it says. */
class StationRestartTest {
    private static final int SENDERS = 3;
    private static final int MESSAGES = 600;

    @Test
    void saysTheSameAfterRestartsWhileEventsAreHeld() throws Exception {
        var undisturbed = run(message -> false);

        var restartedNowAndThen = run(message -> message % 37 == 0);
        var restartedAtEveryMessage = run(message -> true);

        assertThat(undisturbed).hasSizeGreaterThan(MESSAGES / 2);
        assertThat(restartedNowAndThen).isEqualTo(undisturbed);
        assertThat(restartedAtEveryMessage).isEqualTo(undisturbed);
    }

    @Test
    void letsGoWhatWasReadyBeforeARestartThoughNobodySaysAnythingAnyMore() throws Exception {
        var terminals = new Terminals();
        for (int i = 0; i < 1_500; i++) {
            var watermark = new Watermark(Watermark.Of.EVENTS, 0, NOON.toEpochMilli(), false);
            var event = terminals.event(i, NOON.toEpochMilli(), "m1", i);
            terminals.take(i, bytes("m1"), new HopMessage.Passing(event, watermark));
        }
        for (int sender = 1; sender < SENDERS; sender++) {
            var idle = new Watermark(Watermark.Of.EVENTS, sender, Watermark.UNKNOWN, true);
            terminals.take(1_500 + sender, new byte[0], new HopMessage.Announced(idle));
        }
        assertThat(terminals.left).hasSize(1_000);

        terminals.restart();
        terminals.punctuate(Duration.ofMillis(100));

        assertThat(terminals.left).hasSize(1_500);
        assertThat(terminals.held).isZero();
    }

    /** @return what left, in its order */
    private static List<String> run(IntPredicate restartBefore) throws Exception {
        var terminals = new Terminals();
        var random = new Random(4);
        long[] reached = new long[SENDERS];
        Arrays.fill(reached, NOON.toEpochMilli());
        long mostHeld = 0;
        for (int i = 0; i < MESSAGES; i++) {
            if (restartBefore.test(i)) {
                terminals.restart();
            }
            int sender = i / 20 % SENDERS; // in turns long enough to get ahead of the others
            reached[sender] += random.nextInt(30) * 60_000L;
            var watermark = new Watermark(Watermark.Of.EVENTS, sender, reached[sender], false);
            if (random.nextInt(4) == 0) {
                terminals.take(i, new byte[0], new HopMessage.Announced(watermark));
            } else {
                String terminal = "m" + random.nextInt(3);
                var event = terminals.event(i, reached[sender], terminal, random.nextInt(100));
                terminals.take(i, bytes(terminal), new HopMessage.Passing(event, watermark));
            }
            mostHeld = Math.max(mostHeld, terminals.held);
        }
        assertThat(mostHeld).isGreaterThan(10);
        for (int sender = 0; sender < SENDERS; sender++) {
            var idle = new Watermark(Watermark.Of.EVENTS, sender, reached[sender], true);
            terminals.take(MESSAGES + sender, new byte[0], new HopMessage.Announced(idle));
        }
        assertThat(terminals.held).isZero();
        return terminals.left;
    }

    /** The terminals' station over stores that outlive it. */
    private static final class Terminals {
        private final FeaturePlan plan = FeaturePlan.compile(Payments.twoStations());
        private final SchemaRegistry registry = new SchemaRegistry(new MockSchemaRegistryClient());
        private final AvroEncoder encoder =
                new AvroEncoder(registry.register("payments-value", Payments.TRANSACTION), Payments.TRANSACTION);
        private final MockProcessorContext<byte[], HopMessage> context =
                new MockProcessorContext<>(new Properties(), new TaskId(1, 0), new File("never-written"));
        private final List<String> left = new ArrayList<>();
        private StationProcessor station;
        private long held;

        private Terminals() throws Exception {
            Station terminals = plan.stations().get(1);
            var waits = StationWaits.of(terminals, plan, SENDERS);
            terminals.histories().forEach(history -> keep(history.store()));
            keep(waits.heldStore());
            keep(waits.progressStore());
            station = begun();
        }

        private void keep(String name) {
            var store = Stores.keyValueStoreBuilder(
                            Stores.inMemoryKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray())
                    .withLoggingDisabled()
                    .build();
            store.init(context.getStateStoreContext(), store);
            context.addStateStore(store);
        }

        private StationProcessor begun() {
            var waits = StationWaits.of(plan.stations().get(1), plan, SENDERS);
            var begun = new StationProcessor(new StationProcessor.Setting(
                    plan, registry, waits, false, (name, partition, events) -> held = events));
            begun.init(context);
            return begun;
        }

        private void restart() {
            station.close();
            station = begun();
        }

        private Event event(int id, long time, String terminal, int amount) {
            var record = Payments.payment("t" + id, Instant.ofEpochMilli(time), "c1", terminal, (double) amount);
            var origin = new Origin("payments", 0, id, time, bytes("c1"), encoder.encode(record));
            var verdict = plan.contract()
                    .check(
                            new Decoded.Value(record),
                            origin,
                            time + Duration.ofDays(1).toMillis());
            return ((Verdict.Accepted) verdict).event();
        }

        private void take(long offset, byte[] key, HopMessage message) {
            context.setRecordMetadata("hop", 0, offset);
            long timestamp = Math.max(0, message.watermark().timeMillis());
            station.process(new Record<>(key, message, timestamp, new RecordHeaders()));
            gather();
        }

        /** Lets wall-clock time pass for what the station as it is now does in this period. */
        private void punctuate(Duration period) {
            var scheduled = context.scheduledPunctuators().stream()
                    .filter(each -> each.getInterval().equals(period))
                    .toList();
            var latest = scheduled.get(scheduled.size() - 1);
            assertThat(latest.cancelled()).isFalse();
            latest.getPunctuator().punctuate(0);
            gather();
        }

        private void gather() {
            for (var forward : context.forwarded()) {
                var passing = (HopMessage.Passing) forward.record().value();
                left.add(passing.event().id() + Arrays.toString(passing.event().row()) + passing.watermark());
            }
            context.resetForwards();
        }
    }
}
