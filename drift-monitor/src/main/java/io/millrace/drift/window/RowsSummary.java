package io.millrace.drift.window;

import io.millrace.drift.profile.ProfiledModel;
import io.millrace.drift.profile.ReferenceProfile;
import io.millrace.drift.sketch.NumberSummary;
import io.millrace.drift.sketch.TextSummary;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of some predictions: a summary of each column of the profile, how many they were, and by which model. Not safe
 * for use by several threads.
 */
public final class RowsSummary {
    private final List<NumberSummary> numbers;
    private final List<TextSummary> texts;
    private long rows;
    private ModelVersions models;

    RowsSummary(List<NumberSummary> numbers, List<TextSummary> texts, long rows, ModelVersions models) {
        this.numbers = numbers;
        this.texts = texts;
        this.rows = rows;
        this.models = models;
    }

    static RowsSummary over(ReferenceProfile profile) {
        return after(new long[profile.columns().size()], profile);
    }

    /** @param before how many values of each column of numbers have been counted elsewhere, see {@link NumberSummary#after} */
    static RowsSummary after(long[] before, ReferenceProfile profile) {
        var columns = profile.columns();
        return new RowsSummary(
                IntStream.range(0, columns.size())
                        .mapToObj(i -> NumberSummary.after(before[i], columns.get(i)))
                        .toList(),
                profile.texts().stream().map(TextSummary::over).toList(),
                0,
                ModelVersions.NONE);
    }

    void add(Observation row) {
        int counted = row.comparable() ? numbers.size() : numbers.size() - 1; // the score is the last
        for (int i = 0; i < counted; i++) {
            numbers.get(i).add(row.number(i));
        }
        for (int i = 0; i < texts.size(); i++) {
            texts.get(i).add(row.text(i));
        }
        rows++;
        models = models.and(row.model());
    }

    void merge(RowsSummary other) {
        for (int i = 0; i < numbers.size(); i++) {
            numbers.get(i).merge(other.numbers.get(i));
        }
        for (int i = 0; i < texts.size(); i++) {
            texts.get(i).merge(other.texts.get(i));
        }
        rows += other.rows;
        models = models.and(other.models);
    }

    /** How many predictions were counted. */
    public long rows() {
        return rows;
    }

    /** The model of all of them; null if there are none, or several. */
    public @Nullable ProfiledModel model() {
        return models.only();
    }

    ModelVersions models() {
        return models;
    }

    /** In the order of {@link ReferenceProfile#columns()}; live, not a copy. */
    public List<NumberSummary> numbers() {
        return numbers;
    }

    /** In the order of {@link ReferenceProfile#texts()}; live, not a copy. */
    public List<TextSummary> texts() {
        return texts;
    }
}
