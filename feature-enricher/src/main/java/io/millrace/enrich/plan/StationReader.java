package io.millrace.enrich.plan;

import io.millrace.enrich.definition.Feature;
import io.millrace.enrich.event.Event;
import io.millrace.enrich.plan.KeyFeatures.Busy;
import io.millrace.enrich.plan.KeyFeatures.Forgotten;
import io.millrace.enrich.plan.KeyFeatures.Known;
import io.millrace.enrich.plan.KeyFeatures.NoHistory;
import io.millrace.enrich.plan.KeyFeatures.Unreadable;
import io.millrace.enrich.plan.KeyFeatures.Value;
import io.millrace.enrich.window.IncompatibleStateException;
import io.millrace.enrich.window.KeyedHistory;
import io.millrace.enrich.window.MissingNodeException;
import io.millrace.enrich.window.NodeReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads a station's features from the stores that a {@linkplain Station#over station at work} of the same plan writes meanwhile. The
 * windows are worked out by what works them out for events. A key that was written to while it was read is read again, a bounded
 * number of times, so that an answer is of one moment between two events. Immutable, safe for concurrent use.
 */
public final class StationReader {
    private static final int ATTEMPTS = 16;

    /** Doubles with every attempt: all together they take a third of a second. */
    private static final long FIRST_PAUSE_NANOS = 5_000;

    private final Station station;
    private final List<Feature> features;
    private final List<Column> columns;

    /** @param features of the plan, in order */
    StationReader(Station station, List<Feature> features) {
        this.station = station;
        this.features = features;
        var found = new ArrayList<Column>();
        for (StationHistory history : station.histories()) {
            for (WindowFeatures windows : history.windows()) {
                boolean awaited = history.isAwaited(windows);
                windows.cells().forEach(cell -> found.add(new Column(cell.rowIndex(), awaited)));
            }
        }
        found.sort(Comparator.comparingInt(Column::index));
        this.columns = List.copyOf(found);
    }

    /**
     * A feature of the station.
     *
     * @param index in the plan
     * @param awaited whether it may be pending
     */
    private record Column(int index, boolean awaited) {}

    /**
     * The features of a key.
     *
     * @param key as {@link io.millrace.enrich.event.KeyField#parse} makes it
     * @param timeMillis as of when; null for the key's newest event time, or, where what windows would hold then has been forgotten
     *     since, for the earliest moment for which all is still there
     * @param stores of the station's histories, all of the partition
     */
    public KeyFeatures read(
            byte[] key,
            @Nullable Long timeMillis,
            int partition,
            Function<StationHistory, ? extends NodeReader> stores) {
        long frontier = station.frontiers().millis(partition); // before all else: what is final then is read then, too
        KeyFeatures found = new Busy();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (attempt > 0) {
                LockSupport.parkNanos(FIRST_PAUSE_NANOS << attempt);
            }
            long mark = station.marks().mark(key);
            boolean torn = false;
            try {
                found = mark == WriteMarks.BEING_WRITTEN ? new Busy() : readOnce(key, timeMillis, frontier, stores);
            } catch (MissingNodeException e) { // deleted meanwhile, or the store was handed over: once more will tell
                torn = true;
                found = new Unreadable(String.valueOf(e.getMessage()));
            } catch (IncompatibleStateException e) {
                found = new Unreadable(String.valueOf(e.getMessage()));
            }
            if (!station.marks().isUntouchedSince(key, mark)) {
                found = new Busy();
            } else if (!torn) {
                return found;
            }
        }
        return found;
    }

    private KeyFeatures readOnce(
            byte[] key,
            @Nullable Long timeMillis,
            long frontier,
            Function<StationHistory, ? extends NodeReader> stores) {
        List<OpenHistory> histories = station.histories().stream()
                .map(history ->
                        new OpenHistory(history, KeyedHistory.readOnly(history.layout(), stores.apply(history))))
                .toList();
        long newest = Long.MIN_VALUE;
        long knownFrom = Long.MIN_VALUE;
        for (OpenHistory open : histories) {
            open.keyed().open(key);
            newest = Math.max(newest, open.keyed().newestMillis());
            knownFrom = Math.max(knownFrom, open.knownFromMillis());
        }
        if (newest == Long.MIN_VALUE) {
            return new NoHistory();
        }
        if (timeMillis != null && timeMillis < knownFrom) {
            return new Forgotten(knownFrom);
        }
        long moment = timeMillis == null ? Math.max(newest, knownFrom) : timeMillis;
        return new Known(moment, newest, values(moment, moment > frontier, histories));
    }

    private List<Value> values(long timeMillis, boolean early, List<OpenHistory> histories) {
        double[] row = Event.emptyRow(features.size());
        for (OpenHistory open : histories) {
            open.fillAll(row, timeMillis);
        }
        return columns.stream()
                .map(column -> {
                    boolean pending = early && column.awaited;
                    return new Value(features.get(column.index), pending ? Double.NaN : row[column.index], pending);
                })
                .toList();
    }
}
