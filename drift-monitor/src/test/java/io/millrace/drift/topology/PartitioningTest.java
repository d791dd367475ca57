package io.millrace.drift.topology;

import static io.millrace.drift.window.Examples.HOUR;
import static io.millrace.drift.window.Examples.HOURLY;
import static io.millrace.drift.window.Examples.MINUTE;
import static io.millrace.drift.window.Examples.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.drift.topology.PartitionReport.Counted;
import io.millrace.drift.topology.PartitionReport.Reached;
import io.millrace.drift.window.Examples;
import io.millrace.drift.window.WindowAccumulator;
import io.millrace.drift.window.WindowJudge;
import io.millrace.schemas.drift.DriftStatistic;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of a window does not depend on how its rows were spread, nor on their order within the grace. */
class PartitioningTest {
    private static final int ROWS = 4000;
    private static final int ROWS_A_SECOND = 100;
    private static final long HOURS = 6;

    private record Row(
            long time, @Nullable Long amount, @Nullable Boolean night, double score, long arrival) {}

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 16})
    void saysTheSameHoweverTheRowsAreSpread(int partitions, @TempDir Path stateFolder) {
        var random = new Random(partitions);
        var arriving = new ArrayList<>(rows());
        arriving.sort(Comparator.comparingLong(Row::arrival));
        var clock = new MutableClock(Instant.ofEpochMilli(NOON + 48 * HOUR));
        var sources = new ArrayList<MonitorDriver>();
        for (int i = 0; i < partitions; i++) {
            sources.add(start(stateFolder.resolve("partition-" + i), clock));
        }
        var judge = start(stateFolder.resolve("judge"), clock);

        var next = arriving.iterator();
        for (int second = 0; second < ROWS / ROWS_A_SECOND + 40; second++) {
            for (int i = 0; i < ROWS_A_SECOND && next.hasNext(); i++) {
                var row = next.next();
                sources.get(random.nextInt(partitions)).predict(row.time, row.amount, row.night, row.score);
            }
            clock.advance(Duration.ofSeconds(1));
            deliver(sources, judge, random);
        }
        var statistics = judge.statistics();
        sources.forEach(MonitorDriver::close);
        judge.close();

        assertThat(sources).allMatch(source -> source.listener.late == 0);
        assertThat(judge.listener.late).isZero();
        assertEqualTheWhole(statistics);
    }

    /** Each partition's reports in their order; the partitions in any order. */
    private static void deliver(List<MonitorDriver> sources, MonitorDriver judge, Random random) {
        var order = new ArrayList<Integer>();
        for (int i = 0; i < sources.size(); i++) {
            order.add(i);
        }
        Collections.shuffle(order, random);
        for (int partition : order) {
            sources.get(partition).tickDriver();
            sources.get(partition).reports().forEach(report -> judge.report(of(partition, report)));
        }
    }

    /** A test driver has but partition 0: here its reports get the partition they stand for. */
    private static PartitionReport of(int partition, PartitionReport report) {
        return report instanceof Counted counted
                ? new Counted(
                        partition,
                        counted.windowStartMillis(),
                        counted.added(),
                        counted.earliestMillis(),
                        counted.part(),
                        counted.rows())
                : new Reached(partition, ((Reached) report).progress());
    }

    private static void assertEqualTheWhole(List<DriftStatistic> statistics) {
        var expected = expected();
        assertThat(statistics).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            var ours = statistics.get(i);
            var whole = expected.get(i);
            assertThat(ours.getFeature()).isEqualTo(whole.getFeature());
            assertThat(ours.getWindowStart()).isEqualTo(whole.getWindowStart());
            assertThat(ours.getCurrentCount()).isEqualTo(whole.getCurrentCount());
            assertThat(ours.getCurrentMissing()).isEqualTo(whole.getCurrentMissing());
            assertThat(ours.getModelVersion()).isEqualTo("7");
            for (int test = 0; test < 3; test++) {
                assertThat(ours.getTests().get(test).getName())
                        .isEqualTo(whole.getTests().get(test).getName());
                assertThat(ours.getTests().get(test).getValue())
                        .isCloseTo(whole.getTests().get(test).getValue(), within(1e-12));
            }
        }
    }

    /** Straight from the rows; the last hour stays open, because no row comes after its grace. */
    private static List<DriftStatistic> expected() {
        var windows = new TreeMap<Long, WindowAccumulator>();
        for (var row : rows()) {
            double amount = row.amount == null ? Double.NaN : row.amount;
            double night = row.night == null ? Double.NaN : row.night ? 1 : 0;
            windows.computeIfAbsent(HOURLY.startOf(row.time), start -> WindowAccumulator.of(Examples.profile()))
                    .add(Examples.observed(row.time, Examples.row(amount, night, row.score)));
        }
        var settings = MonitorDriver.settings(Duration.ZERO, 4);
        var judge = new WindowJudge(Examples.profile(), settings.limits(), settings.discoveries(), List.of());
        var statistics = new ArrayList<DriftStatistic>();
        windows.headMap(NOON + (HOURS - 1) * HOUR)
                .forEach((start, window) -> statistics.addAll(judge.judge(window, start, start + HOUR, false)));
        return statistics;
    }

    private static List<Row> rows() {
        var random = new Random(42);
        var rows = new ArrayList<Row>();
        for (int i = 0; i < ROWS; i++) {
            long time = NOON + i * HOURS * HOUR / ROWS;
            rows.add(new Row(
                    time,
                    random.nextInt(20) == 0 ? null : (long) random.nextInt(6),
                    random.nextInt(4) == 0 ? null : random.nextBoolean(),
                    random.nextInt(4) / 4.0,
                    time + random.nextInt(10 * (int) MINUTE)));
        }
        return rows;
    }

    private static MonitorDriver start(Path stateFolder, MutableClock clock) {
        return new MonitorDriver(MonitorDriver.settings(Duration.ZERO, 4), Examples.profile(), stateFolder, clock);
    }
}
