package io.millrace.drift.definition;

import java.util.Collection;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a definition says of all columns together.
 *
 * @param columns how many were compared
 * @param drifted how many drifted
 * @param unknown of how many it is not known
 * @param drift whether the dataset did; null if it depends on what is not known
 * @param rule when it does, in words
 */
public record DatasetVerdict(
        int columns, int drifted, int unknown, @Nullable Boolean drift, String rule) {
    /** A rule by the number of columns that drifted. */
    @FunctionalInterface
    interface Rule {
        boolean isDrift(int drifted, int columns);
    }

    /**
     * The verdict, unless what is unknown could change it.
     *
     * @param drifted by column, null if unknown
     * @param rule is not to turn false again with more columns drifted
     */
    static DatasetVerdict of(Collection<@Nullable Boolean> drifted, String words, Rule rule) {
        int columns = drifted.size();
        int unknown = (int) drifted.stream().filter(Objects::isNull).count();
        int found = (int) drifted.stream().filter(Boolean.TRUE::equals).count();
        boolean least = rule.isDrift(found, columns);
        boolean most = rule.isDrift(found + unknown, columns);
        boolean known = columns > unknown && least == most;
        return new DatasetVerdict(columns, found, unknown, known ? least : null, words);
    }
}
