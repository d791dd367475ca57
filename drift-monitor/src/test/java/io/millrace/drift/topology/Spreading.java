package io.millrace.drift.topology;

import io.millrace.drift.profile.ReferenceProfile;
import io.millrace.drift.topology.PartitionReport.Counted;
import io.millrace.drift.topology.PartitionReport.Reached;
import io.millrace.drift.window.Examples;
import io.millrace.schemas.drift.DriftStatistic;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Rows over so many partitions, and the judge of all of them. */
final class Spreading {
    private static final int ROWS_A_SECOND = 100;

    /** A prediction; they are read in the order in which they arrive. */
    record Row(
            long time,
            @Nullable Long amount,
            @Nullable Boolean night,
            @Nullable String merchant,
            double score,
            long arrival) {
        Row(long time, @Nullable Long amount, @Nullable Boolean night, double score, long arrival) {
            this(time, amount, night, null, score, arrival);
        }
    }

    /**
     * What was said.
     *
     * @param late how many rows came too late, for their partition or the judge
     */
    record Said(List<DriftStatistic> statistics, long late) {}

    private Spreading() {}

    /** Each row is in any partition; the reports of a partition come in their order, those of all partitions in any. */
    static Said over(
            int partitions, List<Row> rows, ReferenceProfile profile, MonitorSettings settings, Path stateFolder) {
        var random = new Random(partitions);
        var arriving = new ArrayList<>(rows);
        arriving.sort(Comparator.comparingLong(Row::arrival));
        var clock = new MutableClock(Instant.ofEpochMilli(Examples.NOON + 48 * Examples.HOUR));
        var sources = new ArrayList<MonitorDriver>();
        for (int i = 0; i < partitions; i++) {
            sources.add(new MonitorDriver(settings, profile, stateFolder.resolve("partition-" + i), clock));
        }
        var judge = new MonitorDriver(settings, profile, stateFolder.resolve("judge"), clock);

        var next = arriving.iterator();
        for (int second = 0; second < rows.size() / ROWS_A_SECOND + 40; second++) {
            for (int i = 0; i < ROWS_A_SECOND && next.hasNext(); i++) {
                var row = next.next();
                sources.get(random.nextInt(partitions))
                        .predict(row.time, row.amount, row.night, row.merchant, row.score);
            }
            clock.advance(Duration.ofSeconds(1));
            deliver(sources, judge, random);
        }
        var statistics = judge.statistics();
        sources.forEach(MonitorDriver::close);
        judge.close();
        return new Said(
                statistics,
                judge.listener.late
                        + sources.stream()
                                .mapToLong(source -> source.listener.late)
                                .sum());
    }

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
}
