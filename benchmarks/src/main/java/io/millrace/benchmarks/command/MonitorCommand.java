package io.millrace.benchmarks.command;

import io.millrace.benchmarks.measure.Figure;
import io.millrace.benchmarks.monitor.Contender;
import io.millrace.benchmarks.monitor.MonitorBenchmark;
import io.millrace.benchmarks.monitor.SummaryBytes;
import io.millrace.benchmarks.monitor.Watch;
import io.millrace.benchmarks.monitor.Workload;
import io.millrace.drift.window.RowSample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code benchmarks/run monitor}. */
@Command(
        name = "monitor",
        description = {
            "A full topic scored under exactly-once, alone and with the monitor in the same process: what watching costs;",
            "how much of it is reading and decoding predictions at all; and bytes of state per feature and window.",
            "Second halves of runs are measured. Two applications in a process are compiled for longer than one: figures of a few",
            "per cent take runs of more than a minute."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example:",
            "  benchmarks/run monitor --events 16000000 --sample 0.01 --rounds 4 --only scoring,counted --out monitor.json"
        })
final class MonitorCommand implements Callable<Integer> {
    @Mixin
    private final MeasuringOptions measuring = new MeasuringOptions();

    @Mixin
    private final NumberOptions numbers = new NumberOptions();

    @Option(
            names = "--transactions",
            description = {
                "the shipped pipeline of card transactions, whose features have state,",
                "with its own monitor; instead of events of numbers"
            })
    private boolean transactions;

    @Mixin
    private final ScaleOptions world = new ScaleOptions();

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "CONTENDER",
            description = "${COMPLETION-CANDIDATES} (default: all)")
    private Set<Contender> only = EnumSet.noneOf(Contender.class);

    @Option(
            names = "--sample",
            paramLabel = "SHARE",
            description =
                    "of the rows is counted by COUNTED and TOLD, as with monitor.sample (default: ${DEFAULT-VALUE})",
            defaultValue = "1")
    private double sample;

    @Option(
            names = "--window-minutes",
            paramLabel = "MINUTES",
            description = {
                "of event time, of which an event of numbers takes a millisecond (default: ${DEFAULT-VALUE});",
                "the pipeline of --transactions has its own windows"
            },
            defaultValue = "60")
    private long windowMinutes;

    @Mixin
    private final FlightOption flights = new FlightOption();

    @Override
    public Integer call() throws Exception {
        boolean quick = measuring.quick();
        var workload = transactions
                ? Workload.transactions(NumberOptions.shipped("transactions"), world.scale(quick))
                : Workload.numbers(numbers.pipeline(), numbers.events(quick));
        var benchmark = new MonitorBenchmark(
                new MonitorBenchmark.Setup(
                        workload,
                        numbers.partitions(),
                        new Watch(new RowSample(sample), Duration.ofMinutes(windowMinutes)),
                        List.of(Benchmarks.class.getName(), MonitorDrainCommand.NAME),
                        Home.target().resolve("monitor"),
                        flights.folder()),
                only.isEmpty() ? EnumSet.allOf(Contender.class) : EnumSet.copyOf(only));
        var outcome = benchmark.run(measuring.rounds(), measuring.progress());
        var figures = new ArrayList<Figure>(outcome.figures());
        if (!transactions) {
            figures.addAll(SummaryBytes.count(outcome.events()));
        }
        var setup = new LinkedHashMap<String, Object>();
        setup.put("events", outcome.events());
        setup.put("features", workload.pipeline().plan().features().size());
        setup.put("partitions", numbers.partitions());
        setup.put("sample", sample);
        if (!transactions) {
            setup.put("window minutes", windowMinutes);
        }
        setup.put("rounds", measuring.rounds());
        measuring.report(setup, figures);
        return 0;
    }
}
