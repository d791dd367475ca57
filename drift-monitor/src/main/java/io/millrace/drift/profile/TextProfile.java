package io.millrace.drift.profile;

import java.util.List;
import java.util.Map;

/**
 * How the texts of one feature were distributed over the reference rows.
 *
 * @param name the feature's name; letters, digits and underscores
 * @param count rows with a text, not negative
 * @param missing rows without one, not negative
 * @param distinct how many different texts there were; at least as many as {@code categories}
 * @param categories the most frequent of them, at most {@link #MOST_CATEGORIES}, by falling count and then by name; the
 *     rest is known together only, as {@link #others}
 * @param thresholds what was learnt from chunks of the reference, by the name of a statistic; see {@link
 *     FeatureProfile#thresholds}
 */
public record TextProfile(
        String name,
        long count,
        long missing,
        long distinct,
        List<Category> categories,
        Map<String, Double> thresholds) {
    /** More are not listed. */
    public static final int MOST_CATEGORIES = 50;

    /** Refuses, with an IllegalArgumentException, numbers that contradict each other. */
    public TextProfile {
        categories = List.copyOf(categories);
        thresholds = FeatureProfile.sorted(thresholds);
        ProfileDocument.refuse(
                new ProfileDocument.Text(name, name, count, missing, distinct, categories, thresholds).problems());
    }

    ProfileDocument.Text document(String path) {
        return new ProfileDocument.Text(path, name, count, missing, distinct, categories, thresholds);
    }

    /** Rows whose text is none of the categories listed. */
    public long others() {
        return count - categories.stream().mapToLong(Category::count).sum();
    }

    /** Share of the reference rows without a text, in [0, 1]. */
    public double missingShare() {
        return (double) missing / (count + missing);
    }

    /** The same with thresholds. */
    public TextProfile withThresholds(Map<String, Double> learnt) {
        return new TextProfile(name, count, missing, distinct, categories, learnt);
    }
}
