package io.millrace.app.drift;

import io.millrace.drift.definition.DatasetVerdict;
import io.millrace.drift.definition.Definition;
import io.millrace.drift.definition.DriftResult;
import io.millrace.drift.stats.Statistic;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * How two tables differ by a definition.
 *
 * @param columns those that drifted first, then those of which it is not known; the strongest first
 */
public record TableDrift(String definition, List<Column> columns, DatasetVerdict verdict) {
    /** What is said of one column. */
    public record Column(String name, DriftResult result) {
        /** By how much it is beyond its threshold, as a factor; 1 at it. */
        private double strength() {
            var value = result.value();
            var p = result.pValue();
            var threshold = result.threshold();
            if (value == null || threshold == null) {
                return 0;
            }
            return p == null ? value / threshold : threshold / p;
        }

        private int order() {
            var drifted = result.drifted();
            return drifted == null ? 1 : drifted ? 0 : 2;
        }
    }

    /**
     * Compares every column.
     *
     * @param statistic empty for what the definition chooses for each column
     * @throws IllegalArgumentException naming the columns for which the definition does not have the statistic
     */
    public static TableDrift of(TablePair tables, Definition definition, Optional<Statistic> statistic) {
        Predicate<TablePair.Column> known = column -> statistic
                .map(asked -> definition.statistics(column.reference()).contains(asked))
                .orElse(true);
        var without = tables.columns().stream()
                .filter(known.negate())
                .map(TablePair.Column::name)
                .toList();
        if (!without.isEmpty()) {
            throw new IllegalArgumentException(definition.name() + " has no "
                    + statistic.map(Statistic::code).orElseThrow() + " for the columns " + String.join(", ", without));
        }
        var columns = tables.columns().stream()
                .map(column -> new Column(
                        column.name(),
                        definition.compare(
                                statistic.orElseGet(() -> definition.choose(column.reference(), column.current())),
                                column.reference(),
                                column.current())))
                .sorted(Comparator.comparingInt(Column::order)
                        .thenComparing(
                                Comparator.comparingDouble(Column::strength).reversed()))
                .toList();
        return new TableDrift(
                definition.name(),
                columns,
                definition.verdict(columns.stream().map(Column::result).toList()));
    }
}
