package io.millrace.enrich.event;

import io.millrace.enrich.definition.Feature;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The features of events as what they stand for. Immutable. */
public final class FeatureValues {
    private final List<Feature> features;
    private final int[] textPlaces;

    /** @param features of every event's row, in order */
    public FeatureValues(List<Feature> features) {
        this.features = List.copyOf(features);
        this.textPlaces = Feature.textPlaces(features);
    }

    /** In the order of a row. */
    public List<Feature> features() {
        return features;
    }

    /**
     * One feature of an event: a Double, a Long, a Boolean or a String; null where it is missing.
     *
     * @param feature its place in the row
     */
    public @Nullable Object of(Event event, int feature) {
        int text = textPlaces[feature];
        return text < 0 ? features.get(feature).type().typed(event.row()[feature]) : event.texts()[text];
    }
}
