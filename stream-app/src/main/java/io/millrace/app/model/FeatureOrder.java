package io.millrace.app.model;

import io.millrace.app.model.InvalidModelException.Mismatch;
import io.millrace.enrich.definition.Suggestion;
import java.util.ArrayList;
import java.util.List;

/** Where each of a model's features stands in the pipeline's row. */
final class FeatureOrder {
    private FeatureOrder() {}

    /**
     * For every feature of the model, in tensor order, its position in the pipeline's row.
     *
     * @param mismatches gets every feature that only one of the two knows; the result is then not to be used
     */
    static int[] of(List<String> model, List<String> pipeline, List<Mismatch> mismatches) {
        var order = new int[model.size()];
        for (int i = 0; i < order.length; i++) {
            order[i] = pipeline.indexOf(model.get(i));
            if (order[i] < 0) {
                mismatches.add(new Mismatch(
                        "features[" + i + "]",
                        "the pipeline has no feature \"" + model.get(i) + "\""
                                + Suggestion.didYouMean(model.get(i), pipeline)));
            }
        }
        var unused = new ArrayList<>(pipeline);
        unused.removeAll(model);
        for (var name : unused) {
            mismatches.add(new Mismatch("features", "the pipeline's feature \"" + name + "\" is missing"));
        }
        return order;
    }
}
