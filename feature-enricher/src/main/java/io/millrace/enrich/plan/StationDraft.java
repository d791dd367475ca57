package io.millrace.enrich.plan;

import io.millrace.enrich.definition.DurationText;
import io.millrace.enrich.event.KeyField;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A station while its features are being found. */
final class StationDraft {
    private final KeyField key;
    private final boolean rekeyed;
    private final List<Join> joins = new ArrayList<>();
    private final Map<String, HistoryDraft> histories = new LinkedHashMap<>();
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

    /**
     * The history of events, or of those of which the outcome is known; {@code features-by-customer-id}, {@code
     * labels-by-customer-id-tiles-1h}.
     *
     * @param tileMillis 0 where every entry is kept
     */
    HistoryDraft history(boolean labelled, long tileMillis) {
        String store = (labelled ? "labels-by-" : "features-by-")
                + Station.nameOf(key)
                + (tileMillis == 0 ? "" : "-tiles-" + DurationText.format(Duration.ofMillis(tileMillis)));
        return histories.computeIfAbsent(store, first -> new HistoryDraft(store, labelled, tileMillis));
    }

    /** @param latenessMillis how far an event may be behind and still find what its windows need */
    Station finish(long latenessMillis) {
        return new Station(
                key,
                rekeyed,
                joins,
                histories.values().stream()
                        .map(draft -> draft.finish(latenessMillis))
                        .toList(),
                values);
    }
}
