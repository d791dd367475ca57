package io.millrace.drift.window;

import io.millrace.drift.profile.ProfiledModel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the monitor looks at of one prediction. */
public final class Observation {
    private final long eventTimeMillis;
    private final double[] numbers;
    private final List<@Nullable String> texts;
    private final ProfiledModel model;
    private final boolean comparable;
    private final List<Segment> segments;
    private final Outlying outlying;

    /**
     * Of one prediction.
     *
     * @param eventTimeMillis its event time, milliseconds since 1970-01-01T00:00:00Z
     * @param numbers the profile's features that are numbers in their order, then the score; NaN where missing; not copied
     * @param texts the profile's features that are texts in their order; null where missing
     * @param model that made it
     * @param comparable whether that is the profile's model: scores of others are distributed otherwise without any drift,
     *     and do not count
     * @param segments what it belongs to besides the whole; one for everything that predictions are split by
     * @param outlying whether its row lies outside of what the profile knows
     */
    public Observation(
            long eventTimeMillis,
            double[] numbers,
            List<@Nullable String> texts,
            ProfiledModel model,
            boolean comparable,
            List<Segment> segments,
            Outlying outlying) {
        this.eventTimeMillis = eventTimeMillis;
        this.numbers = numbers;
        this.texts = texts;
        this.model = model;
        this.comparable = comparable;
        this.segments = segments;
        this.outlying = outlying;
    }

    /** The same of which nobody says how far out it is. */
    public Observation(
            long eventTimeMillis,
            double[] numbers,
            List<@Nullable String> texts,
            ProfiledModel model,
            boolean comparable,
            List<Segment> segments) {
        this(eventTimeMillis, numbers, texts, model, comparable, segments, Outlying.UNKNOWN);
    }

    /** When it happened, milliseconds since 1970-01-01T00:00:00Z. */
    public long eventTimeMillis() {
        return eventTimeMillis;
    }

    /** How many numbers there are, the score among them, which is the last. */
    public int numbers() {
        return numbers.length;
    }

    /** One of the profile's columns; NaN where it is missing. */
    public double number(int column) {
        return numbers[column];
    }

    /** One of the profile's texts; null where it is missing. */
    public @Nullable String text(int column) {
        return texts.get(column);
    }

    /** The model that made it. */
    public ProfiledModel model() {
        return model;
    }

    /** Whether its score may be compared with the profile's. */
    public boolean comparable() {
        return comparable;
    }

    /** What it belongs to besides the whole. */
    public List<Segment> segments() {
        return segments;
    }

    /** Whether its row lies outside of what the profile knows. */
    public Outlying outlying() {
        return outlying;
    }
}
