package io.millrace.benchmarks.drift;

import io.millrace.drift.profile.FeatureType;
import io.millrace.drift.profile.ProfileBuilder;
import io.millrace.drift.profile.ProfiledModel;
import io.millrace.drift.window.Observation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Twenty features that do not depend on each other, sixteen numbers and four texts, and the score of a model that reads four of
 * them. Rows do not depend on each other either.
 */
final class World {
    static final ProfiledModel MODEL = new ProfiledModel("study", "1", "0".repeat(64));

    private static final String PIPELINE = "study";

    /** In the order of the profile. */
    private static final List<Shape> SHAPES = List.of(
            Shape.NORMAL,
            Shape.NORMAL,
            Shape.UNIFORM,
            Shape.FLAG,
            Shape.NORMAL,
            Shape.LOGNORMAL,
            Shape.UNIFORM,
            Shape.GAPPY,
            Shape.NORMAL,
            Shape.LOGNORMAL,
            Shape.LOGNORMAL,
            Shape.UNIFORM,
            Shape.COUNT,
            Shape.COUNT,
            Shape.FLAG,
            Shape.GAPPY);

    private static final List<TextFeature> TEXTS = List.of(
            new TextFeature("channel", 3),
            new TextFeature("country", 8),
            new TextFeature("device", 30),
            new TextFeature("merchant", 100));

    /** Numbers that drift in turn: one of each shape that has many values, none that the score reads. */
    private static final int FIRST_DRIFTING = 4;

    private static final int DRIFTING = 4;

    private World() {}

    static int features() {
        return SHAPES.size() + TEXTS.size();
    }

    static int texts() {
        return TEXTS.size();
    }

    static Shape shape(int number) {
        return SHAPES.get(number);
    }

    static String number(int number) {
        return SHAPES.get(number).name().toLowerCase(Locale.ROOT) + "_" + number;
    }

    static String text(int text) {
        return TEXTS.get(text).name();
    }

    /** Which number drifts in a run. */
    static int driftingNumber(int run) {
        return FIRST_DRIFTING + run % DRIFTING;
    }

    /** Which text drifts in a run. */
    static int driftingText(int run) {
        return run % TEXTS.size();
    }

    static Observation draw(Draws draws, long window) {
        return observation(drawNumbers(draws), drawTexts(draws), window);
    }

    /** An empty reference. */
    static ProfileBuilder reference() {
        var features = new ArrayList<ProfileBuilder.Feature>();
        for (int i = 0; i < SHAPES.size(); i++) {
            features.add(new ProfileBuilder.Feature(number(i), FeatureType.DOUBLE));
        }
        return new ProfileBuilder(
                PIPELINE, MODEL, features, TEXTS.stream().map(TextFeature::name).toList());
    }

    /** The numbers of a row, then its score. */
    static double[] drawNumbers(Draws draws) {
        double[] row = new double[SHAPES.size() + 1];
        for (int i = 0; i < SHAPES.size(); i++) {
            row[i] = SHAPES.get(i).draw(draws);
        }
        double log = -1 + away(row, 0) + 0.7 * away(row, 1) + 0.5 * away(row, 2) + 0.2 * away(row, 3);
        row[SHAPES.size()] = 1 / (1 + StrictMath.exp(-log));
        return row;
    }

    private static double away(double[] row, int number) {
        var shape = SHAPES.get(number);
        return (row[number] - shape.mean()) / shape.stddev();
    }

    /** The texts of a row. */
    static List<@Nullable String> drawTexts(Draws draws) {
        var texts = new ArrayList<@Nullable String>();
        for (var text : TEXTS) {
            texts.add(text.draw(draws));
        }
        return texts;
    }

    static Observation observation(double[] numbers, List<@Nullable String> texts, long eventTimeMillis) {
        return new Observation(eventTimeMillis, numbers, texts, MODEL, true, List.of());
    }
}
