package io.millrace.enrich.topology;

import io.millrace.enrich.event.Event;
import io.millrace.enrich.plan.FeaturePlan;
import io.millrace.enrich.plan.Frontiers;
import io.millrace.enrich.plan.Station;
import io.millrace.enrich.progress.Announcements;
import io.millrace.enrich.progress.Gate;
import io.millrace.enrich.progress.HeldEvents;
import io.millrace.enrich.progress.Passage;
import io.millrace.enrich.progress.Watermark;
import io.millrace.enrich.state.InMemoryOrderedStore;
import io.millrace.schemas.registry.SchemaRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * One station: joins its references to an event, adds it to its history, and fills in the features that are known with it.
 * Those that depend on who else is still on the way are filled in when nobody is any more; until then the event is held.
 */
final class StationProcessor implements Processor<byte[], HopMessage, byte[], HopMessage> {
    /** How soon the next held events leave, of more than may leave in one go. */
    private static final Duration RELEASE_PERIOD = Duration.ofMillis(100);

    private final Setting setting;
    private @Nullable Task task;

    /**
     * A station in its topology.
     *
     * @param waits what it waits for
     * @param announces whether another stage follows, which wants to know how far this one is
     */
    record Setting(
            FeaturePlan plan,
            SchemaRegistry registry,
            StationWaits waits,
            boolean announces,
            EnrichmentListener listener) {
        Station station() {
            return waits.station();
        }
    }

    StationProcessor(Setting setting) {
        this.setting = setting;
    }

    @Override
    public void init(ProcessorContext<byte[], HopMessage> context) {
        task = new Task(setting, context);
    }

    @Override
    public void process(Record<byte[], HopMessage> record) {
        Tasks.initialised(task).take(record);
    }

    @Override
    public void close() {
        if (task != null) {
            task.tellHeld(0);
            task.frontier.set(Frontiers.UNKNOWN);
            task = null;
        }
    }

    /** What belongs to one initialisation. */
    private static final class Task implements Passage.Exit<Record<byte[], HopMessage>> {
        private final Setting setting;
        private final ProcessorContext<byte[], HopMessage> context;
        private final JoinedReferences references;
        private final Station.Work work;
        private final Gate gate;
        private final @Nullable KeptProgress progress;
        private final Passage<Record<byte[], HopMessage>> passage;
        private final HeldCodec codec;
        private final Announcer announcer;
        private final Period announcing;
        private final Period releasing;
        private final AtomicLong frontier;
        private boolean heardAnything;
        private long toldHeld;

        private Task(Setting setting, ProcessorContext<byte[], HopMessage> context) {
            Station station = setting.station();
            StationWaits waits = setting.waits();
            this.setting = setting;
            this.context = context;
            this.references = new JoinedReferences(station.joins(), setting.registry(), this::store);
            this.work = station.over(history -> KafkaNodeStore.over(store(history.store())));
            this.gate = waits.gate();
            this.progress = waits.hearsFromElsewhere() ? new KeptProgress(store(waits.progressStore())) : null;
            if (progress != null) {
                progress.tell(gate::hear);
            }
            var held = waits.mayWait() ? new KafkaOrderedStore(store(waits.heldStore())) : new InMemoryOrderedStore();
            this.passage = new Passage<>(gate, new HeldEvents(held), this);
            this.codec = new HeldCodec(setting.plan(), setting.registry());
            this.announcer = new Announcer(context);
            this.announcing = new Period(context, Announcements.PERIOD, this::periodEnded);
            this.releasing = new Period(context, RELEASE_PERIOD, this::release);
            this.frontier = station.frontiers().of(context.taskId().partition());
            announcing.start();
            releaseTheRestSoon();
            tellHeld(passage.held());
            frontier.set(passage.complete());
        }

        private KeyValueStore<Bytes, byte[]> store(String name) {
            return context.getStateStore(name);
        }

        private void take(Record<byte[], HopMessage> record) {
            HopMessage message = record.value();
            heardAnything = true;
            announcing.start();
            if (gate.hear(message.watermark()) && progress != null) {
                progress.keep(gate.said());
            }
            if (message instanceof HopMessage.Passing passing) {
                arrive(record, passing.event());
            } else if (message instanceof HopMessage.Labelled labelled) {
                passage.arriveLabel(record, labelled.countsFromMillis(), offset());
            }
            release();
        }

        private void arrive(Record<byte[], HopMessage> record, Event event) {
            if (setting.announces()) {
                announcer.atOnce(own().notPast(event.timeMillis()));
            }
            byte[] key = setting.station().key().bytes(event.record());
            references.join(event, key);
            work.arrive(event, passage.reached());
            if (key == null) {
                leave(record); // nothing is known of it here, and nothing will be
            } else {
                passage.arrive(record, event.timeMillis(), offset());
            }
        }

        private long offset() {
            return Tasks.place(context.recordMetadata()).offset();
        }

        private void release() {
            passage.release();
            tellHeld(passage.held());
            frontier.setRelease(passage.complete());
            if (setting.announces()) {
                announcer.atOnce(own());
            }
            releaseTheRestSoon();
        }

        private void releaseTheRestSoon() {
            if (passage.hasMore()) {
                releasing.start();
            } else {
                releasing.stop();
            }
        }

        private void periodEnded() {
            references.reached(passage.reached());
            if (setting.announces()) {
                announcer.periodically(own());
            }
            if (!heardAnything) {
                announcing.stop();
            }
            heardAnything = false;
        }

        private Watermark own() {
            return new Watermark(Watermark.Of.EVENTS, context.taskId().partition(), passage.reached(), passage.idle());
        }

        @Override
        public void leave(Record<byte[], HopMessage> record) {
            if (record.value() instanceof HopMessage.Passing passing) {
                work.complete(passing.event());
                context.forward(record.withValue(new HopMessage.Passing(passing.event(), own())));
            } else if (record.value() instanceof HopMessage.Labelled labelled) {
                work.learn(record.key(), labelled.timeMillis(), labelled.entries(), passage.reached());
            }
        }

        @Override
        public byte[] pack(Record<byte[], HopMessage> record) {
            return codec.write(record);
        }

        @Override
        public Record<byte[], HopMessage> unpack(byte[] packed) {
            return codec.read(packed);
        }

        private void tellHeld(long events) {
            if (events != toldHeld) {
                toldHeld = events;
                setting.listener()
                        .held(setting.station().name(), context.taskId().partition(), events);
            }
        }
    }
}
