package io.millrace.benchmarks.state;

import static io.millrace.benchmarks.state.ExactState.figure;

import io.millrace.benchmarks.measure.Distribution;
import io.millrace.benchmarks.measure.Figure;
import io.millrace.benchmarks.measure.Goal;
import io.millrace.enrich.window.Aggregate;
import io.millrace.enrich.window.Column;
import io.millrace.enrich.window.KeyedHistory;
import io.millrace.enrich.window.Layout;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/**
 * State for the mean of the last 30 days of keys that have an event every quarter of an hour, and ten and a hundred times as
 * often: in tiles of an hour, nearly all of which have events even at the lowest rate, and exactly.
 */
public final class TiledState {
    private static final Duration TILE = Duration.ofHours(1);
    private static final Duration RETENTION = Duration.ofDays(30).plusHours(1);
    private static final int[] TIMES_AS_MANY = {1, 10, 100};
    private static final double EVENTS_PER_TILE = 4;
    private static final long SEED = 1;

    /** Numbers get longer with the rate, tiles do not get more. */
    private static final Goal SAME = Goal.atMost(1.25);

    private final int keys;
    private final Duration span;

    /** @param span of event time; longer than the retention */
    public TiledState(int keys, Duration span) {
        this.keys = keys;
        this.span = span;
    }

    /** What one history came to. */
    private record Count(double bytesPerKey, double changelogBytes) {}

    public List<Figure> count() {
        var exact = new Layout(List.of(new Column("amount", Aggregate.MEAN.needs())), RETENTION.toMillis());
        var figures = new ArrayList<Figure>();
        var tiled = new TreeMap<Integer, Count>();
        for (int times : TIMES_AS_MANY) {
            var tiles = count(exact.inTiles(TILE.toMillis()), times);
            tiled.put(times, tiles);
            figures.add(figure("tiles 1h, rate x" + times + ", state per key", tiles.bytesPerKey(), null));
            figures.add(figure("tiles 1h, rate x" + times + ", changelog per event", tiles.changelogBytes(), null));
            figures.add(figure(
                    "exact, rate x" + times + ", state per key",
                    count(exact, times).bytesPerKey(),
                    null));
        }
        double ratio = tiled.lastEntry().getValue().bytesPerKey()
                / tiled.firstEntry().getValue().bytesPerKey();
        figures.add(new Figure("tiles 1h, state at rate x100 / x1", Figure.RATIO, Distribution.of(ratio), SAME));
        return figures;
    }

    private Count count(Layout layout, int times) {
        var store = new CountedStore();
        var log = new ChangelogBytes(store);
        var history = new KeyedHistory(layout, store);
        for (int key = 0; key < keys; key++) {
            var random = new Random(SEED + key);
            byte[] name = Integer.toString(key).getBytes(StandardCharsets.UTF_8);
            double meanGap = TILE.toMillis() / (EVENTS_PER_TILE * times);
            double time = 0;
            while (time < span.toMillis()) {
                log.begin();
                history.open(name);
                history.append(
                        (long) time, new double[] {Math.round(random.nextDouble() * 10_000) / 100.0}, (long) time);
                history.save();
                if (time > RETENTION.toMillis()) {
                    log.end();
                }
                time += meanGap * -Math.log(1 - random.nextDouble());
            }
        }
        return new Count((double) store.keptBytes() / keys, log.mean());
    }
}
