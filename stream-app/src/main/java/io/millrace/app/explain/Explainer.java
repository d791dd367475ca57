package io.millrace.app.explain;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** Gives scores their reasons, within some time. Confined to one thread. */
public final class Explainer {
    private final ReasonsDefinition definition;
    private final List<String> features;
    private final Contributions contributions;
    private final Duration most;

    Explainer(ReasonsDefinition definition, List<String> features, Contributions contributions, Duration most) {
        this.definition = definition;
        this.features = List.copyOf(features);
        this.contributions = contributions;
        this.most = most;
    }

    /** Whether a score is to have reasons. */
    public boolean asks(double score) {
        return definition.asks(score);
    }

    /**
     * The reasons of some scores.
     *
     * @param rows with the scores that the model gave them
     * @return for each row the features that moved its score most, those that moved it most first, of equals in the order of the
     *     row; fewer than asked for where fewer moved it. Empty where they could not be found, or not in time
     */
    public List<Optional<List<Reason>>> explain(List<ScoredRow> rows) {
        long startNanos = System.nanoTime();
        BooleanSupplier late = () -> System.nanoTime() - startNanos > most.toNanos();
        var reasons = new ArrayList<Optional<List<Reason>>>(rows.size());
        for (double[] each : contributions.of(rows, late)) {
            reasons.add(each == null || !areFinite(each) ? Optional.empty() : Optional.of(most(each)));
        }
        return reasons;
    }

    private static boolean areFinite(double[] contributions) {
        for (double contribution : contributions) {
            if (!Double.isFinite(contribution)) {
                return false;
            }
        }
        return true;
    }

    private List<Reason> most(double[] contributions) {
        return IntStream.range(0, contributions.length)
                .filter(i -> contributions[i] != 0)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -Math.abs(contributions[i])))
                .limit(definition.most())
                .map(i -> new Reason(features.get(i), contributions[i]))
                .toList();
    }
}
