package io.millrace.benchmarks.monitor;

import static io.millrace.benchmarks.monitor.Contender.SCORING;

import io.millrace.benchmarks.drain.Cluster;
import io.millrace.benchmarks.drain.DrainResult;
import io.millrace.benchmarks.drain.Runs;
import io.millrace.benchmarks.measure.Distribution;
import io.millrace.benchmarks.measure.Figure;
import io.millrace.benchmarks.measure.Goal;
import io.millrace.benchmarks.measure.Progress;
import io.millrace.benchmarks.measure.Rounds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The same topic scored with and without somebody who reads the predictions in the same process; see {@link Contender}. */
public final class MonitorBenchmark {
    private static final String INTERNAL = "millrace-";
    private static final Goal COST = Goal.atMost(0.03);

    private final Setup setup;
    private final Set<Contender> contenders;

    /**
     * What is measured with.
     *
     * @param workload what is scored
     * @param watch what the monitors count
     * @param drain main class and first arguments of a process that drains
     * @param work folder for logs and state; made
     * @param flights folder for JFR recordings; null for none
     */
    public record Setup(
            Workload workload,
            int partitions,
            Watch watch,
            List<String> drain,
            Path work,
            @Nullable Path flights) {}

    /** @param contenders who takes part; what cannot be compared then is not */
    public MonitorBenchmark(Setup setup, Set<Contender> contenders) {
        this.setup = setup;
        this.contenders = contenders;
    }

    /**
     * What a benchmark found.
     *
     * @param events of a run
     */
    public record Outcome(long events, List<Figure> figures) {}

    public Outcome run(int rounds, Progress progress) throws Exception {
        Files.createDirectories(setup.work());
        progress.say("starting a broker");
        try (var cluster = Cluster.start(setup.partitions())) {
            long events = setup.workload().events().fill(cluster, progress);
            progress.say("CPU us/event:");
            var drains = new Runs(cluster, setup.drain(), setup.work(), setup.flights());
            var running = new LinkedHashMap<String, Rounds.Contender<DrainResult>>();
            for (Contender contender : contenders) {
                running.put(contender.text(), () -> run(cluster, drains, contender, events));
            }
            return new Outcome(events, figures(Rounds.of(rounds, running, progress, DrainResult::cpuMicrosPerEvent)));
        }
    }

    private DrainResult run(Cluster cluster, Runs drains, Contender contender, long events) throws Exception {
        var run = drains.run(
                contender.text(),
                List.of(
                        "--contender",
                        contender.name(),
                        "--pipeline",
                        setup.workload().pipeline().folder().toString(),
                        "--sample",
                        Double.toString(setup.watch().sample().share()),
                        "--window-minutes",
                        Long.toString(setup.watch().window().toMinutes()),
                        "--events",
                        Long.toString(events)));
        cluster.deleteAll(INTERNAL);
        return run.drained();
    }

    private List<Figure> figures(Rounds<DrainResult> runs) {
        var figures = new ArrayList<Figure>();
        for (Contender contender : contenders) {
            figures.add(
                    new Figure(contender.text(), "events/s", runs.of(contender.text(), DrainResult::eventsPerSecond)));
        }
        for (Contender contender : contenders) {
            figures.add(new Figure(
                    contender.text(), "CPU us/event", runs.of(contender.text(), DrainResult::cpuMicrosPerEvent)));
        }
        for (Contender contender : contenders) {
            if (contender.hasThreadsOfItsOwn()) {
                figures.add(new Figure(
                        contender.text() + ", its own threads",
                        "CPU us/event",
                        runs.of(contender.text(), DrainResult::partCpuMicrosPerEvent)));
            }
        }
        for (Contender contender : contenders) {
            if (contender != SCORING && contenders.contains(SCORING)) {
                figures.add(new Figure(
                        contender.text() + " / " + SCORING.text() + " - 1, CPU",
                        Figure.RATIO,
                        more(runs, contender),
                        contender.isMonitored() ? COST : null));
            }
        }
        return figures;
    }

    private static Distribution more(Rounds<DrainResult> runs, Contender contender) {
        return runs.each(round -> round.get(contender.text()).cpuMicrosPerEvent()
                        / round.get(SCORING.text()).cpuMicrosPerEvent()
                - 1);
    }
}
