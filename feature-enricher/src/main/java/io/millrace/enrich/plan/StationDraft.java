package io.millrace.enrich.plan;

import io.millrace.enrich.event.KeyField;
import io.millrace.enrich.expression.Expression;
import io.millrace.enrich.window.Aggregate;
import io.millrace.enrich.window.Column;
import io.millrace.enrich.window.Layout;
import io.millrace.enrich.window.Statistic;
import io.millrace.enrich.window.Window;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A station while its features are being found. Equal expressions share a column, equal windows a query. */
final class StationDraft {
    private final KeyField key;
    private final boolean rekeyed;
    private final List<Join> joins = new ArrayList<>();
    private final List<Expression> columns = new ArrayList<>();
    private final Map<String, EnumSet<Statistic>> statistics = new LinkedHashMap<>();
    private final Map<Window, List<WindowFeatures.Cell>> windows = new LinkedHashMap<>();
    private final List<ValueFeature> values = new ArrayList<>();

    StationDraft(KeyField key, boolean rekeyed) {
        this.key = key;
        this.rekeyed = rekeyed;
    }

    void join(Join join) {
        joins.add(join);
    }

    void value(ValueFeature value) {
        values.add(value);
    }

    /** The column of an expression, which then also keeps what the aggregate needs. */
    int column(String source, Expression expression, Aggregate aggregate) {
        var kept = statistics.get(source);
        if (kept == null) {
            kept = EnumSet.noneOf(Statistic.class);
            statistics.put(source, kept);
            columns.add(expression);
        }
        kept.addAll(aggregate.needs());
        return List.copyOf(statistics.keySet()).indexOf(source);
    }

    void window(Window window, WindowFeatures.Cell cell) {
        windows.computeIfAbsent(window, first -> new ArrayList<>()).add(cell);
    }

    /** @param latenessMillis how far an event may be behind and still find what its windows need */
    Station finish(long latenessMillis) {
        List<WindowFeatures> features = windows.entrySet().stream()
                .map(entry -> new WindowFeatures(entry.getKey(), entry.getValue()))
                .toList();
        long widest =
                windows.keySet().stream().mapToLong(Window::spanMillis).max().orElse(0);
        List<Column> kept = statistics.entrySet().stream()
                .map(entry -> new Column(entry.getKey(), entry.getValue()))
                .toList();
        Layout layout = features.isEmpty() ? null : new Layout(kept, Math.addExact(widest, latenessMillis));
        return new Station(key, rekeyed, joins, columns, layout, features, values);
    }
}
