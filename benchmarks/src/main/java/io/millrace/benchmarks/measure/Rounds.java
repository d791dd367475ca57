package io.millrace.benchmarks.measure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What contenders came to that took turns: A, B, A, B. What changes with time, such as heat and neighbours, meets all of them
 * alike, so a ratio is taken within each round, and the median of these says more than the ratio of two medians.
 *
 * @param <R> what one run came to
 */
public final class Rounds<R> {
    private final Map<String, List<R>> runs = new LinkedHashMap<>();

    /** One who takes part. */
    @FunctionalInterface
    public interface Contender<R> {
        R run() throws Exception;
    }

    /** One round. */
    @FunctionalInterface
    public interface Round<R> {
        /** What a contender came to. */
        R get(String contender);
    }

    private Rounds() {}

    /**
     * Lets every contender run once per round.
     *
     * @param contenders by name, in the order of their turns
     * @param told what is to be shown of a run
     */
    public static <R> Rounds<R> of(
            int number, Map<String, ? extends Contender<R>> contenders, Progress progress, ToDoubleFunction<R> told)
            throws Exception {
        var rounds = new Rounds<R>();
        for (int round = 1; round <= number; round++) {
            for (var contender : contenders.entrySet()) {
                R result = contender.getValue().run();
                rounds.runs
                        .computeIfAbsent(contender.getKey(), first -> new ArrayList<>())
                        .add(result);
                progress.say("round " + round + " of " + number + ", " + contender.getKey() + ": "
                        + Numbers.text(told.applyAsDouble(result)));
            }
        }
        return rounds;
    }

    public Distribution of(String contender, ToDoubleFunction<R> what) {
        return Distribution.of(runsOf(contender).stream().mapToDouble(what));
    }

    /** The quotient of two contenders in every round. */
    public Distribution ratio(String numerator, String denominator, ToDoubleFunction<R> what) {
        List<R> above = runsOf(numerator);
        List<R> below = runsOf(denominator);
        return Distribution.of(IntStream.range(0, above.size())
                .mapToDouble(round -> what.applyAsDouble(above.get(round)) / what.applyAsDouble(below.get(round))));
    }

    /** What the runs of a round come to together, in every round. */
    public Distribution each(ToDoubleFunction<Round<R>> what) {
        int number = runs.values().iterator().next().size();
        return Distribution.of(IntStream.range(0, number)
                .mapToDouble(round ->
                        what.applyAsDouble(contender -> runsOf(contender).get(round))));
    }

    private List<R> runsOf(String contender) {
        List<R> of = runs.get(contender);
        if (of == null) {
            throw new IllegalArgumentException("no contender " + contender + " among " + runs.keySet());
        }
        return of;
    }
}
