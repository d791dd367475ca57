package io.millrace.enrich.topology;

import io.millrace.enrich.contract.Contract;
import io.millrace.enrich.contract.RejectionReason;
import io.millrace.enrich.contract.Stage;
import io.millrace.enrich.contract.Verdict;
import io.millrace.enrich.definition.OutcomeDefinition;
import io.millrace.enrich.event.Event;
import io.millrace.enrich.event.EventTime;
import io.millrace.enrich.event.Origin;
import io.millrace.enrich.label.KeptEvents;
import io.millrace.enrich.label.LabelJoin;
import io.millrace.enrich.label.LabelledFacts;
import io.millrace.enrich.label.Outcome;
import io.millrace.enrich.label.OutcomeContract;
import io.millrace.enrich.plan.FeaturePlan;
import io.millrace.enrich.plan.Station;
import io.millrace.enrich.progress.Announcements;
import io.millrace.enrich.progress.HeldEvents;
import io.millrace.enrich.progress.SenderWatermarks;
import io.millrace.enrich.progress.Watermark;
import io.millrace.schemas.registry.SchemaRegistry;
import io.millrace.schemas.wire.AvroDecoder;
import io.millrace.schemas.wire.Decoded;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Brings outcomes together with their events, and tells every station that counts labels what became of the events of its key.
 * A fetch from the outcomes topic may be behind one of events, so how far this stage is, it says when all outcomes that were there
 * at that moment have been read, one announcement later or more. As long as there are more, it is as far as they are.
 */
final class LabelProcessor implements Processor<byte[], LabelInput, byte[], LabelOutput> {
    private final Setting setting;
    private @Nullable Task task;

    /**
     * A label stage in its topology.
     *
     * @param eventSenders tasks that send it events
     * @param backlog knows of the outcomes topic
     */
    record Setting(
            FeaturePlan plan,
            OutcomeDefinition outcomes,
            SchemaRegistry registry,
            Clock clock,
            int eventSenders,
            Backlog backlog) {
        long latenessMillis() {
            return plan.admission().latenessMillis();
        }
    }

    LabelProcessor(Setting setting) {
        this.setting = setting;
    }

    @Override
    public void init(ProcessorContext<byte[], LabelOutput> context) {
        Task begun = new Task(setting, context);
        context.schedule(Announcements.PERIOD, PunctuationType.WALL_CLOCK_TIME, now -> begun.periodEnded());
        task = begun;
    }

    @Override
    public void process(Record<byte[], LabelInput> record) {
        Task at = Tasks.initialised(task);
        if (record.value() instanceof LabelInput.OfEvents events) {
            at.take(events.message());
        } else if (record.value() instanceof LabelInput.OfOutcomes outcomes) {
            at.take(outcomes.incoming(), record);
        }
    }

    /** What belongs to one initialisation. */
    private static final class Task implements LabelJoin.Exit<byte[], WaitingOutcome> {
        private static final byte[] NO_KEY = {};

        private final Setting setting;
        private final ProcessorContext<byte[], LabelOutput> context;
        private final OutcomeContract contract;
        private final EventTime time;
        private final AvroDecoder events;
        private final AvroDecoder outcomes;
        private final SenderWatermarks senders;
        private final KeptProgress progress;
        private final LabelJoin<byte[], WaitingOutcome> join;
        private final Announcements due = new Announcements();
        private Watermark said;
        private Watermark next;
        private long outcomesMillis = Watermark.UNKNOWN;

        private Task(Setting setting, ProcessorContext<byte[], LabelOutput> context) {
            var event = setting.plan().definitions().event();
            this.setting = setting;
            this.context = context;
            this.contract = new OutcomeContract(setting.outcomes(), event.skew().toMillis());
            this.time = EventTime.of(event.schema(), event.time());
            this.events = new AvroDecoder(setting.registry(), event.schema());
            this.outcomes =
                    new AvroDecoder(setting.registry(), setting.outcomes().schema());
            this.senders = new SenderWatermarks(setting.eventSenders());
            this.progress = new KeptProgress(context.getStateStore(LabelStores.PROGRESS));
            progress.tell(senders::hear);
            this.said = watermark(Watermark.UNKNOWN, false);
            this.next = said;
            long within = setting.outcomes().within().toMillis();
            long memory = LabelJoin.memoryMillis(within, setting.latenessMillis());
            var kept = new KeptEvents(new KafkaOrderedStore(context.getStateStore(LabelStores.EVENTS)), memory);
            this.join = new LabelJoin<>(
                    within,
                    setting.latenessMillis(),
                    kept,
                    new LabelStores.Outcomes(context.getStateStore(LabelStores.WAITING)),
                    new HeldEvents(new KafkaOrderedStore(context.getStateStore(LabelStores.DEADLINES))),
                    this);
        }

        private void take(HopMessage message) {
            if (senders.hear(message.watermark())) {
                progress.keep(List.copyOf(senders.said()));
            }
            if (message instanceof HopMessage.Passing passing) {
                wakeUp();
                Event event = passing.event();
                var awaiting = new AwaitingEvent(
                        event.origin().partition(),
                        Objects.requireNonNull(event.origin().value()));
                join.event(event.id(), event.timeMillis(), awaiting.write());
            }
            join.reached(senders.reached(), said.timeMillis());
        }

        private void take(Incoming incoming, Record<byte[], LabelInput> record) {
            var place = Tasks.place(context.recordMetadata());
            outcomesMillis = Math.max(outcomesMillis, record.timestamp());
            var outcome = new WaitingOutcome(incoming.origin(place, record.key()), record.headers());
            long bytes = size(outcome.origin().key()) + size(outcome.origin().value());
            if (bytes > Contract.MOST_BYTES) {
                rejected(outcome, RejectionReason.TOO_LARGE, bytes + " bytes; " + Contract.MOST_BYTES + " are allowed");
                return;
            }
            var checked = contract.check(
                    incoming.decoded(),
                    record.key(),
                    incoming.publishedMillis(),
                    setting.clock().millis());
            if (checked instanceof OutcomeContract.Checked.Accepted accepted) {
                Outcome known = accepted.outcome();
                join.outcome(known.id(), known.knownMillis(), place.offset(), outcome);
                join.reached(senders.reached(), said.timeMillis());
            } else if (checked instanceof OutcomeContract.Checked.Refused refused) {
                rejected(outcome, refused.reason(), refused.detail());
            }
        }

        private static long size(byte @Nullable [] bytes) {
            return bytes == null ? 0 : bytes.length;
        }

        @Override
        public void matched(byte[] kept, WaitingOutcome outcome) {
            var awaiting = AwaitingEvent.read(kept);
            GenericRecord event = record(events, awaiting.value());
            GenericRecord reported =
                    record(outcomes, Objects.requireNonNull(outcome.origin().value()));
            var facts = new LabelledFacts(event, reported.get(setting.outcomes().label()));
            long timeMillis = time.millis(event);
            long countsFrom = contract.knownMillis(reported, outcome.origin().timestampMillis())
                    + setting.outcomes().settle().toMillis();
            for (int i = 0; i < setting.plan().stations().size(); i++) {
                Station station = setting.plan().stations().get(i);
                byte[] key = station.key().bytes(event);
                if (station.readsLabels() && key != null) {
                    int partition = station.rekeyed() ? HopMessage.Labelled.BY_KEY : awaiting.partition();
                    var learnt =
                            new HopMessage.Labelled(partition, timeMillis, countsFrom, station.labelled(facts), said);
                    forward(key, new LabelOutput.ForStation(i, learnt), timeMillis);
                }
            }
        }

        private static GenericRecord record(AvroDecoder decoder, byte[] payload) {
            if (decoder.decode(payload) instanceof Decoded.Value value) {
                return value.record();
            }
            throw new IllegalStateException("an event or outcome that was kept can no longer be read");
        }

        @Override
        public void rejected(WaitingOutcome outcome, RejectionReason reason, String detail) {
            Origin origin = outcome.origin();
            var refused = new LabelOutput.Refused(new Verdict.Rejected(origin, reason, detail, Stage.OUTCOME));
            context.forward(
                    new Record<>(origin.key(), refused, Math.max(0, origin.timestampMillis()), outcome.headers()));
        }

        /** Nobody waits for a stage that is idle, so that it is not must be known before the event that ends it has left. */
        private void wakeUp() {
            if (said.idle()) {
                said = watermark(said.timeMillis(), false);
                announce(due.atOnce(said));
            }
        }

        private void periodEnded() {
            join.reached(
                    senders.reached(),
                    said.timeMillis()); // it gives up a bounded number at once, and nothing more may come
            boolean moreToRead = setting.backlog()
                    .hasMore(setting.outcomes().topic(), context.taskId().partition());
            said = moreToRead ? watermark(Math.min(next.timeMillis(), outcomesMillis), false) : next;
            next = watermark(senders.reached(), senders.idle());
            announce(due.periodically(said));
        }

        private Watermark watermark(long timeMillis, boolean idle) {
            return new Watermark(Watermark.Of.LABELS, context.taskId().partition(), timeMillis, idle);
        }

        private void announce(@Nullable Watermark now) {
            if (now != null) {
                forward(
                        NO_KEY,
                        new LabelOutput.ForStation(LabelOutput.ForStation.ALL, new HopMessage.Announced(now)),
                        Math.max(0, now.timeMillis()));
            }
        }

        private void forward(byte[] key, LabelOutput output, long timestampMillis) {
            context.forward(new Record<>(key, output, timestampMillis));
        }
    }
}
