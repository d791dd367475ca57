package io.millrace.drift.outcome;

import io.millrace.drift.window.Segment;
import io.millrace.drift.window.TumblingWindows;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one partition counts, by window, version, variant and segment. Every count is in the store before the next record is read; the
 * windows in memory only save reading them back. Confined to one task.
 */
final class CountedWindows {
    private static final Logger LOGGER = LoggerFactory.getLogger(CountedWindows.class);

    /** Of all answers, and for each field of which they are split as many: so much is kept in memory, some 30 kB each. */
    private static final int MOST_IN_MEMORY = 64;

    private static final float LOAD = 0.75f;

    private final KeyValueStore<Bytes, byte[]> store;
    private final QualitySettings settings;
    private final TumblingWindows windows;
    private final QualityListener listener;
    private final Places places = new Places();
    private final Map<Cell, WindowQuality> recent;

    /** By key, so that they are told in the order of windows. */
    private final TreeMap<Bytes, Cell> changed = new TreeMap<>();

    CountedWindows(KeyValueStore<Bytes, byte[]> store, QualitySettings settings, QualityListener listener) {
        this.store = store;
        this.settings = settings;
        this.windows = settings.windows();
        this.listener = listener;
        this.recent = leastRecentlyUsed(MOST_IN_MEMORY * (1 + settings.by().size()));
        restore();
    }

    private static Map<Cell, WindowQuality> leastRecentlyUsed(int most) {
        return new LinkedHashMap<>(2 * most, LOAD, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Cell, WindowQuality> eldest) {
                return size() > most;
            }
        };
    }

    /** What was told of windows last is not known; those of other settings cannot go on. Segments that nobody asks for now rest. */
    private void restore() {
        var others = new ArrayList<Bytes>();
        try (var stored = store.all()) {
            while (stored.hasNext()) {
                var entry = stored.next();
                if (WindowQuality.decode(settings, entry.value).isEmpty()) {
                    others.add(entry.key);
                    continue;
                }
                var cell = Cell.of(entry.key.get());
                places.admit(cell.windowStartMillis(), cell.segment());
                if (settings.tells(cell.segment())) {
                    changed.put(entry.key, cell);
                }
            }
        }
        if (!others.isEmpty()) {
            LOGGER.atWarn()
                    .addKeyValue("windows", others.size())
                    .log("windows of other settings, or of another kind of answers, are left out");
            others.forEach(store::delete);
        }
    }

    /** Counts a prediction. */
    void predicted(Prediction prediction) {
        segments(prediction).forEach(segment -> admit(startOf(prediction), segment));
        for (var cell : cells(prediction)) {
            var quality = quality(cell);
            quality.predicted(prediction, settings.expectation());
            put(cell, quality);
        }
    }

    /** Counts a prediction's outcome. */
    void paired(Prediction prediction, Outcome outcome, Worth worth) {
        for (var cell : cells(prediction)) {
            var quality = quality(cell);
            quality.paired(prediction, outcome, worth);
            put(cell, quality);
        }
    }

    private long startOf(Prediction prediction) {
        return windows.startOf(prediction.eventTimeMillis());
    }

    /** Those that are asked for: a prediction may have been read when others were. */
    private Stream<Segment> segments(Prediction prediction) {
        return prediction.segments().stream().filter(settings::tells);
    }

    private List<Cell> cells(Prediction prediction) {
        long start = startOf(prediction);
        var whole = new Cell(start, prediction.version(), prediction.variant(), Segment.WHOLE);
        return Stream.concat(Stream.of(whole), segments(prediction).map(segment -> whole.in(places.of(start, segment))))
                .toList();
    }

    private void admit(long startMillis, Segment segment) {
        places.admit(startMillis, segment).ifPresent(displaced -> moveToTheRest(startMillis, displaced));
        if (segment.isOfOneValue() && places.of(startMillis, segment).rest()) {
            listener.withTheRest(segment.by(), 1);
        }
    }

    /** Whatever version and variant its answers are of. */
    private void moveToTheRest(long startMillis, Segment displaced) {
        var taken = new ArrayList<Cell>();
        try (var stored = store.range(Cell.from(startMillis), Cell.from(startMillis + 1))) {
            stored.forEachRemaining(entry -> taken.add(Cell.of(entry.key.get())));
        }
        taken.removeIf(cell -> !cell.segment().equals(displaced));
        for (var cell : taken) {
            var moved = quality(cell);
            var others = cell.in(Segment.restOf(displaced.by()));
            var rest = quality(others);
            rest.merge(moved);
            put(others, rest);
            store.delete(cell.key());
            recent.remove(cell);
            changed.remove(cell.key());
            listener.withTheRest(displaced.by(), moved.known().figures().predictions());
        }
    }

    private WindowQuality quality(Cell cell) {
        var known = recent.get(cell);
        if (known != null) {
            return known;
        }
        byte[] stored = store.get(cell.key());
        var quality = Optional.ofNullable(stored)
                .flatMap(bytes -> WindowQuality.decode(settings, bytes))
                .orElseGet(() -> WindowQuality.empty(settings));
        recent.put(cell, quality);
        return quality;
    }

    private void put(Cell cell, WindowQuality quality) {
        var key = cell.key();
        store.put(key, quality.encode(settings));
        changed.put(key, cell);
    }

    /** Hands out all that was counted in each cell that changed since the last call, in the order of windows. */
    void takeChanged(BiConsumer<Cell, Bytes> to) {
        for (var cell : changed.values()) {
            to.accept(cell, Bytes.wrap(quality(cell).encode(settings)));
        }
        changed.clear();
    }

    /** Windows that start before are final. */
    void forgetBefore(long startMillis) {
        var closed = new ArrayList<Bytes>();
        try (var stored = store.range(Cell.from(0), Cell.from(Math.max(0, startMillis)))) {
            stored.forEachRemaining(entry -> closed.add(entry.key));
        }
        closed.forEach(store::delete);
        recent.keySet().removeIf(cell -> cell.windowStartMillis() < startMillis);
        places.forgetBefore(startMillis);
    }
}
