package io.millrace.drift.profile;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes a {@link ReferenceProfile} from rows. The same rows in any order make the same profile.
 *
 * <p>A value that is NaN or infinite is missing. The others are binned by this rule, n being their number and
 * {@code x[0] <= ... <= x[n-1]} their order:
 *
 * <ul>
 *   <li>At most 20 distinct values: one bin per value, and {@code other} for values not among them.
 *   <li>More: ranges between edges. The k-th decile is {@code x[floor(k n / 10)]}, k = 1..9. A decile above the one
 *       before it (for k = 1: above {@code x[0]}) is an edge; one that equals it fills a whole decile, and the next larger
 *       value becomes an edge, so that the frequent value is a bin of its own. Equal edges are one edge. The first bin is
 *       open to -infinity, the last to +infinity, each between is [edge, next edge).
 * </ul>
 *
 * <p>By this rule no bin but {@code other} is empty in the reference. Holds every row until {@link #build}: 8 bytes per
 * feature and row. Not safe for use by several threads.
 */
public final class ProfileBuilder {
    private final String pipeline;
    private final ProfiledModel model;
    private final List<NumberColumn> numbers;
    private final List<TextColumn> texts;

    /** A feature of numbers to profile. */
    public record Feature(String name, FeatureType type) {}

    private ProfileBuilder(List<NumberColumn> numbers, List<TextColumn> texts, String pipeline, ProfiledModel model) {
        this.pipeline = pipeline;
        this.model = model;
        this.numbers = numbers;
        this.texts = texts;
    }

    /**
     * Begins without a row.
     *
     * @param model the one that scored the rows
     * @param features those that are numbers, in the order of the rows that will be added
     * @param texts the names of those that are texts, in their order
     */
    public ProfileBuilder(String pipeline, ProfiledModel model, List<Feature> features, List<String> texts) {
        this(new ArrayList<>(), texts.stream().map(TextColumn::new).toList(), pipeline, model);
        for (var feature : features) {
            numbers.add(new NumberColumn(feature.name(), feature.type()));
        }
        numbers.add(new NumberColumn(ReferenceProfile.SCORE, FeatureType.DOUBLE));
    }

    /** The same where no feature is a text. */
    public ProfileBuilder(String pipeline, ProfiledModel model, List<Feature> features) {
        this(pipeline, model, features, List.of());
    }

    /**
     * Adds one reference row.
     *
     * @param row the features that are numbers in their order, NaN where missing; not kept
     * @param text those that are texts in their order, null where missing; not kept
     * @param score the model's output for this row, NaN if there is none
     * @throws IllegalArgumentException if the row has another length
     */
    public ProfileBuilder add(double[] row, List<@Nullable String> text, double score) {
        if (row.length != numbers.size() - 1) {
            throw new IllegalArgumentException(
                    "a row of " + (numbers.size() - 1) + " features expected, got " + row.length);
        }
        if (text.size() != texts.size()) {
            throw new IllegalArgumentException("a row of " + texts.size() + " texts expected, got " + text.size());
        }
        for (int i = 0; i < row.length; i++) {
            numbers.get(i).add(row[i]);
        }
        for (int i = 0; i < texts.size(); i++) {
            texts.get(i).add(text.get(i));
        }
        numbers.get(row.length).add(score);
        return this;
    }

    /**
     * The same where no feature is a text.
     *
     * @throws IllegalArgumentException if the row has another length
     */
    public ProfileBuilder add(double[] row, double score) {
        return add(row, List.of(), score);
    }

    /** How many rows were added. */
    public int rows() {
        return score().size();
    }

    /**
     * A value that was added.
     *
     * @param column of {@link ReferenceProfile#columns}
     * @param row from 0, in the order in which they were added
     */
    public double number(int column, int row) {
        return numbers.get(column).value(row);
    }

    /**
     * A text that was added.
     *
     * @param column of {@link ReferenceProfile#texts}
     * @param row from 0, in the order in which they were added
     */
    public @Nullable String text(int column, int row) {
        return texts.get(column).value(row);
    }

    /** A builder with all rows but those from one up to, and without, another. */
    public ProfileBuilder without(int from, int to) {
        return new ProfileBuilder(
                numbers.stream().map(column -> column.without(from, to)).toList(),
                texts.stream().map(column -> column.without(from, to)).toList(),
                pipeline,
                model);
    }

    /**
     * The profile of the rows added so far, without thresholds; more may be added after.
     *
     * @param createdFrom where the rows came from, for people
     * @throws IllegalArgumentException if no row was added, or a name is not one a profile may hold
     */
    public ReferenceProfile build(String createdFrom) {
        var profiles = numbers.stream().map(NumberColumn::profile).toList();
        return new ReferenceProfile(
                pipeline,
                model,
                createdFrom,
                rows(),
                0,
                Double.NaN,
                profiles.subList(0, profiles.size() - 1),
                texts.stream().map(TextColumn::profile).toList(),
                profiles.get(profiles.size() - 1));
    }

    private NumberColumn score() {
        return numbers.get(numbers.size() - 1);
    }
}
