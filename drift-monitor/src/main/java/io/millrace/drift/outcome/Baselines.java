package io.millrace.drift.outcome;

import io.millrace.drift.quality.QualityFigures;
import io.millrace.drift.quality.QualityLimit;
import io.millrace.drift.window.Segment;
import io.millrace.drift.window.WindowAccumulator;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * What relative limits are relative to: the first final windows, together. A segment has its own, of the first windows in which it has answers, for as many values of
 * a field as a window tells apart: values that come after those have none. Remembers in a store. Confined to one task.
 */
final class Baselines {
    private final KeyValueStore<String, Baseline> store;
    private final QualitySettings settings;

    Baselines(KeyValueStore<String, Baseline> store, QualitySettings settings) {
        this.store = store;
        this.settings = settings;
    }

    private static String key(Segment segment) {
        return segment.equals(Segment.WHOLE) ? QualityStores.ALL : segment.told();
    }

    /** Null while there are too few windows. */
    @Nullable
    QualityFigures reference(Segment segment) {
        var first = store.get(key(segment));
        return first == null || first.windows() < settings.baseline()
                ? null
                : WindowQuality.decode(settings, first.quality().get())
                        .map(quality -> quality.known().figures())
                        .orElse(null);
    }

    /** One more window is final. */
    void remember(Segment segment, WindowQuality window) {
        var first = store.get(key(segment));
        if (first == null && !hasPlace(segment)) {
            return;
        }
        var before = Optional.ofNullable(first)
                .flatMap(kept -> WindowQuality.decode(settings, kept.quality().get()));
        int windows = first == null || before.isEmpty() ? 0 : first.windows();
        if (windows >= settings.baseline()) {
            return;
        }
        var all = before.orElseGet(() -> WindowQuality.empty(settings));
        all.merge(window);
        store.put(key(segment), new Baseline(windows + 1, Bytes.wrap(all.encode(settings))));
    }

    /** The rest has one besides. */
    private boolean hasPlace(Segment segment) {
        if (segment.equals(Segment.WHOLE)) {
            return true;
        }
        boolean asked = settings.limits().limits().stream().anyMatch(QualityLimit::relative);
        return asked && (segment.rest() || valuesOf(segment.by()) < WindowAccumulator.MOST_VALUES);
    }

    private int valuesOf(String by) {
        int values = 0;
        var rest = key(Segment.restOf(by));
        try (var stored = store.all()) {
            while (stored.hasNext()) {
                var key = stored.next().key;
                if (key.startsWith(by + "=") && !key.equals(rest)) {
                    values++;
                }
            }
        }
        return values;
    }
}
