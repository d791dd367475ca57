package io.millrace.enrich.plan;

import io.millrace.enrich.expression.Expression;
import io.millrace.enrich.window.Aggregate;
import io.millrace.enrich.window.Column;
import io.millrace.enrich.window.Layout;
import io.millrace.enrich.window.Measure;
import io.millrace.enrich.window.Statistic;
import io.millrace.enrich.window.Window;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A history while its features are being found. Equal expressions share a column, equal windows a query. */
final class HistoryDraft {
    private final String store;
    private final boolean labelled;
    private final long tileMillis;
    private final Map<String, Draft> columns = new LinkedHashMap<>();
    private final Map<Window, List<WindowFeatures.Cell>> windows = new LinkedHashMap<>();

    private record Draft(EntryColumn column, EnumSet<Statistic> statistics, long halfLifeMillis) {}

    /** @param tileMillis 0 where every entry is kept */
    HistoryDraft(String store, boolean labelled, long tileMillis) {
        this.store = store;
        this.labelled = labelled;
        this.tileMillis = tileMillis;
    }

    /**
     * The column of an expression, which then also keeps what is needed of it.
     *
     * @param source as written; empty with a null value, where only the condition matters
     * @param where the condition as written, empty with a null one
     */
    int column(
            String source,
            @Nullable Expression value,
            String where,
            @Nullable Expression condition,
            Set<Statistic> needs,
            long halfLifeMillis) {
        String name = source
                + (where.isEmpty() ? "" : " where " + where)
                + (halfLifeMillis == 0 ? "" : " half-life " + halfLifeMillis);
        columns.computeIfAbsent(
                        name,
                        first -> new Draft(
                                new EntryColumn(value, condition), EnumSet.noneOf(Statistic.class), halfLifeMillis))
                .statistics
                .addAll(needs);
        return List.copyOf(columns.keySet()).indexOf(name);
    }

    void feature(Window window, Measure measure, double otherwise, int rowIndex) {
        windows.computeIfAbsent(window, first -> new ArrayList<>())
                .add(new WindowFeatures.Cell(measure, otherwise, rowIndex));
    }

    /** @param latenessMillis how far an event may be behind and still find what its windows need */
    StationHistory finish(long latenessMillis) {
        List<Column> kept = columns.entrySet().stream()
                .map(entry -> new Column(
                        entry.getKey(),
                        entry.getValue().statistics(),
                        entry.getValue().halfLifeMillis()))
                .toList();
        long widest =
                windows.keySet().stream().mapToLong(Window::spanMillis).max().orElse(0);
        var layout = new Layout(kept, Math.max(1, Math.addExact(widest, latenessMillis)));
        if (entries() > 0) {
            layout = layout.keeping(entries());
        }
        if (needsPast()) {
            layout = layout.withPast();
        }
        if (tileMillis > 0) {
            layout = layout.inTiles(tileMillis);
        }
        return new StationHistory(
                store,
                layout,
                labelled,
                columns.values().stream().map(Draft::column).toList(),
                windows.entrySet().stream()
                        .map(entry -> new WindowFeatures(entry.getKey(), entry.getValue()))
                        .toList());
    }

    /** How many of the latest entries are asked for, however old they are. */
    private int entries() {
        int most = 0;
        for (var entry : windows.entrySet()) {
            most = Math.max(most, entry.getKey().latest());
            if (entry.getKey().isUnbounded()) {
                for (WindowFeatures.Cell cell : entry.getValue()) {
                    if (cell.measure().aggregate() == Aggregate.LAG) {
                        most = Math.max(most, (int) cell.measure().parameter() + 1);
                    }
                }
            }
        }
        return most;
    }

    private boolean needsPast() {
        return windows.entrySet().stream()
                .filter(entry -> entry.getKey().isUnbounded() && entry.getKey().latest() == 0)
                .flatMap(entry -> entry.getValue().stream())
                .anyMatch(cell -> cell.measure().aggregate() != Aggregate.LAG);
    }
}
