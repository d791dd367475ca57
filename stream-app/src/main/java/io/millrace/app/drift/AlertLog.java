package io.millrace.app.drift;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.generic.GenericRecord;

/** What a monitor has raised alerts for. Is given records of the alerts topic, those of a feature in their order. Confined to one thread. */
public final class AlertLog {
    private final List<Entry> entries = new ArrayList<>();
    private final Map<List<String>, Entry> latest = new LinkedHashMap<>();

    /**
     * An alert that was raised or resolved.
     *
     * @param at end of the window that did it, event time
     * @param raised whether it stands from then on
     * @param since start of the first window in which the test held, event time
     * @param message all that is to be said, for people
     */
    public record Entry(
            Instant at,
            boolean raised,
            String feature,
            String test,
            String segment,
            double value,
            double threshold,
            Instant since,
            String message) {}

    /** A record of the alerts topic. */
    public void add(GenericRecord alert) {
        var by = alert.get("segment_by");
        var entry = new Entry(
                instant(alert, "window_end"),
                !alert.get("state").toString().equals("RESOLVED"),
                alert.get("feature").toString(),
                alert.get("test").toString(),
                by == null ? "" : by + "=" + Objects.toString(alert.get("segment_value")),
                (Double) alert.get("value"),
                (Double) alert.get("threshold"),
                instant(alert, "since"),
                alert.get("message").toString());
        entries.add(entry);
        latest.put(List.of(entry.feature, entry.test, entry.segment), entry);
    }

    private static Instant instant(GenericRecord alert, String field) {
        return Instant.ofEpochMilli((Long) alert.get(field));
    }

    /** All of them, in the order of event time. */
    public List<Entry> all() {
        return entries.stream().sorted(Comparator.comparing(Entry::at)).toList();
    }

    /** Those that have not been resolved, the oldest first. */
    public List<Entry> standing() {
        return latest.values().stream()
                .filter(Entry::raised)
                .sorted(Comparator.comparing(Entry::since))
                .toList();
    }
}
