package io.millrace.app.model;

import io.millrace.app.model.InvalidModelException.Mismatch;
import io.millrace.enrich.definition.Feature;
import io.millrace.enrich.definition.FeatureType;
import io.millrace.enrich.definition.Suggestion;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;

/** Compares a model's features with those of a pipeline. */
final class FeatureOrder {
    private FeatureOrder() {}

    /** Adds every feature that only one of the two knows to the mismatches. */
    static void areSame(ModelManifest manifest, List<Feature> pipeline, List<Mismatch> mismatches) {
        areKnown(manifest, pipeline, mismatches);
        var unused = new ArrayList<>(names(pipeline));
        unused.removeAll(manifest.features());
        var first = manifest.inputs().get(0);
        for (var name : unused) {
            mismatches.add(new Mismatch(
                    first.isOnly() ? ModelInput.FEATURES : ModelInput.SEVERAL,
                    "the pipeline's feature \"" + name + "\" is missing"));
        }
    }

    /** Adds every feature that only the model knows to the mismatches. */
    static void areKnown(ModelManifest manifest, List<Feature> pipeline, List<Mismatch> mismatches) {
        var names = names(pipeline);
        var told = new HashSet<String>();
        for (var input : manifest.inputs()) {
            for (int i = 0; i < input.features().size(); i++) {
                var name = input.features().get(i);
                if (!names.contains(name) && told.add(name)) {
                    mismatches.add(new Mismatch(
                            input.featureKey(i),
                            "the pipeline has no feature \"" + name + "\"" + Suggestion.didYouMean(name, names)));
                }
            }
        }
    }

    private static List<String> names(List<Feature> features) {
        return features.stream().map(Feature::name).toList();
    }

    /** Adds every feature that its input cannot take as it is to the mismatches. */
    static void checkTypes(BoundInputs inputs, List<Feature> pipeline, List<Mismatch> mismatches) {
        for (var input : inputs.all()) {
            var said = input.said();
            for (int i = 0; i < said.features().size(); i++) {
                var name = said.features().get(i);
                var key = said.featureKey(i);
                pipeline.stream()
                        .filter(feature -> feature.name().equals(name))
                        .map(feature -> refusal(feature.type(), input))
                        .filter(refusal -> !refusal.isEmpty())
                        .forEach(
                                refusal -> mismatches.add(new Mismatch(key, "feature \"" + name + "\" is " + refusal)));
            }
        }
    }

    /** Empty if features of the type can go into the input. */
    private static String refusal(FeatureType feature, BoundInput input) {
        var name = "input \"" + input.said().name() + "\" takes ";
        var is = feature.name().toLowerCase(Locale.ROOT);
        if (!(input instanceof BoundInput.OfNumbers numbers)) {
            return feature == FeatureType.TEXT
                    ? ""
                    : is + ", " + name + "texts: make it one in the pipeline, as in string(x)";
        }
        if (feature == FeatureType.TEXT) {
            return is + ", " + name + numbers.type() + ": it needs an input of its own";
        }
        if (numbers.type() == ElementType.BOOL && feature != FeatureType.BOOLEAN) {
            return is + ", " + name + "bool: make it one in the pipeline, as in x > 0";
        }
        return numbers.type().isWhole() && feature == FeatureType.DOUBLE
                ? is + ", " + name + numbers.type() + ": make it whole in the pipeline, as in int(x)"
                : "";
    }
}
