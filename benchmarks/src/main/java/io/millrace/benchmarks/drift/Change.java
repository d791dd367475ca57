package io.millrace.benchmarks.drift;

import io.millrace.drift.window.Observation;
import java.util.ArrayList;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What happens to one feature, all at once or little by little.
 *
 * @param size in standard deviations; times the variance; a share of rows
 * @param windows until it is complete; 0 at once
 */
record Change(String name, Kind kind, double size, int windows) {
    /** What becomes of values. */
    enum Kind {
        MEAN,
        VARIANCE,
        NEW_CATEGORY,
        /** Nothing at all: only outcomes depend on features in another way. */
        CONCEPT
    }

    private static final String NEW_TEXT = "never seen before";

    static Change mean(double stddevs) {
        return new Change("mean + " + stddevs + " sd", Kind.MEAN, stddevs, 0);
    }

    static Change variance(double times) {
        return new Change("variance x " + times, Kind.VARIANCE, times, 0);
    }

    static Change newCategory(double share) {
        return new Change("new category, " + Math.round(100 * share) + " %", Kind.NEW_CATEGORY, share, 0);
    }

    static Change gradual(double stddevs, int windows) {
        return new Change("mean + " + stddevs + " sd within " + windows + " windows", Kind.MEAN, stddevs, windows);
    }

    static Change concept() {
        return new Change("concept drift", Kind.CONCEPT, 0, 0);
    }

    private boolean ofText() {
        return kind == Kind.NEW_CATEGORY;
    }

    /** The feature that changes in a run; null if none does. */
    @Nullable
    String feature(int run) {
        return switch (kind) {
            case MEAN, VARIANCE -> World.number(World.driftingNumber(run));
            case NEW_CATEGORY -> World.text(World.driftingText(run));
            case CONCEPT -> null;
        };
    }

    /**
     * What a row becomes.
     *
     * @param since how many windows after the beginning of the change
     */
    Observation of(Observation row, int run, double since, Draws draws) {
        double[] numbers = new double[row.numbers()];
        Arrays.setAll(numbers, row::number);
        var texts = new ArrayList<@Nullable String>();
        for (int text = 0; text < World.texts(); text++) {
            texts.add(row.text(text));
        }
        if (ofText()) {
            if (draws.happens(size)) {
                texts.set(World.driftingText(run), NEW_TEXT);
            }
        } else {
            int number = World.driftingNumber(run);
            numbers[number] = number(numbers[number], World.shape(number), since);
        }
        return World.observation(numbers, texts, row.eventTimeMillis());
    }

    private double number(double value, Shape shape, double since) {
        double done = windows == 0 ? 1 : Math.min(1, since / windows);
        return switch (kind) {
            case MEAN -> value + done * size * shape.stddev();
            case VARIANCE -> shape.mean() + (value - shape.mean()) * Math.sqrt(size);
            case NEW_CATEGORY, CONCEPT -> value;
        };
    }
}
