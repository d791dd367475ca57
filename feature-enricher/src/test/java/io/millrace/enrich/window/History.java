package io.millrace.enrich.window;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A {@link KeyedHistory} whose keys are opened, appended to and saved in one go, and settled as far as they have come. */
final class History {
    final KeyedHistory keyed;
    private final Layout layout;
    private final Map<ByteBuffer, Long> newest = new HashMap<>();

    History(Layout layout, NodeStore store) {
        this.layout = layout;
        this.keyed = new KeyedHistory(layout, store);
    }

    void append(byte[] key, long timeMillis, double[] values) {
        long settled = newest.merge(ByteBuffer.wrap(key), timeMillis, Math::max);
        keyed.open(key);
        keyed.append(timeMillis, values, settled);
        keyed.save();
    }

    /** Of the key last appended to. */
    Summary between(long fromExclusive, long toInclusive) {
        var window = new Summary(layout);
        var segments = new Segments(List.of(window));
        segments.clear(toInclusive);
        segments.begin(0, fromExclusive);
        keyed.collect(segments);
        return window;
    }

    /** One window of a history's open key, by itself. */
    static WindowView view(KeyedHistory history, Window window, long timeMillis) {
        return history.views(List.of(window)).at(timeMillis).get(0);
    }
}
