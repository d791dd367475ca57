package io.millrace.drift.topology;

import io.millrace.drift.profile.ReferenceProfile;
import io.millrace.drift.topology.PartitionReport.Counted;
import io.millrace.drift.topology.PartitionReport.Reached;
import io.millrace.drift.topology.RejectedPrediction.Reason;
import io.millrace.drift.window.Observation;
import io.millrace.drift.window.Part;
import io.millrace.drift.window.PartitionWindows;
import io.millrace.drift.window.Progress;
import io.millrace.drift.window.Segment;
import io.millrace.drift.window.SliceCodec.Slice;
import io.millrace.drift.window.WindowAccumulator;
import io.millrace.drift.window.WindowCodec;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the predictions of one partition into its windows, or merges what was counted of them elsewhere, and reports the windows that no row can join any more, and how far the
 * partition has come. Windows are kept in memory, and are in the store before the predictions that they count are committed; or
 * with every prediction, where commits are not announced. Lives as long as a task is with one instance, and is confined to it.
 */
final class PartitionSummary implements Commits.Holder {
    static final String STORE = "partition-panes";

    /** No clock is this wrong, and no pipeline accepts events this early. */
    private static final Duration PLAUSIBLY_AHEAD = Duration.ofDays(1);

    /** A partition's store holds no windows but its own. */
    private static final int OWN = 0;

    private static final Part HEAD_OF_THE_WHOLE = new Part(Segment.WHOLE, Part.HEAD);

    private static final Logger LOGGER = LoggerFactory.getLogger(PartitionSummary.class);

    private final ProcessorContext<byte[], Summarised> context;
    private final StoredWindows stored;
    private final MonitorSettings settings;
    private final Reading.Reader reader;
    private final WindowCodec codec;
    private final PartitionWindows windows;
    private final PartitionDetectors detectors;
    private final Clock clock;
    private final DriftListener listener;
    private final boolean announced;

    private @Nullable Progress told;
    private boolean active = true;
    private long activeMillis;

    PartitionSummary(
            ProcessorContext<byte[], Summarised> context,
            MonitorSettings settings,
            ReferenceProfile profile,
            Reading.Reader reader,
            Commits commits,
            Clock clock,
            DriftListener listener) {
        this.context = context;
        this.stored = new StoredWindows(context.getStateStore(STORE));
        this.settings = settings;
        this.reader = reader;
        this.codec = new WindowCodec(profile, settings.windows().slide());
        this.windows = new PartitionWindows(settings.windows().panes(), () -> WindowAccumulator.of(profile));
        this.detectors =
                new PartitionDetectors(context.getStateStore(PartitionDetectors.STORE), settings.watches(), profile);
        this.clock = clock;
        this.listener = listener;
        restore();
        this.announced = commits.announceTo(context, this);
    }

    private void restore() {
        for (long start : stored.starts()) {
            var window = codec.decode(stored.of(start).getOrDefault(OWN, Map.of()));
            if (window.isPresent()) {
                windows.restore(start, window.get());
            } else {
                LOGGER.atWarn()
                        .addKeyValue("partition", partition())
                        .addKeyValue("windowStart", start)
                        .log("window counted against another profile, starts afresh");
                stored.remove(start);
            }
        }
    }

    void add(Record<byte[], byte[]> record) {
        active = true;
        var reading = reader.read(record.value());
        if (reading instanceof Reading.Row row) {
            long eventTime = row.observation().eventTimeMillis();
            if (plausible(eventTime, eventTime, record)) {
                count(row.observation());
            }
        } else if (reading instanceof Reading.Counted counted) {
            var rows = counted.slice().rows();
            if (rows.rows() == 0 || plausible(rows.earliestMillis(), rows.latestMillis(), record)) {
                count(counted.slice());
            }
        } else if (reading instanceof Reading.Unreadable unreadable) {
            reject(record, unreadable.reason(), unreadable.detail());
        }
    }

    private boolean plausible(long earliest, long latest, Record<byte[], byte[]> record) {
        if (earliest < 0) {
            reject(record, Reason.NEGATIVE_TIME, "event time " + earliest);
        } else if (latest > clock.millis() + PLAUSIBLY_AHEAD.toMillis()) {
            reject(record, Reason.FUTURE, "event time " + latest + " is over a day ahead of the clock");
        } else {
            return true;
        }
        return false;
    }

    private void count(Observation row) {
        var start = windows.add(row);
        if (start.isEmpty()) {
            listener.late(1);
            return;
        }
        var window = windows.rows(start.getAsLong());
        detectors.read(row).forEach(watch -> window.signal(watch.name()));
        counted(1);
    }

    private void count(Slice slice) {
        long rows = slice.rows().rows();
        if (windows.merge(slice.startMillis(), slice.rows())) {
            counted(rows);
        } else {
            listener.late(rows);
        }
    }

    private void counted(long rows) {
        if (!announced) {
            write();
        }
        listener.monitored(rows);
    }

    @Override
    public void write() {
        detectors.write();
        windows.open()
                .forEach((start, window) -> window.takeChanged().forEach(segment -> write(start, window, segment)));
    }

    private void write(long start, WindowAccumulator window, Segment segment) {
        if (window.segments().containsKey(segment)) {
            codec.encode(window, segment)
                    .forEach((part, rows) -> stored.put(start, OWN, Bytes.wrap(part.encode()), rows));
        } else {
            codec.parts(segment).forEach(part -> stored.remove(start, OWN, part));
        }
    }

    @Override
    public boolean holdsAny() {
        return windows.open().values().stream().anyMatch(WindowAccumulator::hasChanged);
    }

    @Override
    public void forget() {
        windows.open().values().forEach(WindowAccumulator::takeChanged);
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

    /**
     * Tells the windows that no row can join any more, or all that changed if nobody waits for this partition; counts first, so that how far
     * the partition has come stands for them.
     */
    void report() {
        boolean idle = isIdle();
        (idle ? windows.takeChanges() : windows.takeClosedChanges()).forEach(this::tell);
        windows.dropClosed().forEach(stored::remove);

        var progress = new Progress(windows.watermark(), idle);
        if (!progress.equals(told)) {
            tell(new Reached(partition(), progress));
            told = progress;
        }
    }

    private void tell(PartitionWindows.Change change) {
        codec.encode(change.rows()).forEach((part, rows) -> {
            boolean first = part.equals(HEAD_OF_THE_WHOLE);
            tell(new Counted(
                    partition(),
                    change.startMillis(),
                    first ? change.added() : 0,
                    change.rows().earliestMillis(),
                    Bytes.wrap(part.encode()),
                    Bytes.wrap(rows)));
        });
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
