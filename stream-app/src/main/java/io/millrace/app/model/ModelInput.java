package io.millrace.app.model;

import java.util.HashSet;
import java.util.List;

/**
 * What a manifest says goes into one input of the graph.
 *
 * @param name as the graph calls it
 * @param features in the order of the input's numbers, each once
 * @param key the manifest's key that names the input
 * @param featuresKey the manifest's key that lists the features
 */
public record ModelInput(String name, List<String> features, String key, String featuresKey) {
    /** The key of a graph's only input. */
    static final String ONLY = "input";

    /** The key of several inputs. */
    static final String SEVERAL = "inputs";

    /** The key that lists the features of a graph's only input. */
    static final String FEATURES = "features";

    public ModelInput {
        features = List.copyOf(features);
        if (features.isEmpty() || new HashSet<>(features).size() != features.size()) {
            throw new IllegalArgumentException("features must be some, and each once: " + features);
        }
    }

    /** The only input of a graph. */
    public static ModelInput only(String name, List<String> features) {
        return new ModelInput(name, features, ONLY, FEATURES);
    }

    /** The manifest's key of one feature. */
    String featureKey(int feature) {
        return features.size() == 1 && !isOnly() ? featuresKey : featuresKey + "[" + feature + "]";
    }

    /** Whether the manifest says that there is no other. */
    boolean isOnly() {
        return key.equals(ONLY);
    }
}
