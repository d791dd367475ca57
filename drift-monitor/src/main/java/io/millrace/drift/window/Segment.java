package io.millrace.drift.window;

import io.millrace.drift.profile.Category;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Some of a window's predictions: all, those with one value of what they are split by, or the rest of those.
 *
 * @param by what they are split by: version, variant or a field; empty for all of them
 * @param rest whether it holds all values that have no segment of their own
 * @param value the value; empty for all of them and for the rest
 */
public record Segment(String by, boolean rest, String value) implements Comparable<Segment> {
    /** All predictions. */
    public static final Segment WHOLE = new Segment("", false, "");

    /** What the rest is called where people read it. */
    public static final String OTHER = "other";

    /** What predictions without a value are called. */
    public static final String NO_VALUE = "(none)";

    private static final Comparator<Segment> ORDER =
            Comparator.comparing(Segment::by).thenComparing(Segment::rest).thenComparing(Segment::value);

    /** Those with one value; called as categories are, by their beginning if they are long. */
    public static Segment of(String by, String value) {
        return new Segment(by, false, Category.nameOf(value));
    }

    /**
     * Those whose field has one value. One that is called as the rest is, is counted with it: two of one name could not be told apart.
     *
     * @param value as the field holds it; null if there is none
     */
    public static Segment ofField(String by, @Nullable Object value) {
        var name = value == null ? NO_VALUE : value.toString();
        return name.equals(OTHER) ? restOf(by) : of(by, name);
    }

    /** Those with any value that has no segment of its own. */
    public static Segment restOf(String by) {
        return new Segment(by, true, "");
    }

    /** Whether it is one of those that the rest is told apart from. */
    public boolean isOfOneValue() {
        return !rest && !by.isEmpty();
    }

    /** The value as people read it. */
    public String shown() {
        return rest ? OTHER : value;
    }

    /** Both as people read them, {@code country=BE}; empty for all predictions. */
    public String told() {
        return by.isEmpty() ? "" : by + "=" + shown();
    }

    /** By what they are split by, then by value; the rest is last. */
    @Override
    public int compareTo(Segment other) {
        return ORDER.compare(this, other);
    }
}
