package io.millrace.drift.quality;

import io.millrace.drift.window.AlertRule.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * From where on a measure is bad. Exactly at the limit it is good. Where its error leaves both possible it is unknown.
 *
 * @param limit of measures that are better higher, what is below is bad; of those better lower, what is above; of those better near zero, what is further from it
 *     than this. Relative to the reference: by how much it may be worse, in the measure's unit; not negative
 * @param relative whether the limit is relative to the reference's value of the measure
 */
public record QualityLimit(Measure measure, double limit, boolean relative) {
    /** Refuses impossible values with an IllegalArgumentException. */
    public QualityLimit {
        boolean distance = relative || measure.better() == Measure.Better.NEAR_ZERO;
        if (!Double.isFinite(limit) || (distance && limit < 0)) {
            throw new IllegalArgumentException(measure.key() + " needs a limit that is finite"
                    + (distance ? ", not negative" : "") + ", not " + limit);
        }
    }

    /** A limit to the value itself. */
    public static QualityLimit at(Measure measure, double limit) {
        return new QualityLimit(measure, limit, false);
    }

    /** A limit to how much worse than the reference it may be. */
    public static QualityLimit worseThanReference(Measure measure, double by) {
        return new QualityLimit(measure, by, true);
    }

    /** What it says of a value; of the reference's, too, if it is relative. Never calm about what is unknown. */
    Verdict of(Figure current, @Nullable Figure reference) {
        var against = relative ? reference : Figure.exact(0);
        if (against == null || current.value() == null || against.value() == null) {
            return Verdict.UNKNOWN;
        }
        double apart = current.value() - against.value();
        double error = current.error() + against.error();
        return switch (measure.better()) {
            case HIGHER -> beyond(-apart, relative ? limit : -limit, error);
            case LOWER -> beyond(apart, limit, error);
            case NEAR_ZERO -> beyond(Math.abs(apart), limit, error);
        };
    }

    private static Verdict beyond(double value, double limit, double error) {
        if (value - error > limit) {
            return Verdict.DRIFTED;
        }
        return value + error > limit ? Verdict.UNKNOWN : Verdict.CALM;
    }
}
