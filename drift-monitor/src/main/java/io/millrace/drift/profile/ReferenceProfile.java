package io.millrace.drift.profile;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The reference that drift is measured against: how each feature and the score were distributed over the rows a model
 * was trained on. Immutable; {@link ProfileJson} writes and reads it.
 *
 * @param pipeline name of the pipeline the rows came from
 * @param createdFrom where the rows came from, for people; not interpreted
 * @param sampleSize reference rows, at least 1; {@code count + missing} of every feature
 * @param features in the order of the model's row; names are unique and none is {@value #SCORE}
 * @param score the model's output over the same rows, named {@value #SCORE}
 */
public record ReferenceProfile(
        String pipeline, String createdFrom, long sampleSize, List<FeatureProfile> features, FeatureProfile score) {
    /** Version of the document's format. */
    public static final int FORMAT_VERSION = 1;

    /** The name under which the model's output is watched. */
    public static final String SCORE = "score";

    /** Refuses, with an IllegalArgumentException, parts that contradict each other. */
    public ReferenceProfile {
        features = List.copyOf(features);
        ProfileDocument.refuse(
                new ProfileDocument(pipeline, sampleSize, documents(features), score.document(SCORE)).problems());
    }

    private static List<ProfileDocument.Feature> documents(List<FeatureProfile> features) {
        return IntStream.range(0, features.size())
                .mapToObj(i -> features.get(i).document("features[" + i + "]"))
                .toList();
    }

    /** Everything that is watched: the features in their order, then the score. */
    public List<FeatureProfile> columns() {
        return Stream.concat(features.stream(), Stream.of(score)).toList();
    }
}
