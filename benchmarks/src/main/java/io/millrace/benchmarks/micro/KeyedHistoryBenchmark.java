package io.millrace.benchmarks.micro;

import io.millrace.enrich.window.Aggregate;
import io.millrace.enrich.window.Column;
import io.millrace.enrich.window.InMemoryNodeStore;
import io.millrace.enrich.window.KeyedHistory;
import io.millrace.enrich.window.Layout;
import io.millrace.enrich.window.Measure;
import io.millrace.enrich.window.Window;
import io.millrace.enrich.window.WindowView;
import io.millrace.enrich.window.WindowViews;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * One event of a key that has two a day, as a card holder of the handbook: appended, then the count and mean of six windows of
 * 1, 7 and 30 days, half of them a week before. Keys take turns, so that every one has been out of mind for a while.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up first
public class KeyedHistoryBenchmark {
    private static final int KEYS = 2_000;
    private static final long BETWEEN_EVENTS_MILLIS = Duration.ofHours(12).toMillis();
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration RETENTION = Duration.ofDays(37).plusHours(1);
    private static final List<List<Window>> WINDOWS = Stream.of(Duration.ZERO, WEEK)
            .map(delay -> Stream.of(1, 7, 30)
                    .map(days -> new Window(Duration.ofDays(days).toMillis(), delay.toMillis()))
                    .toList())
            .toList();
    private static final Measure COUNT = new Measure(Aggregate.COUNT, Measure.NONE);
    private static final Measure MEAN = new Measure(Aggregate.MEAN, 0);

    /** Bytes in a store, as a running pipeline has it, or objects, as a replay has it. */
    @Param({"bytes", "objects"})
    public String kept;

    private final Random random = new Random(1);
    private final byte[][] keys = new byte[KEYS][];
    private final double[] amount = new double[1];
    private KeyedHistory history;
    private List<WindowViews> views;
    private int turn;
    private long roundMillis;

    @Setup
    public void fill() {
        var layout = new Layout(List.of(new Column("amount", Aggregate.MEAN.needs())), RETENTION.toMillis());
        history =
                kept.equals("bytes") ? new KeyedHistory(layout, new InMemoryNodeStore()) : KeyedHistory.onHeap(layout);
        views = WINDOWS.stream().map(history::views).toList();
        for (int key = 0; key < KEYS; key++) {
            keys[key] = Integer.toString(key).getBytes(StandardCharsets.UTF_8);
        }
        long events = KEYS * 2 * RETENTION.toMillis() / BETWEEN_EVENTS_MILLIS;
        for (long event = 0; event < events; event++) {
            append();
            history.save();
        }
    }

    /** Returns the features, so that they are worked out. */
    @Benchmark
    public double appendAndSixWindows() {
        long time = append();
        double features = 0;
        for (WindowViews windows : views) {
            for (WindowView view : windows.at(time)) {
                features += COUNT.of(view) + MEAN.of(view);
            }
        }
        history.save();
        return features;
    }

    /** What of it is writing. */
    @Benchmark
    public long appendAlone() {
        long time = append();
        history.save();
        return time;
    }

    private long append() {
        if (++turn == KEYS) {
            turn = 0;
            roundMillis += BETWEEN_EVENTS_MILLIS;
        }
        long time = roundMillis + random.nextInt((int) BETWEEN_EVENTS_MILLIS);
        amount[0] = random.nextInt(20_000) / 100.0;
        history.open(keys[turn]);
        history.append(time, amount, roundMillis);
        return time;
    }
}
