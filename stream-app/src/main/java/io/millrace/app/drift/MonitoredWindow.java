package io.millrace.app.drift;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * One window of those that a monitor tells of: the last of all, or of those that hold an instant. Is given records of the drift topic in any order, and
 * keeps those of one window. Confined to one thread.
 */
public final class MonitoredWindow {
    private final @Nullable Long atMillis;
    private final @Nullable Segment segment;
    private final Map<String, GenericRecord> byFeature = new LinkedHashMap<>();
    private long endMillis = Long.MIN_VALUE;

    /**
     * A part of the predictions.
     *
     * @param by version, variant or a field
     * @param value as the monitor writes it
     */
    public record Segment(String by, String value) {}

    /**
     * Nothing yet.
     *
     * @param at an instant in the window; null for the last window
     * @param segment null for all predictions
     */
    public MonitoredWindow(@Nullable Instant at, @Nullable Segment segment) {
        this.atMillis = at == null ? null : at.toEpochMilli();
        this.segment = segment;
    }

    /** A record of the drift topic. */
    public void add(GenericRecord statistic) {
        long start = (Long) statistic.get("window_start");
        long end = (Long) statistic.get("window_end");
        if (!isOfSegment(statistic) || (atMillis != null && (atMillis < start || atMillis >= end)) || end < endMillis) {
            return;
        }
        if (end > endMillis) {
            byFeature.clear();
            endMillis = end;
        }
        byFeature.put(statistic.get("feature").toString(), statistic);
    }

    private boolean isOfSegment(GenericRecord statistic) {
        var by = statistic.get("segment_by");
        return segment == null
                ? by == null
                : by != null
                        && by.toString().equals(segment.by)
                        && segment.value.equals(Objects.toString(statistic.get("segment_value")));
    }

    /** Its statistics, one record of each feature; empty if there is no such window. */
    public List<GenericRecord> statistics() {
        return new ArrayList<>(byFeature.values());
    }
}
