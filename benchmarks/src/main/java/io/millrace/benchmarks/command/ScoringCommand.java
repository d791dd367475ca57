package io.millrace.benchmarks.command;

import io.millrace.benchmarks.scoring.Contender;
import io.millrace.benchmarks.scoring.ScoringBenchmark;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code benchmarks/run scoring}. */
@Command(
        name = "scoring",
        description = {
            "A full topic scored under exactly-once: in batches, row by row, at least once, and without the model;",
            "the same rows through ONNX Runtime alone, the same bytes through consumer and producer alone;",
            "JSON events in batches and event by event; and what scoring a row allocates."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  benchmarks/run scoring --rounds 9 --out scoring.json"})
final class ScoringCommand implements Callable<Integer> {
    @Mixin
    private final MeasuringOptions measuring = new MeasuringOptions();

    @Mixin
    private final NumberOptions numbers = new NumberOptions();

    @Option(names = "--json-events", paramLabel = "N", description = "of 784 numbers (default: ${DEFAULT-VALUE})")
    private long jsonEvents = 200_000;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "CONTENDER",
            description = "${COMPLETION-CANDIDATES} (default: all)")
    private Set<Contender> only = EnumSet.noneOf(Contender.class);

    @Mixin
    private final FlightOption flights = new FlightOption();

    @Override
    public Integer call() throws Exception {
        boolean quick = measuring.quick();
        var pipeline = numbers.pipeline();
        long points = quick ? Math.min(2_000, jsonEvents) : jsonEvents;
        var benchmark = new ScoringBenchmark(
                new ScoringBenchmark.Setup(
                        pipeline,
                        NumberOptions.points(),
                        numbers.partitions(),
                        numbers.events(quick),
                        points,
                        List.of(Benchmarks.class.getName(), ScoringDrainCommand.NAME),
                        Home.target().resolve("scoring"),
                        flights.folder()),
                only.isEmpty() ? EnumSet.allOf(Contender.class) : EnumSet.copyOf(only));
        var figures = benchmark.run(measuring.rounds(), measuring.progress());
        var setup = new LinkedHashMap<String, Object>();
        setup.put("events", numbers.events(quick));
        setup.put("features", pipeline.plan().features().size());
        setup.put("JSON events", points);
        setup.put("partitions", numbers.partitions());
        setup.put("rounds", measuring.rounds());
        measuring.report(setup, figures);
        return 0;
    }
}
