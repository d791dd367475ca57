package io.millrace.app.topology;

import io.millrace.enrich.event.Origin;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a prediction is called: the same for the same place in the event topic, however often that is read.
 *
 * @param topic of the event
 * @param partition of the event
 * @param offset of the event
 */
public record PredictionId(String topic, int partition, long offset) {
    private static final Pattern FORM = Pattern.compile("(.+)-(\\d{1,9})-(\\d{1,18})");

    /** Of the event that was read there. */
    public static PredictionId of(Origin origin) {
        return new PredictionId(origin.topic(), origin.partition(), origin.offset());
    }

    /** What {@link #toString} wrote; empty if it is nothing of the kind. */
    public static Optional<PredictionId> parse(String text) {
        var parts = FORM.matcher(text);
        return parts.matches()
                ? Optional.of(new PredictionId(
                        parts.group(1), Integer.parseInt(parts.group(2)), Long.parseLong(parts.group(3))))
                : Optional.empty();
    }

    /** As predictions write it. */
    @Override
    public String toString() {
        return topic + "-" + partition + "-" + offset;
    }
}
