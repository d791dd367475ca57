package io.millrace.drift.profile;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The reference that drift is measured against: how each feature and the score were distributed over the rows a model
 * was trained on. Immutable; {@link ProfileJson} writes and reads it.
 *
 * @param pipeline name of the pipeline the rows came from
 * @param model the one that scored them
 * @param createdFrom where the rows came from, for people; not interpreted
 * @param sampleSize reference rows, at least 1; {@code count + missing} of every feature
 * @param chunks from how many parts of the reference thresholds were learnt; 0 if they were not
 * @param outlierLimit the outlier score that one reference row in a thousand exceeded, not negative; NaN if it was not
 *     learnt
 * @param features those that are numbers, in the order of the model's row; no two features have one name and none is
 *     {@value #SCORE}
 * @param texts those that are texts, in the order of the model's row
 * @param score the model's output over the same rows, named {@value #SCORE}
 * @param calibration how often scores are right; null if no labels were given
 */
public record ReferenceProfile(
        String pipeline,
        ProfiledModel model,
        String createdFrom,
        long sampleSize,
        int chunks,
        double outlierLimit,
        List<FeatureProfile> features,
        List<TextProfile> texts,
        FeatureProfile score,
        @Nullable ScoreCalibration calibration) {
    /** Version of the document's format. */
    public static final int FORMAT_VERSION = 2;

    /** The name under which the model's output is watched. */
    public static final String SCORE = "score";

    /** Refuses, with an IllegalArgumentException, parts that contradict each other. */
    public ReferenceProfile {
        features = List.copyOf(features);
        texts = List.copyOf(texts);
        ProfileDocument.refuse(
                new ProfileDocument(pipeline, model, sampleSize, numbers(features), texts(texts), score.document(SCORE))
                        .problems());
        if (calibration != null && calibration.rows() > score.count()) {
            throw new IllegalArgumentException(
                    calibration.rows() + " labels, but " + score.count() + " rows with a score");
        }
    }

    /** One of rows without labels. */
    public ReferenceProfile(
            String pipeline,
            ProfiledModel model,
            String createdFrom,
            long sampleSize,
            int chunks,
            double outlierLimit,
            List<FeatureProfile> features,
            List<TextProfile> texts,
            FeatureProfile score) {
        this(pipeline, model, createdFrom, sampleSize, chunks, outlierLimit, features, texts, score, null);
    }

    /** The same with what labels say of its scores. */
    public ReferenceProfile withCalibration(ScoreCalibration learnt) {
        return new ReferenceProfile(
                pipeline, model, createdFrom, sampleSize, chunks, outlierLimit, features, texts, score, learnt);
    }

    private static List<ProfileDocument.Feature> numbers(List<FeatureProfile> features) {
        return IntStream.range(0, features.size())
                .mapToObj(i -> features.get(i).document("features[" + i + "]"))
                .toList();
    }

    private static List<ProfileDocument.Text> texts(List<TextProfile> texts) {
        return IntStream.range(0, texts.size())
                .mapToObj(i -> texts.get(i).document("texts[" + i + "]"))
                .toList();
    }

    /** The same with another limit; NaN for none. */
    public ReferenceProfile withOutlierLimit(double limit) {
        return new ReferenceProfile(
                pipeline, model, createdFrom, sampleSize, chunks, limit, features, texts, score, calibration);
    }

    /** Everything that is watched and is a number: the features in their order, then the score. */
    public List<FeatureProfile> columns() {
        return Stream.concat(features.stream(), Stream.of(score)).toList();
    }
}
