package io.millrace.app.model;

import io.millrace.enrich.contract.RejectionReason;
import io.millrace.enrich.definition.Feature;
import io.millrace.enrich.definition.FeatureType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Stands between features and a model: replaces values that it must not see, or refuses the whole row. What the features were stays
 * as it is; predictions and drift statistics say that. Immutable.
 */
public final class ValueGuard {
    /** Lets everything pass. */
    public static final ValueGuard NONE = new ValueGuard(List.of(), List.of(), null);

    private final List<Watched> numbers;
    private final List<Watched> texts;
    /** Of numbers of which only infinite ones are minded, as most are: a look at one takes less time than one at a range. */
    private final int[] notInfinite;

    private final Usual usual;
    private final @Nullable OutlierWatch outliers;

    /** @param index in the row, or among the row's texts */
    private record Watched(int index, String feature, ValueRule rule) {}

    /** What passes whatever else a rule says, side by side, because every row is held against it. Ranges are closed. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Usual(int[] places, double[] least, double[] greatest, boolean[] mayBeMissing) {
        static Usual of(List<Watched> numbers) {
            int count = numbers.size();
            var usual = new Usual(new int[count], new double[count], new double[count], new boolean[count]);
            for (int i = 0; i < count; i++) {
                var watched = numbers.get(i);
                usual.places[i] = watched.index;
                usual.least[i] = watched.rule.leastUsual();
                usual.greatest[i] = watched.rule.greatestUsual();
                usual.mayBeMissing[i] = watched.rule.missing() == Treatment.PASS;
            }
            return usual;
        }

        boolean passes(double[] row) {
            for (int i = 0; i < places.length; i++) {
                double value = row[places[i]];
                boolean passes =
                        (value >= least[i] && value <= greatest[i]) || (mayBeMissing[i] && Double.isNaN(value));
                if (!passes) {
                    return false;
                }
            }
            return true;
        }
    }

    /** What a model sees of a row. */
    public sealed interface Seen {
        /** These numbers and texts, in the pipeline's order; the row's own arrays where nothing was replaced. */
        @SuppressWarnings("ArrayRecordComponent") // handed through, never compared
        record Row(double[] numbers, @Nullable String[] texts) implements Seen {}

        /** Nothing, and why. */
        record Refused(RejectionReason reason, String detail) implements Seen {
            private static Refused value(String detail) {
                return new Refused(RejectionReason.VALUE_REFUSED, detail);
            }
        }
    }

    /** Is told that a value was replaced. */
    public interface Listener {
        Listener NONE = feature -> {};

        void replaced(String feature);
    }

    private ValueGuard(List<Watched> numbers, List<Watched> texts, @Nullable OutlierWatch outliers) {
        this.numbers = List.copyOf(numbers);
        this.texts = List.copyOf(texts);
        this.notInfinite = numbers.stream()
                .filter(each -> each.rule.mindsOnlyInfinite())
                .mapToInt(Watched::index)
                .toArray();
        this.usual = Usual.of(
                numbers.stream().filter(each -> !each.rule.mindsOnlyInfinite()).toList());
        this.outliers = outliers;
    }

    /**
     * Watches a row's features.
     *
     * @param features in the order of the row
     * @param rules of each
     */
    public static ValueGuard of(List<Feature> features, Function<Feature, ValueRule> rules) {
        var numbers = new ArrayList<Watched>();
        var texts = new ArrayList<Watched>();
        int[] textPlaces = Feature.textPlaces(features);
        for (int i = 0; i < textPlaces.length; i++) {
            var feature = features.get(i);
            var rule = rules.apply(feature);
            if (rule.passesAll()) {
                continue;
            }
            if (feature.type() == FeatureType.TEXT) {
                texts.add(new Watched(textPlaces[i], feature.name(), rule));
            } else {
                numbers.add(new Watched(i, feature.name(), rule));
            }
        }
        return new ValueGuard(numbers, texts, null);
    }

    /** The same that also refuses rows which are outliers, where those are kept away. */
    public ValueGuard with(OutlierWatch watch) {
        return new ValueGuard(numbers, texts, watch.quarantines() ? watch : null);
    }

    /** Whether the model may see a row as it is, told quickly. If not, it may all the same: {@link #look}. */
    public boolean passes(double[] row, @Nullable String[] rowTexts) {
        for (int place : notInfinite) {
            if (Math.abs(row[place]) > Float.MAX_VALUE) { // of those just above, some are finite in 32 bits; NaN passes
                return false;
            }
        }
        if (!usual.passes(row) || isOutlier(row)) {
            return false;
        }
        for (Watched watched : texts) {
            if (rowTexts[watched.index] == null) {
                return false;
            }
        }
        return true;
    }

    private boolean isOutlier(double[] row) {
        return outliers != null && outliers.keepsAway(row);
    }

    /** What the model may see of a row. Neither array is changed. */
    public Seen look(double[] row, @Nullable String[] rowTexts, Listener listener) {
        if (outliers != null && isOutlier(row)) {
            return new Seen.Refused(RejectionReason.OUTLIER, outliers.told(row));
        }
        double[] seen = row;
        for (Watched watched : numbers) {
            double value = row[watched.index];
            Treatment treatment = treatment(watched.rule, value);
            if (treatment instanceof Treatment.Refuse) {
                return Seen.Refused.value(refusal(watched, value));
            }
            if (treatment instanceof Treatment.OtherNumber number) {
                seen = seen == row ? row.clone() : seen;
                seen[watched.index] = number.instead();
                listener.replaced(watched.feature);
            }
        }
        @Nullable String[] seenTexts = rowTexts;
        for (Watched watched : texts) {
            if (rowTexts[watched.index] == null && watched.rule.missing() instanceof Treatment.Refuse) {
                return Seen.Refused.value(watched.feature + " is missing");
            }
            if (rowTexts[watched.index] == null && watched.rule.missing() instanceof Treatment.OtherText text) {
                seenTexts = seenTexts == rowTexts ? rowTexts.clone() : seenTexts;
                seenTexts[watched.index] = text.instead();
                listener.replaced(watched.feature);
            }
        }
        return new Seen.Row(seen, seenTexts);
    }

    private static Treatment treatment(ValueRule rule, double value) {
        if (Double.isNaN(value)) {
            return rule.missing();
        }
        if (isInfinite(value)) {
            return rule.infinite();
        }
        var expected = rule.expected();
        return expected == null || expected.has(value) ? Treatment.PASS : rule.outside();
    }

    /** Or would be in 32 bits. */
    private static boolean isInfinite(double value) {
        return Double.isInfinite((float) value);
    }

    private static String refusal(Watched watched, double value) {
        if (Double.isNaN(value)) {
            return watched.feature + " is missing";
        }
        return isInfinite(value)
                ? watched.feature + " is " + value + ", which is infinite in 32 bits"
                : watched.feature + " is " + value + ", which the reference profile does not know: "
                        + watched.rule.expected();
    }
}
