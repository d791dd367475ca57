package io.millrace.drift.topology;

import io.millrace.drift.profile.ReferenceProfile;
import io.millrace.drift.topology.PartitionReport.Counted;
import io.millrace.drift.topology.PartitionReport.Reached;
import io.millrace.drift.topology.RejectedPrediction.Reason;
import io.millrace.drift.window.PartitionWindows;
import io.millrace.drift.window.Progress;
import io.millrace.drift.window.WindowAccumulator;
import io.millrace.drift.window.WindowCodec;
import io.millrace.schemas.registry.SchemaRegistry;
import io.millrace.schemas.wire.AvroDecoder;
import io.millrace.schemas.wire.Decoded;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the predictions of one partition into its windows, and reports which windows changed and how far the partition has
 * come. Every count is in the store before the next prediction is read; the windows in memory only save reading them back.
 * Lives as long as a task is with one instance, and is confined to it.
 */
final class PartitionSummary {
    static final String STORE = "partition-windows";

    /** No clock is this wrong, and no pipeline accepts events this early. */
    private static final Duration PLAUSIBLY_AHEAD = Duration.ofDays(1);

    private static final Logger LOGGER = LoggerFactory.getLogger(PartitionSummary.class);

    private final ProcessorContext<byte[], Summarised> context;
    private final KeyValueStore<Long, byte[]> store;
    private final MonitorSettings settings;
    private final PredictionReader reader;
    private final AvroDecoder decoder;
    private final WindowCodec codec;
    private final PartitionWindows windows;
    private final Clock clock;
    private final DriftListener listener;

    private @Nullable Progress told;
    private boolean active = true;
    private long activeMillis;

    PartitionSummary(
            ProcessorContext<byte[], Summarised> context,
            MonitorSettings settings,
            ReferenceProfile profile,
            SchemaRegistry registry,
            Clock clock,
            DriftListener listener) {
        this.context = context;
        this.store = context.getStateStore(STORE);
        this.settings = settings;
        this.reader = new PredictionReader(profile);
        this.decoder = new AvroDecoder(registry, reader.schema());
        this.codec = new WindowCodec(profile, settings.windows().length());
        this.windows = new PartitionWindows(settings.windows(), () -> WindowAccumulator.of(profile));
        this.clock = clock;
        this.listener = listener;
        restore();
    }

    private void restore() {
        try (var stored = store.all()) {
            while (stored.hasNext()) {
                var entry = stored.next();
                var window = codec.decode(entry.value);
                if (window.isPresent()) {
                    windows.restore(entry.key, window.get());
                } else {
                    LOGGER.atWarn()
                            .addKeyValue("partition", partition())
                            .addKeyValue("windowStart", entry.key)
                            .log("window counted against another profile, starts afresh");
                    store.delete(entry.key);
                }
            }
        }
    }

    void add(Record<byte[], byte[]> prediction) {
        active = true;
        var decoded = decoder.decode(prediction.value());
        if (decoded instanceof Decoded.Value value) {
            add(prediction, value.record());
        } else if (decoded instanceof Decoded.Malformed malformed) {
            reject(prediction, reason(malformed.fault()), malformed.detail());
        }
    }

    private void add(Record<byte[], byte[]> prediction, GenericRecord values) {
        long eventTime = reader.eventTimeMillis(values);
        if (eventTime < 0) {
            reject(prediction, Reason.NEGATIVE_TIME, "event time " + eventTime);
        } else if (eventTime > clock.millis() + PLAUSIBLY_AHEAD.toMillis()) {
            reject(prediction, Reason.FUTURE, "event time " + eventTime + " is over a day ahead of the clock");
        } else {
            count(eventTime, values);
        }
    }

    private void count(long eventTime, GenericRecord values) {
        var start = windows.add(
                eventTime, reader.row(values), reader.modelVersion(values), reader.isByProfiledModel(values));
        if (start.isPresent()) {
            store.put(start.getAsLong(), codec.encode(windows.rows(start.getAsLong())));
            listener.monitored(1);
        } else {
            listener.late(1);
        }
    }

    private void reject(Record<byte[], byte[]> prediction, Reason reason, String detail) {
        var origin = context.recordMetadata().orElseThrow();
        context.forward(prediction.withValue(new RejectedPrediction(
                origin.topic(),
                origin.partition(),
                origin.offset(),
                prediction.timestamp(),
                wrap(prediction.key()),
                wrap(prediction.value()),
                reason,
                detail)));
    }

    private static @Nullable Bytes wrap(byte @Nullable [] bytes) {
        return bytes == null ? null : Bytes.wrap(bytes);
    }

    private static Reason reason(Decoded.Fault fault) {
        return switch (fault) {
            case NULL_VALUE -> Reason.NULL_VALUE;
            case MALFORMED -> Reason.MALFORMED;
            case UNKNOWN_SCHEMA -> Reason.UNKNOWN_SCHEMA;
            case INCOMPATIBLE_SCHEMA -> Reason.INCOMPATIBLE_SCHEMA;
        };
    }

    /** Tells what changed since it was last told; counts first, so that how far the partition has come stands for them. */
    void report() {
        for (var change : windows.takeChanges()) {
            tell(new Counted(
                    partition(),
                    change.startMillis(),
                    change.added(),
                    change.rows().earliestMillis(),
                    Bytes.wrap(codec.encode(change.rows()))));
        }
        windows.dropClosed().forEach(store::delete);

        var progress = new Progress(windows.watermark(), isIdle());
        if (!progress.equals(told)) {
            tell(new Reached(partition(), progress));
            told = progress;
        }
    }

    private boolean isIdle() {
        long now = clock.millis();
        if (active) {
            activeMillis = now;
            active = false;
        }
        return now - activeMillis >= settings.idle().toMillis();
    }

    private void tell(PartitionReport report) {
        byte[] key = ByteBuffer.allocate(Integer.BYTES).putInt(partition()).array();
        context.forward(new Record<>(key, report, clock.millis()));
    }

    private int partition() {
        return context.taskId().partition();
    }
}
