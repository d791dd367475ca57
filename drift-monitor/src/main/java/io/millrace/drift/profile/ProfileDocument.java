package io.millrace.drift.profile;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a profile says, before anyone has agreed with it, and the rules it must meet. The rules are written once: the
 * profile's records refuse to be made against them, and reading a document reports every breach of them.
 *
 * @param score null if it could not even be read
 */
record ProfileDocument(
        String pipeline,
        ProfiledModel model,
        long sampleSize,
        List<Feature> features,
        List<Text> texts,
        @Nullable Feature score) {
    /** Shares are sums of rounded quotients, so they may miss 1 by this much. */
    static final double SHARES_TOLERANCE = 1e-9;

    /** What the bounds are called of bins by value, and of bins by range. */
    static final String VALUES = "values";

    static final String EDGES = "edges";

    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern PIPELINE_NAME = Pattern.compile("[a-z][a-z0-9-]*");
    private static final Pattern FEATURE_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /**
     * One feature, or the score.
     *
     * @param bounds the values or the edges of the bins
     */
    record Feature(
            String path,
            String name,
            long count,
            long missing,
            double mean,
            double stddev,
            double min,
            double max,
            String boundsName,
            List<Double> bounds,
            List<Double> shares,
            List<Double> quantiles,
            Map<String, Double> thresholds) {

        /** What is wrong with this feature alone. */
        List<ProfileProblem> problems() {
            var problems = new ArrayList<ProfileProblem>();
            problems.addAll(naming(path, name, count, missing));
            if (count > 0) {
                moments(problems);
            }
            problems.addAll(ascending(path + ".bins." + boundsName, bounds));
            shares(problems);
            quantiles(problems);
            problems.addAll(ProfileDocument.thresholds(path, thresholds));
            return problems;
        }

        private void moments(List<ProfileProblem> problems) {
            finite("mean", mean, problems);
            finite("stddev", stddev, problems);
            finite("min", min, problems);
            finite("max", max, problems);
            if (stddev < 0) {
                problems.add(problem("stddev", "must not be negative, was " + stddev));
            }
            if (min > max) {
                problems.add(problem("min", "must not exceed max " + max + ", was " + min));
            } else if (mean < min || mean > max) {
                problems.add(problem("mean", "must lie in [" + min + ", " + max + "], was " + mean));
            }
        }

        private void shares(List<ProfileProblem> problems) {
            int bins = bounds.size() + 1;
            if (shares.size() != bins) {
                problems.add(problem("bins.shares", "must be one per bin, " + bins + ", were " + shares.size()));
            }
            double sum = 0;
            for (int i = 0; i < shares.size(); i++) {
                double share = shares.get(i);
                if (!(share >= 0 && share <= 1)) { // written so that NaN fails too
                    problems.add(problem("bins.shares[" + i + "]", "must lie in [0, 1], was " + share));
                }
                sum += share;
            }
            int expected = count > 0 ? 1 : 0;
            if (!(Math.abs(sum - expected) <= SHARES_TOLERANCE)) {
                problems.add(problem("bins.shares", "must sum to " + expected + ", sum to " + sum));
            }
        }

        private void quantiles(List<ProfileProblem> problems) {
            int expected = boundsName.equals(EDGES) && count > 0 ? QuantileRanks.size() : 0;
            if (quantiles.size() != expected) {
                problems.add(problem("quantiles", "must be " + expected + ", were " + quantiles.size()));
                return;
            }
            for (int i = 0; i < expected; i++) {
                double least = i == 0 ? min : quantiles.get(i - 1);
                double quantile = quantiles.get(i);
                if (!(quantile >= least && quantile <= max)) { // written so that NaN fails too
                    problems.add(problem(
                            "quantiles[" + i + "]", "must lie in [" + least + ", " + max + "], was " + quantile));
                }
            }
        }

        private void finite(String field, double number, List<ProfileProblem> problems) {
            if (!Double.isFinite(number)) {
                problems.add(problem(field, "must be finite, was " + number));
            }
        }

        private ProfileProblem problem(String field, String message) {
            return new ProfileProblem(path + "." + field, message);
        }
    }

    /** One feature of texts. */
    record Text(
            String path,
            String name,
            long count,
            long missing,
            long distinct,
            List<Category> categories,
            Map<String, Double> thresholds) {

        /** What is wrong with this feature alone. */
        List<ProfileProblem> problems() {
            var problems = new ArrayList<>(naming(path, name, count, missing));
            var names = new HashSet<String>();
            long listed = 0;
            for (int i = 0; i < categories.size(); i++) {
                var category = categories.get(i);
                if (category.count() < 1
                        || (i > 0 && category.count() > categories.get(i - 1).count())) {
                    problems.add(problem("categories[" + i + "]", "counts must be positive and not rise"));
                }
                if (!names.add(category.name())
                        || !Category.nameOf(category.name()).equals(category.name())) {
                    problems.add(problem(
                            "categories[" + i + "]",
                            "names must differ, and have at most " + Category.LONGEST + " characters"));
                }
                listed += category.count();
            }
            boolean all = listed == count;
            if (categories.size() > TextProfile.MOST_CATEGORIES || listed > count) {
                problems.add(problem("categories", "are more than there were"));
            } else if (all ? distinct != categories.size() : distinct <= categories.size()) {
                problems.add(problem("distinct", "contradicts the categories, was " + distinct));
            }
            problems.addAll(ProfileDocument.thresholds(path, thresholds));
            return problems;
        }

        private ProfileProblem problem(String field, String message) {
            return new ProfileProblem(path + "." + field, message);
        }
    }

    /** What labels say of scores. */
    record Calibration(long rows, long positives, List<Double> scores, List<Double> probabilities) {

        /** What is wrong with it alone. */
        List<ProfileProblem> problems() {
            var problems = new ArrayList<ProfileProblem>();
            if (rows < 1) {
                problems.add(problem("rows", "must be at least 1, was " + rows));
            }
            if (positives < 0 || positives > rows) {
                problems.add(problem("positives", "must lie in [0, " + rows + "], was " + positives));
            }
            if (probabilities.size() != scores.size()) {
                problems.add(problem(
                        "probabilities", "must be one per score, " + scores.size() + ", were " + probabilities.size()));
            }
            problems.addAll(ascending(ScoreCalibration.PATH + ".scores", scores));
            shares("scores", scores, problems);
            shares("probabilities", probabilities, problems);
            for (int i = 1; i < probabilities.size(); i++) {
                if (probabilities.get(i - 1) > probabilities.get(i)) {
                    problems.add(problem(
                            "probabilities[" + i + "]",
                            "must not be below " + probabilities.get(i - 1) + ", was " + probabilities.get(i)));
                }
            }
            return problems;
        }

        private static void shares(String field, List<Double> numbers, List<ProfileProblem> problems) {
            for (int i = 0; i < numbers.size(); i++) {
                double number = numbers.get(i);
                if (!(number >= 0 && number <= 1)) { // written so that NaN fails too
                    problems.add(problem(field + "[" + i + "]", "must lie in [0, 1], was " + number));
                }
            }
        }

        private static ProfileProblem problem(String field, String message) {
            return new ProfileProblem(ScoreCalibration.PATH + "." + field, message);
        }
    }

    private static List<ProfileProblem> naming(String path, String name, long count, long missing) {
        var problems = new ArrayList<ProfileProblem>();
        if (!FEATURE_NAME.matcher(name).matches()) {
            problems.add(new ProfileProblem(path + ".name", "must match " + FEATURE_NAME + ", was '" + name + "'"));
        }
        if (count < 0) {
            problems.add(new ProfileProblem(path + ".count", "must not be negative, was " + count));
        }
        if (missing < 0) {
            problems.add(new ProfileProblem(path + ".missing", "must not be negative, was " + missing));
        }
        return problems;
    }

    private static List<ProfileProblem> thresholds(String path, Map<String, Double> thresholds) {
        return thresholds.entrySet().stream()
                .filter(threshold -> !Double.isFinite(threshold.getValue()))
                .map(threshold -> new ProfileProblem(
                        path + ".thresholds." + threshold.getKey(), "must be finite, was " + threshold.getValue()))
                .toList();
    }

    /** What is wrong with the profile as a whole; each feature's own problems are not repeated. */
    List<ProfileProblem> problems() {
        var problems = new ArrayList<ProfileProblem>();
        if (!PIPELINE_NAME.matcher(pipeline).matches()) {
            problems.add(new ProfileProblem("pipeline", "must match " + PIPELINE_NAME + ", was '" + pipeline + "'"));
        }
        if (sampleSize < 1) {
            problems.add(new ProfileProblem("sampleSize", "must be at least 1, was " + sampleSize));
        }
        if (!DIGEST.matcher(model.sha256()).matches()) {
            problems.add(new ProfileProblem("model.sha256", "must match " + DIGEST + ", was '" + model.sha256() + "'"));
        }
        var names = new HashSet<String>();
        for (var feature : features) {
            name(feature.path(), feature.name(), names, problems);
            rows(feature.path(), feature.count() + feature.missing(), problems);
        }
        for (var text : texts) {
            name(text.path(), text.name(), names, problems);
            rows(text.path(), text.count() + text.missing(), problems);
        }
        if (score != null) {
            if (!score.name().equals(ReferenceProfile.SCORE)) {
                problems.add(score.problem("name", "must be 'score', was '" + score.name() + "'"));
            }
            rows(score.path(), score.count() + score.missing(), problems);
        }
        return problems;
    }

    private static void name(String path, String name, Set<String> names, List<ProfileProblem> problems) {
        if (name.equals(ReferenceProfile.SCORE)) {
            problems.add(new ProfileProblem(path + ".name", "'score' is the model's output, not a feature"));
        } else if (!names.add(name)) {
            problems.add(new ProfileProblem(path + ".name", "'" + name + "' is there twice"));
        }
    }

    private void rows(String path, long rows, List<ProfileProblem> problems) {
        if (rows != sampleSize) {
            problems.add(new ProfileProblem(
                    path, "count and missing must sum to sampleSize " + sampleSize + ", sum to " + rows));
        }
    }

    /** A problem for every number that is not finite or not above the one before it. */
    static List<ProfileProblem> ascending(String path, List<Double> numbers) {
        var problems = new ArrayList<ProfileProblem>();
        for (int i = 0; i < numbers.size(); i++) {
            double number = numbers.get(i);
            if (!Double.isFinite(number)) {
                problems.add(new ProfileProblem(path + "[" + i + "]", "must be finite, was " + number));
            } else if (i > 0 && !(numbers.get(i - 1) < number)) {
                problems.add(new ProfileProblem(
                        path + "[" + i + "]", "must be above " + numbers.get(i - 1) + ", was " + number));
            }
        }
        return problems;
    }

    /** Throws an IllegalArgumentException if there is any problem. */
    static void refuse(List<ProfileProblem> problems) {
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(
                    problems.stream().map(ProfileProblem::toString).collect(Collectors.joining("; ")));
        }
    }
}
