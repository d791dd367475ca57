package io.millrace.enrich.progress;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says when an event has all that its windows need. Windows that end {@code delay} before an event wait until every sender of
 * events is past that end, because one that is exactly there may still send an entry that counts. Windows over labels wait until
 * every sender of labels has come to the event's time, less what labels may be behind. A sender that is idle is not waited for.
 * Confined to one thread.
 */
public final class Gate {
    private final @Nullable Long delayMillis;
    private final @Nullable Long settleMillis;
    private final SenderWatermarks events;
    private final @Nullable SenderWatermarks labels;

    /**
     * A gate that has heard of nobody.
     *
     * @param delayMillis of the windows that end closest before an event, positive; null if none ends before it
     * @param eventSenders how many send events
     * @param settleMillis how far labels may be behind events, 0 or more; null if no window is over labels
     * @param labelSenders how many send labels; not looked at where {@code settleMillis} is null
     */
    public Gate(@Nullable Long delayMillis, int eventSenders, @Nullable Long settleMillis, int labelSenders) {
        this.delayMillis = delayMillis;
        this.settleMillis = settleMillis;
        this.events = new SenderWatermarks(eventSenders);
        this.labels = settleMillis == null ? null : new SenderWatermarks(labelSenders);
    }

    /**
     * Takes note of what a sender says.
     *
     * @return whether it said something new
     */
    public boolean hear(Watermark watermark) {
        if (watermark.of() == Watermark.Of.EVENTS) {
            return events.hear(watermark);
        }
        if (labels == null) {
            throw new IllegalStateException("labels come to a station that reads none");
        }
        return labels.hear(watermark);
    }

    /** The last word of each sender that was heard of. */
    public List<Watermark> said() {
        var all = new ArrayList<>(events.said());
        if (labels != null) {
            all.addAll(labels.said());
        }
        return all;
    }

    /** The latest event time, inclusive, at which an event has all it needs; {@link SenderWatermarks#NOBODY} if it may be any. */
    public long open() {
        long forEvents = delayMillis == null ? SenderWatermarks.NOBODY : later(events.awaited(), delayMillis - 1);
        long forLabels = settleMillis == null || labels == null
                ? SenderWatermarks.NOBODY
                : later(labels.awaited(), settleMillis);
        return Math.min(forEvents, forLabels);
    }

    /**
     * The latest time, inclusive, at which what became of an event may be learnt: every event before it is there and has gone.
     */
    public long settled() {
        return Math.min(open(), events.awaited());
    }

    /** How far the senders of events have come for good, see {@link SenderWatermarks#reached}. */
    public long reached() {
        return events.reached();
    }

    /** Whether all senders of events are idle. */
    public boolean idle() {
        return events.idle();
    }

    private static long later(long timeMillis, long byMillis) {
        return timeMillis == SenderWatermarks.NOBODY ? timeMillis : timeMillis + byMillis;
    }
}
