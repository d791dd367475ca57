package io.millrace.drift.profile;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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
        long sampleSize,
        List<Feature> features,
        @Nullable Feature score) {
    /** Shares are sums of rounded quotients, so they may miss 1 by this much. */
    static final double SHARES_TOLERANCE = 1e-9;

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
            List<Double> shares) {

        /** What is wrong with this feature alone. */
        List<ProfileProblem> problems() {
            var problems = new ArrayList<ProfileProblem>();
            if (!FEATURE_NAME.matcher(name).matches()) {
                problems.add(problem("name", "must match " + FEATURE_NAME + ", was '" + name + "'"));
            }
            notNegative("count", count, problems);
            notNegative("missing", missing, problems);
            if (count > 0) {
                moments(problems);
            }
            problems.addAll(ascending(path + ".bins." + boundsName, bounds));
            shares(problems);
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

        private void notNegative(String field, long number, List<ProfileProblem> problems) {
            if (number < 0) {
                problems.add(problem(field, "must not be negative, was " + number));
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

    /** What is wrong with the profile as a whole; each feature's own problems are not repeated. */
    List<ProfileProblem> problems() {
        var problems = new ArrayList<ProfileProblem>();
        if (!PIPELINE_NAME.matcher(pipeline).matches()) {
            problems.add(new ProfileProblem("pipeline", "must match " + PIPELINE_NAME + ", was '" + pipeline + "'"));
        }
        if (sampleSize < 1) {
            problems.add(new ProfileProblem("sampleSize", "must be at least 1, was " + sampleSize));
        }
        var names = new HashSet<String>();
        for (var feature : features) {
            if (feature.name().equals(ReferenceProfile.SCORE)) {
                problems.add(feature.problem("name", "'score' is the model's output, not a feature"));
            } else if (!names.add(feature.name())) {
                problems.add(feature.problem("name", "'" + feature.name() + "' is there twice"));
            }
            rows(feature, problems);
        }
        if (score != null) {
            if (!score.name().equals(ReferenceProfile.SCORE)) {
                problems.add(score.problem("name", "must be 'score', was '" + score.name() + "'"));
            }
            rows(score, problems);
        }
        return problems;
    }

    private void rows(Feature feature, List<ProfileProblem> problems) {
        long rows = feature.count() + feature.missing();
        if (rows != sampleSize) {
            problems.add(new ProfileProblem(
                    feature.path(), "count and missing must sum to sampleSize " + sampleSize + ", sum to " + rows));
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
