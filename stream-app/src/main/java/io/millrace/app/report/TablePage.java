package io.millrace.app.report;

import static java.util.Objects.requireNonNull;

import io.millrace.app.drift.TableDrift;
import io.millrace.app.drift.TablePair;
import io.millrace.drift.definition.DriftResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is shown of two tables that were compared. */
public final class TablePage {
    private TablePage() {}

    /**
     * A page of all columns.
     *
     * @param reference what to call it
     * @param current what to call it
     */
    public static DriftPage of(TablePair tables, TableDrift drift, String reference, String current) {
        Map<String, TablePair.Column> samples =
                tables.columns().stream().collect(Collectors.toMap(TablePair.Column::name, Function.identity()));
        var verdict = drift.verdict();
        var facts = new ArrayList<String>();
        facts.add("Reference: " + reference);
        facts.add("Current: " + current);
        facts.add("Numbers by the definition " + drift.definition() + ". Drift is when " + verdict.rule() + ".");
        onlyIn("reference", tables.onlyInReference()).ifPresent(facts::add);
        onlyIn("current", tables.onlyInCurrent()).ifPresent(facts::add);
        return new DriftPage(
                "Drift of " + current,
                facts,
                verdict.drift(),
                word(verdict.drift()) + ": " + verdict.drifted() + " of " + verdict.columns() + " columns drifted"
                        + (verdict.unknown() > 0 ? ", of " + verdict.unknown() + " it is unknown" : ""),
                drift.columns().stream()
                        .map(column ->
                                column(column.name(), column.result(), requireNonNull(samples.get(column.name()))))
                        .toList());
    }

    private static String word(@Nullable Boolean drift) {
        return drift == null ? "Unknown" : drift ? "Drift" : "No drift";
    }

    private static DriftPage.Column column(String name, DriftResult result, TablePair.Column samples) {
        var test = new DriftPage.Test(
                result.statistic().code(), result.value(), result.pValue(), result.threshold(), result.drifted());
        return new DriftPage.Column(
                name,
                result.drifted(),
                List.of(test),
                Optional.ofNullable(result.reason()).orElse(""),
                Histograms.of(samples.reference(), samples.current()));
    }

    private static Optional<String> onlyIn(String side, List<String> names) {
        return names.isEmpty()
                ? Optional.empty()
                : Optional.of("Not compared, because only the " + side + " has them: " + String.join(", ", names));
    }
}
