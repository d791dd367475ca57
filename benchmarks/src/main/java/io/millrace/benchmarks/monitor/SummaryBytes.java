package io.millrace.benchmarks.monitor;

import io.millrace.benchmarks.measure.Distribution;
import io.millrace.benchmarks.measure.Figure;
import io.millrace.benchmarks.measure.Goal;
import io.millrace.drift.profile.FeatureType;
import io.millrace.drift.profile.ProfileBuilder;
import io.millrace.drift.profile.ProfiledModel;
import io.millrace.drift.profile.ReferenceProfile;
import io.millrace.drift.sketch.NumberSummary;
import io.millrace.drift.sketch.SummaryCodec;
import io.millrace.drift.sketch.TextSummary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** Bytes that a monitor stores of one feature and window, for features of many kinds. Nothing is timed. */
public final class SummaryBytes {
    private static final Goal GOAL = Goal.atMost(SummaryCodec.MOST_BYTES);
    private static final int REFERENCE_ROWS = 100_000;
    private static final int MANY = 100_000;
    private static final int LONGEST = 60;
    private static final int FEW = 12;
    private static final double SOME = 0.3;
    private static final long SEED = 3;

    /** The n-th row's value depends on the rows before it: they are asked in order. */
    private static final Map<String, ToDoubleFunction<SplittableRandom>> NUMBERS = new LinkedHashMap<>();

    private static final Map<String, Function<SplittableRandom, String>> TEXTS = new LinkedHashMap<>();

    static {
        NUMBERS.put("uniform", SplittableRandom::nextDouble);
        NUMBERS.put("normal", SummaryBytes::normal);
        NUMBERS.put("amounts", random -> Math.rint(100 * Math.exp(3 + normal(random))) / 100);
        NUMBERS.put("counts", random -> Math.floor(-Math.log(1 - random.nextDouble()) * FEW));
        NUMBERS.put("mostly_zero", random -> random.nextDouble() < SOME ? random.nextDouble() : 0);
        NUMBERS.put("flag", random -> random.nextDouble() < SOME ? 1 : 0);
        TEXTS.put("few_texts", random -> "kind-" + random.nextInt(FEW));
        TEXTS.put("skewed_texts", random -> "merchant-" + (long) Math.exp(random.nextDouble() * Math.log(MANY)));
        TEXTS.put("many_texts", random -> "customer-" + random.nextInt(MANY));
        TEXTS.put("long_texts", random -> "x".repeat(LONGEST) + random.nextInt(MANY));
        TEXTS.put("other_script", random -> "\u6771".repeat(LONGEST) + random.nextInt(MANY));
    }

    private SummaryBytes() {}

    /**
     * The largest and the mean over all features, and each by itself.
     *
     * @param rows of the window, positive
     */
    public static List<Figure> count(long rows) {
        var profile = profile();
        var bytes = new LinkedHashMap<String, Double>();
        for (var column : profile.features()) {
            var summary = NumberSummary.over(column);
            var values = random(column.name());
            var next = NUMBERS.get(column.name());
            for (long row = 0; next != null && row < rows; row++) {
                summary.add(next.applyAsDouble(values));
            }
            bytes.put(column.name(), (double) SummaryCodec.encode(summary).length);
        }
        for (var column : profile.texts()) {
            var summary = TextSummary.over(column);
            var values = random(column.name());
            var next = TEXTS.get(column.name());
            for (long row = 0; next != null && row < rows; row++) {
                summary.add(next.apply(values));
            }
            bytes.put(column.name(), (double) SummaryCodec.encode(summary).length);
        }
        return figures(bytes);
    }

    private static List<Figure> figures(Map<String, Double> bytes) {
        var figures = new ArrayList<Figure>();
        var all = bytes.values().stream().mapToDouble(Double::doubleValue).summaryStatistics();
        figures.add(new Figure("state of a feature and window, largest", "bytes", Distribution.of(all.getMax()), GOAL));
        figures.add(new Figure("state of a feature and window, mean", "bytes", Distribution.of(all.getAverage())));
        bytes.forEach((name, size) ->
                figures.add(new Figure("state of " + name.replace('_', ' '), "bytes", Distribution.of(size))));
        return figures;
    }

    private static ReferenceProfile profile() {
        var features = NUMBERS.keySet().stream()
                .map(name -> new ProfileBuilder.Feature(name, FeatureType.DOUBLE))
                .toList();
        var builder = new ProfileBuilder(
                "state", new ProfiledModel("m", "1", "0".repeat(64)), features, List.copyOf(TEXTS.keySet()));
        var random = random("reference");
        for (int row = 0; row < REFERENCE_ROWS; row++) {
            builder.add(
                    NUMBERS.values().stream()
                            .flatMapToDouble(next -> DoubleStream.of(next.applyAsDouble(random)))
                            .toArray(),
                    TEXTS.values().stream().map(next -> next.apply(random)).toList(),
                    random.nextDouble());
        }
        return builder.build("the benchmark's distributions");
    }

    private static SplittableRandom random(String column) {
        return new SplittableRandom(SEED + column.hashCode());
    }

    /** By Box and Muller (1958). */
    private static double normal(SplittableRandom random) {
        double radius = Math.sqrt(-2 * Math.log(1 - random.nextDouble()));
        return radius * Math.cos(2 * Math.PI * random.nextDouble());
    }
}
