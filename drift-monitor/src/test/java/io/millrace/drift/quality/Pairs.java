package io.millrace.drift.quality;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Pairs by rule, the same as {@code src/test/python/quality_golden.py} makes, and what it had the packages compute of them. */
final class Pairs {
    static final JsonNode GOLDEN = golden();

    private Pairs() {}

    /** A prediction and its outcome. */
    record Pair(double score, boolean answer, boolean outcome, Duration delay) {}

    private static JsonNode golden() {
        try (var in = Pairs.class.getResourceAsStream("quality_golden.json")) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Arguments (name, case). */
    static Stream<Arguments> cases(String section) {
        return GOLDEN.path(section).path("cases").properties().stream()
                .map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
    }

    static List<Pair> of(JsonNode rule) {
        var dice = new Random(rule.path("seed").asLong());
        double threshold = rule.path("threshold").asDouble();
        int levels = rule.path("levels").asInt();
        var pairs = new ArrayList<Pair>();
        for (int row = 0; row < rule.path("rows").asInt(); row++) {
            double score = dice.nextDouble();
            for (int i = 0; i < rule.path("squarings").asInt(); i++) {
                score = score * score;
            }
            score = score * rule.path("scale").asDouble();
            score = levels > 0 ? Math.floor(score * levels) / levels : score;
            boolean outcome =
                    (dice.nextDouble() < score) != rule.path("contrary").asBoolean();
            pairs.add(new Pair(score, score >= threshold, outcome, Duration.ofSeconds(row % 977)));
        }
        return pairs;
    }

    /** One in a hundred positive, five scores in six below 0.01. */
    static List<Pair> rare() {
        return of(GOLDEN.path("classification").path("cases").path("rare").path("rule"));
    }

    /** The same shuffled. */
    static List<Pair> shuffled(List<Pair> pairs, long seed) {
        var shuffled = new ArrayList<>(pairs);
        Collections.shuffle(shuffled, new Random(seed));
        return shuffled;
    }

    static ClassificationSummary summary(List<Pair> pairs) {
        var summary = new ClassificationSummary();
        for (var pair : pairs) {
            summary.predicted();
            summary.labelled(pair.score, pair.answer, pair.outcome, pair.delay);
        }
        return summary;
    }

    static double[] scores(List<Pair> pairs) {
        return pairs.stream().mapToDouble(Pair::score).toArray();
    }

    static int[] outcomes(List<Pair> pairs) {
        return pairs.stream().mapToInt(pair -> pair.outcome ? 1 : 0).toArray();
    }
}
