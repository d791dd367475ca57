package io.millrace.enrich.topology;

import io.millrace.enrich.contract.StreamTime;
import io.millrace.enrich.contract.Verdict;
import io.millrace.enrich.definition.EventDefinition;
import io.millrace.enrich.event.Event;
import io.millrace.enrich.progress.Announcements;
import io.millrace.enrich.progress.Idleness;
import io.millrace.enrich.progress.Watermark;
import java.util.function.BooleanSupplier;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Makes the contract's task a sender: every accepted event says how far its partition is, and so does an announcement. */
final class StampProcessor implements Processor<byte[], Verdict, byte[], HopMessage> {
    static final String NODE = "stamp-events";

    private final EventDefinition events;
    private final Backlog backlog;
    private @Nullable Task task;

    StampProcessor(EventDefinition events, Backlog backlog) {
        this.events = events;
        this.backlog = backlog;
    }

    @Override
    public void init(ProcessorContext<byte[], HopMessage> context) {
        int partition = context.taskId().partition();
        KeyValueStore<Integer, Long> eventClocks = context.getStateStore(EventClocks.STORE);
        task = new Task(
                context,
                partition,
                () -> backlog.hasMore(events.topic(), partition),
                new Idleness(events.idle()),
                EventClocks.stored(eventClocks, partition));
    }

    @Override
    public void process(Record<byte[], Verdict> record) {
        Tasks.initialised(task).stamp(record, ((Verdict.Accepted) record.value()).event());
    }

    /** What belongs to one initialisation. */
    private static final class Task {
        private final Announcer announcer;
        private final ProcessorContext<byte[], HopMessage> context;
        private final int partition;
        private final BooleanSupplier moreToRead;
        private final Period announcing;
        private final Idleness idleness;
        private long streamTime;

        private Task(
                ProcessorContext<byte[], HopMessage> context,
                int partition,
                BooleanSupplier moreToRead,
                Idleness idleness,
                long streamTime) {
            this.context = context;
            this.moreToRead = moreToRead;
            this.idleness = idleness;
            this.announcer = new Announcer(context);
            this.partition = partition;
            this.streamTime = streamTime;
            this.announcing = new Period(context, Announcements.PERIOD, this::periodEnded);
            announcing.start();
        }

        private void stamp(Record<byte[], Verdict> record, Event event) {
            idleness.event();
            announcing.start();
            streamTime = StreamTime.advance(streamTime, event.timeMillis());
            announcer.atOnce(own().notPast(event.timeMillis()));
            context.forward(record.withValue(new HopMessage.Passing(event, own())));
        }

        private void periodEnded() {
            idleness.periodEnded(moreToRead.getAsBoolean());
            announcer.periodically(own());
            if (idleness.idle()) {
                announcing.stop();
            }
        }

        private Watermark own() {
            return new Watermark(Watermark.Of.EVENTS, partition, streamTime, idleness.idle());
        }
    }
}
