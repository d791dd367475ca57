package io.millrace.drift.outcome;

import io.millrace.drift.window.Progress;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Reads one partition of predictions or outcomes, tells of each where its event is at home, and everybody how far it has come, which it
 * remembers in a store. Lives as long as a task is with one instance, and is confined to it.
 */
final class PartitionReader implements Consumer<Record<byte[], byte[]>> {
    private final ProcessorContext<String, Told> context;
    private final Input input;
    private final Function<Record<byte[], byte[]>, Optional<Told.About>> form;
    private final Clock clock;
    private final QualityListener listener;
    private final Told.Reader reader;

    private final KeyValueStore<Integer, Long> furthest;

    private OptionalLong watermark;
    private @Nullable Progress told;
    private long activeMillis;

    /**
     * A topic that is read.
     *
     * @param number as in {@link Told.Reader}
     * @param unreadable what becomes of a record that says nothing
     * @param unread whether there is more of it
     * @param idle for how long nothing comes until it is not waited for
     */
    record Input(String topic, int number, Fate unreadable, Unread unread, Duration idle, Duration reportEvery) {}

    PartitionReader(
            ProcessorContext<String, Told> context,
            Input input,
            Function<Record<byte[], byte[]>, Optional<Told.About>> form,
            Clock clock,
            QualityListener listener) {
        this.context = context;
        this.input = input;
        this.form = form;
        this.clock = clock;
        this.listener = listener;
        this.reader = new Told.Reader(input.number(), context.taskId().partition());
        this.furthest = context.getStateStore(QualityStores.FURTHEST);
        Long before = furthest.get(input.number());
        this.watermark = before == null ? OptionalLong.empty() : OptionalLong.of(before);
        this.activeMillis = clock.millis();
        context.schedule(input.reportEvery(), PunctuationType.WALL_CLOCK_TIME, ignored -> report());
    }

    @Override
    public void accept(Record<byte[], byte[]> record) {
        activeMillis = clock.millis();
        var about = form.apply(record);
        if (about.isPresent()) {
            var said = about.get();
            if (said.timeMillis() > watermark.orElse(Long.MIN_VALUE)) {
                watermark = OptionalLong.of(said.timeMillis());
                furthest.put(input.number(), said.timeMillis());
            }
            context.forward(new Record<>(said.id(), said, Math.max(0, said.timeMillis())));
        } else {
            listener.followed(input.unreadable());
        }
    }

    /** Says how far it has come, after what it stands for, if that has changed. */
    void report() {
        var progress = new Progress(watermark, isIdle());
        if (!progress.equals(told)) {
            context.forward(new Record<>("", new Told.Reached(reader, progress), Math.max(0, watermark.orElse(0))));
            told = progress;
        }
    }

    /** Whoever is starved is not idle. */
    private boolean isIdle() {
        if (input.unread().hasMore(input.topic(), reader.partition())) {
            activeMillis = clock.millis();
        }
        return clock.millis() - activeMillis >= input.idle().toMillis();
    }
}
