package io.millrace.drift.compare;

import io.millrace.drift.outlier.OutlierScore;
import io.millrace.drift.profile.FeatureProfile;
import io.millrace.drift.profile.ProfileBuilder;
import io.millrace.drift.profile.ReferenceProfile;
import io.millrace.drift.profile.TextProfile;
import io.millrace.drift.sketch.NumberSummary;
import io.millrace.drift.sketch.TextSummary;
import io.millrace.drift.stats.Statistic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Learns from the reference itself how much its statistics vary: it is cut into chunks, one after the other in the
 * order of the rows, each is compared with the profile of all others, and the threshold of a statistic is the mean of
 * these values plus three (population) standard deviations, at most the greatest value the
 * statistic can have. The rule is NannyML's, which compares with the whole reference, the chunk included.
 *
 * <p>A statistic that is infinite of a chunk, or unknown of all, has no threshold. Chunks are as many as wanted, but
 * none has fewer rows than a comparison takes; below two nothing is learnt.
 */
public final class LearntThresholds {
    /** As many chunks as NannyML takes. */
    public static final int DEFAULT_CHUNKS = 10;

    /** From fewer chunks a standard deviation says little; NannyML warns below as many. */
    public static final int FEWEST_CHUNKS = 6;

    private static final int STANDARD_DEVIATIONS = 3;
    private static final double OUTLIERS = 0.001;

    private final ProfileBuilder rows;
    private final Comparison comparison;
    private final int chunks;

    /**
     * Learns from rows.
     *
     * @param rows in the order of their event time
     * @param most how many chunks are wanted; at least 2
     */
    public LearntThresholds(ProfileBuilder rows, Comparison comparison, int most) {
        if (most < 2) {
            throw new IllegalArgumentException("at least 2 chunks, not " + most);
        }
        int possible = Math.min(most, rows.rows() / comparison.leastRows());
        this.rows = rows;
        this.comparison = comparison;
        this.chunks = possible < 2 ? 0 : possible;
    }

    /** The profile of the rows, with thresholds; see {@link ProfileBuilder#build}. */
    public ReferenceProfile profile(String createdFrom) {
        var plain = rows.build(createdFrom);
        var numbers = plain.columns().stream().map(column -> new Values()).toList();
        var texts = plain.texts().stream().map(column -> new Values()).toList();
        for (int chunk = 0; chunk < chunks; chunk++) {
            compare(start(chunk), start(chunk + 1), numbers, texts);
        }
        var columns = plain.columns();
        var learnt = IntStream.range(0, columns.size())
                .mapToObj(i -> columns.get(i).withThresholds(numbers.get(i).thresholds()))
                .toList();
        var learntTexts = IntStream.range(0, texts.size())
                .mapToObj(i -> plain.texts().get(i).withThresholds(texts.get(i).thresholds()))
                .toList();
        return new ReferenceProfile(
                plain.pipeline(),
                plain.model(),
                createdFrom,
                plain.sampleSize(),
                chunks,
                outlierLimit(plain),
                learnt.subList(0, learnt.size() - 1),
                learntTexts,
                learnt.get(learnt.size() - 1));
    }

    private int start(int chunk) {
        return (int) ((long) chunk * rows.rows() / chunks);
    }

    private void compare(int from, int to, List<Values> numbers, List<Values> texts) {
        var rest = rows.without(from, to).build("all rows but a chunk");
        for (int i = 0; i < numbers.size(); i++) {
            numbers.get(i).add(comparison.of(summary(rest.columns().get(i), i, from, to)));
        }
        for (int i = 0; i < texts.size(); i++) {
            texts.get(i).add(comparison.of(summary(rest.texts().get(i), i, from, to)));
        }
    }

    private NumberSummary summary(FeatureProfile rest, int column, int from, int to) {
        var summary = NumberSummary.over(rest);
        for (int row = from; row < to; row++) {
            summary.add(rows.number(column, row));
        }
        return summary;
    }

    private TextSummary summary(TextProfile rest, int column, int from, int to) {
        var summary = TextSummary.over(rest);
        for (int row = from; row < to; row++) {
            summary.add(rows.text(column, row));
        }
        return summary;
    }

    private double outlierLimit(ReferenceProfile plain) {
        var outliers = OutlierScore.against(plain.features());
        double[] row = new double[plain.features().size()];
        double[] scores = new double[rows.rows()];
        for (int r = 0; r < scores.length; r++) {
            for (int i = 0; i < row.length; i++) {
                row[i] = rows.number(i, r);
            }
            scores[r] = outliers.of(row);
        }
        Arrays.sort(scores);
        return scores[scores.length - 1 - (int) (scores.length * OUTLIERS)];
    }

    /** The values of a column's statistics, chunk by chunk. */
    private static final class Values {
        private final Map<Statistic, List<Double>> known = new EnumMap<>(Statistic.class);

        void add(List<Finding> findings) {
            for (var finding : findings) {
                Double value = finding.value();
                if (value != null) {
                    known.computeIfAbsent(finding.statistic(), ignored -> new ArrayList<>())
                            .add(value);
                }
            }
        }

        Map<String, Double> thresholds() {
            var thresholds = new TreeMap<String, Double>();
            known.forEach((statistic, values) -> {
                double mean = values.stream().mapToDouble(v -> v).average().orElseThrow();
                double variance = values.stream()
                        .mapToDouble(v -> (v - mean) * (v - mean))
                        .average()
                        .orElseThrow();
                double threshold = Math.min(
                        ProfileDefinition.of(statistic).most(), mean + STANDARD_DEVIATIONS * Math.sqrt(variance));
                if (values.stream().allMatch(Double::isFinite) && Double.isFinite(threshold)) {
                    thresholds.put(statistic.code(), threshold);
                }
            });
            return thresholds;
        }
    }
}
