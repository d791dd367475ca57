package io.millrace.drift.definition;

import io.millrace.drift.stats.Statistic;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A way to compare two samples, to the last bin. Implementations are immutable and safe for concurrent use. */
public sealed interface Definition permits Evidently, NannyMl, Alibi, Millrace {
    /** All of them, the default one first. */
    List<Definition> ALL = List.of(new Evidently(), new NannyMl(), new Alibi(), new Millrace());

    /** The one of a name. */
    static Optional<Definition> named(String name) {
        return ALL.stream().filter(definition -> definition.name().equals(name)).findFirst();
    }

    /** How it is written. */
    String name();

    /** What it can compute of a column of this kind. */
    Set<Statistic> statistics(Sample reference);

    /** What it computes of a column if nobody says what. */
    Statistic choose(Sample reference, Sample current);

    /**
     * Compares two samples.
     *
     * @param reference what is taken for normal; of the same kind as {@code current}
     * @throws IllegalArgumentException if the samples are of different kinds, or the statistic is none for them
     */
    DriftResult compare(Statistic statistic, Sample reference, Sample current);

    /** What the columns say together, each compared once. */
    DatasetVerdict verdict(Collection<DriftResult> columns);

    /**
     * Refuses, with an IllegalArgumentException, samples of different kinds, and a statistic that is none for them.
     *
     * @param statistics what there is for the reference
     */
    static void requireApplicable(
            String name, Set<Statistic> statistics, Statistic statistic, Sample reference, Sample current) {
        if (!statistics.contains(statistic)) {
            throw new IllegalArgumentException(name + " has no " + statistic.code() + " for "
                    + (reference instanceof Sample.Numbers ? "numbers" : "categories"));
        }
        if (reference.getClass() != current.getClass()) {
            throw mixed();
        }
    }

    /** The complaint that numbers and categories have nothing in common. */
    static IllegalArgumentException mixed() {
        return new IllegalArgumentException("numbers cannot be compared with categories");
    }
}
