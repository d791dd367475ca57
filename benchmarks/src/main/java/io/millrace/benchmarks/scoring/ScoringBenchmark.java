package io.millrace.benchmarks.scoring;

import static io.millrace.benchmarks.scoring.Contender.AT_LEAST_ONCE;
import static io.millrace.benchmarks.scoring.Contender.COPY;
import static io.millrace.benchmarks.scoring.Contender.PIPELINE;
import static io.millrace.benchmarks.scoring.Contender.POINTS;
import static io.millrace.benchmarks.scoring.Contender.POINTS_EACH;
import static io.millrace.benchmarks.scoring.Contender.ROWS;
import static io.millrace.benchmarks.scoring.Contender.SINGLE;
import static io.millrace.benchmarks.scoring.Contender.WITHOUT;

import io.millrace.app.pipeline.Pipeline;
import io.millrace.benchmarks.drain.Cluster;
import io.millrace.benchmarks.drain.Runs;
import io.millrace.benchmarks.drain.Runs.Run;
import io.millrace.benchmarks.measure.Distribution;
import io.millrace.benchmarks.measure.Figure;
import io.millrace.benchmarks.measure.Goal;
import io.millrace.benchmarks.measure.Progress;
import io.millrace.benchmarks.measure.Rounds;
import io.millrace.benchmarks.scoring.Contender.Input;
import io.millrace.schemas.registry.SchemaRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The same topics drained with and without all that scoring adds; see {@link Contender}. */
public final class ScoringBenchmark {
    private static final List<Compared> COMPARED = List.of(
            new Compared(PIPELINE, WITHOUT, Goal.atLeast(0.92)),
            new Compared(PIPELINE, SINGLE, Goal.atLeast(1.6)),
            new Compared(PIPELINE, AT_LEAST_ONCE, Goal.atLeast(0.95)),
            new Compared(WITHOUT, COPY, null),
            new Compared(POINTS, POINTS_EACH, Goal.atLeast(3.8)));

    private static final Goal CPU_OF_WITHOUT = Goal.atLeast(0.90);
    private static final Goal SCORING_OF_ROWS = Goal.atMost(1.5);
    private static final Goal BYTES_PER_ROW = Goal.atMost(64);

    private final Setup setup;
    private final Set<Contender> contenders;

    /** Of a prediction, measured in the run before; what {@link Contender#COPY} writes. */
    private int predictionBytes;

    /**
     * What is measured with.
     *
     * @param numbers pipeline whose events are numbers, with its model
     * @param points pipeline of 784 numbers, whose model answers the points
     * @param events of the one
     * @param jsonEvents of the other
     * @param drain main class and first arguments of a process that drains
     * @param work folder for logs and state; made
     * @param flights folder for JFR recordings; null for none
     */
    public record Setup(
            Pipeline numbers,
            Pipeline points,
            int partitions,
            long events,
            long jsonEvents,
            List<String> drain,
            Path work,
            @Nullable Path flights) {}

    private record Compared(
            Contender one, Contender other, @Nullable Goal goal) {}

    /** @param contenders who takes part; what cannot be compared then is not */
    public ScoringBenchmark(Setup setup, Set<Contender> contenders) {
        this.setup = setup;
        this.contenders = contenders;
    }

    public List<Figure> run(int rounds, Progress progress) throws Exception {
        Files.createDirectories(setup.work());
        progress.say("starting a broker");
        try (var cluster = Cluster.start(setup.partitions())) {
            fill(cluster, progress);
            progress.say("drained events/s:");
            var drains = new Runs(cluster, setup.drain(), setup.work(), setup.flights());
            var running = new LinkedHashMap<String, Rounds.Contender<Run>>();
            for (Contender contender : contenders) {
                running.put(contender.text(), () -> run(drains, contender));
            }
            return figures(Rounds.of(rounds, running, progress, Run::eventsPerSecond));
        }
    }

    private void fill(Cluster cluster, Progress progress) throws Exception {
        if (contenders.stream().anyMatch(contender -> contender.input() == Input.NUMBERS)) {
            var registry = SchemaRegistry.connect(cluster.registryUrl());
            var values = NumberTopics.avro(setup.numbers(), registry);
            predictionBytes = values.apply(0).length;
            NumberTopics.fill(cluster, setup.numbers().topics().events(), values, setup.events(), progress);
        }
        if (contenders.stream().anyMatch(contender -> contender.input() == Input.POINTS)) {
            int width = setup.points().plan().features().size();
            NumberTopics.fill(cluster, NumberTopics.POINTS, NumberTopics.json(width), setup.jsonEvents(), progress);
        }
    }

    private Run run(Runs drains, Contender contender) throws Exception {
        boolean numbers = contender.input() == Input.NUMBERS;
        var pipeline = numbers ? setup.numbers() : setup.points();
        var run = drains.run(
                contender.text(),
                List.of(
                        "--contender",
                        contender.name(),
                        "--pipeline",
                        pipeline.folder().toString(),
                        "--events",
                        Long.toString(numbers ? setup.events() : setup.jsonEvents()),
                        "--bytes",
                        Integer.toString(predictionBytes)));
        if (contender == PIPELINE) {
            predictionBytes = (int) Math.round(run.predictionBytes());
        }
        return run;
    }

    private List<Figure> figures(Rounds<Run> runs) throws Exception {
        var figures = new ArrayList<Figure>();
        for (Contender contender : contenders) {
            var unit = contender == ROWS ? "rows/s" : "events/s";
            figures.add(new Figure(contender.text(), unit, runs.of(contender.text(), Run::eventsPerSecond)));
        }
        for (Contender contender : contenders) {
            figures.add(
                    new Figure(contender.text(), "CPU us/event", runs.of(contender.text(), Run::cpuMicrosPerEvent)));
        }
        for (Compared compared : COMPARED) {
            if (contenders.containsAll(Set.of(compared.one, compared.other))) {
                figures.add(ratio(runs, compared.one, compared.other, "", Run::eventsPerSecond, compared.goal));
            }
        }
        if (contenders.containsAll(Set.of(PIPELINE, WITHOUT))) {
            figures.add(ratio(runs, WITHOUT, PIPELINE, ", CPU", Run::cpuMicrosPerEvent, CPU_OF_WITHOUT));
        }
        if (contenders.containsAll(Set.of(POINTS, POINTS_EACH))) {
            figures.add(ratio(runs, POINTS_EACH, POINTS, ", CPU", Run::cpuMicrosPerEvent, null));
        }
        if (contenders.containsAll(Set.of(PIPELINE, WITHOUT, ROWS))) {
            figures.add(new Figure(
                    "CPU of scoring (" + PIPELINE.text() + " - " + WITHOUT.text() + ") / " + ROWS.text(),
                    Figure.RATIO,
                    scoringOfRows(runs),
                    SCORING_OF_ROWS));
        }
        figures.addAll(allocation());
        return figures;
    }

    private static Figure ratio(
            Rounds<Run> runs,
            Contender one,
            Contender other,
            String of,
            ToDoubleFunction<Run> what,
            @Nullable Goal goal) {
        return new Figure(
                one.text() + " / " + other.text() + of, Figure.RATIO, runs.ratio(one.text(), other.text(), what), goal);
    }

    private static Distribution scoringOfRows(Rounds<Run> runs) {
        return runs.each(round -> (round.get(PIPELINE.text()).cpuMicrosPerEvent()
                        - round.get(WITHOUT.text()).cpuMicrosPerEvent())
                / round.get(ROWS.text()).cpuMicrosPerEvent());
    }

    private List<Figure> allocation() throws Exception {
        var bytes = StageAllocation.of(setup.numbers());
        return List.of(
                new Figure(
                        "allocated by the model's calls", "bytes/row", Distribution.of(bytes.scorer()), BYTES_PER_ROW),
                new Figure(
                        "allocated by the scoring stage", "bytes/row", Distribution.of(bytes.batch()), BYTES_PER_ROW));
    }
}
