package io.millrace.app.model;

import io.millrace.enrich.definition.Feature;
import java.util.List;
import java.util.stream.IntStream;

/** Where each of a model's features is in the rows to come: among the numbers, or among the texts. */
final class RowPlaces {
    private final int[] numbers;
    private final int[] texts;

    private RowPlaces(int[] numbers, int[] texts) {
        this.numbers = numbers;
        this.texts = texts;
    }

    /** Rows in the model's own order, with a place for a text at every feature, as {@link GoldenRow} gives them. */
    static RowPlaces own(int features) {
        var same = IntStream.range(0, features).toArray();
        return new RowPlaces(same, same);
    }

    /**
     * Rows of a pipeline.
     *
     * @param model names, all among the pipeline's
     */
    static RowPlaces in(List<Feature> pipeline, List<String> model) {
        var names = pipeline.stream().map(Feature::name).toList();
        var textPlaces = Feature.textPlaces(pipeline);
        var numbers = model.stream().mapToInt(names::indexOf).toArray();
        return new RowPlaces(
                numbers, IntStream.of(numbers).map(place -> textPlaces[place]).toArray());
    }

    /** @param feature of the model */
    int number(int feature) {
        return numbers[feature];
    }

    /** @param feature of the model that is a text */
    int text(int feature) {
        return texts[feature];
    }
}
