package io.millrace.app.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a drift report shows.
 *
 * @param title of what was compared
 * @param facts about it, each to be read by itself
 * @param drift whether all together did; null if it is unknown
 * @param verdict the same in words
 * @param columns the most drifted first
 */
public record DriftPage(
        String title, List<String> facts, @Nullable Boolean drift, String verdict, List<Column> columns) {
    /**
     * One column, feature or score.
     *
     * @param drifted null if it is unknown
     * @param note what else is to be said, such as why something is unknown; may be empty
     * @param histogram null if the values are not known any more
     */
    public record Column(
            String name,
            @Nullable Boolean drifted,
            List<Test> tests,
            String note,
            @Nullable Histogram histogram) {}

    /**
     * A statistic and what it is held against.
     *
     * @param value null if it is unknown
     * @param pValue null if there is none
     * @param threshold null if there is none
     * @param drifted null if it is unknown
     */
    public record Test(
            String name,
            @Nullable Double value,
            @Nullable Double pValue,
            @Nullable Double threshold,
            @Nullable Boolean drifted) {}
}
