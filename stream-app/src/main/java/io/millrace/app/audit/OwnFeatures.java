package io.millrace.app.audit;

import io.millrace.enrich.definition.Feature;
import io.millrace.enrich.event.Event;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.generic.GenericRecord;

/**
 * Events with the features that their predictions have.
 *
 * @param features in the order of a row
 */
record OwnFeatures(List<Feature> features) {
    /** The event with all features as a prediction has them. */
    Event of(Event event, GenericRecord prediction) {
        var row = Event.emptyRow(features.size());
        int[] places = Feature.textPlaces(features);
        var texts = Event.noTexts(
                (int) Arrays.stream(places).filter(place -> place >= 0).count());
        for (int i = 0; i < row.length; i++) {
            var value = prediction.get(features.get(i).name());
            if (value instanceof Number number) {
                row[i] = number.doubleValue();
            } else if (value instanceof Boolean truth) {
                row[i] = truth ? 1 : 0;
            } else if (value != null) {
                texts[places[i]] = value.toString();
            }
        }
        return new Event(event.record(), event.origin(), event.id(), event.timeMillis(), row, texts, 0);
    }
}
