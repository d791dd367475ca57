package io.millrace.benchmarks.command;

import io.millrace.benchmarks.live.LiveBenchmark;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code benchmarks/run live}. */
@Command(
        name = "live",
        description = {
            "A full topic drained under exactly-once: without features, with state in memory, with state in RocksDB,",
            "and with the least that any state costs. On the sandbox's broker; the first half of each run is dropped."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  benchmarks/run live --rounds 9 --out live.json"})
final class LiveCommand implements Callable<Integer> {
    @Mixin
    private final MeasuringOptions measuring = new MeasuringOptions();

    @Mixin
    private final ScaleOptions world = new ScaleOptions();

    @Option(names = "--partitions", paramLabel = "N", description = "of the event topic (default: ${DEFAULT-VALUE})")
    private int partitions = 4;

    @Mixin
    private final FlightOption flights = new FlightOption();

    @Override
    public Integer call() throws Exception {
        var scale = world.scale(measuring.quick());
        var outcome = new LiveBenchmark(new LiveBenchmark.Setup(
                        Home.folder().resolve("benchmarks/pipelines"),
                        scale,
                        partitions,
                        List.of(Benchmarks.class.getName(), DrainCommand.NAME),
                        Home.target().resolve("live"),
                        flights.folder()))
                .run(measuring.rounds(), measuring.progress());
        var setup = ScaleOptions.setup(scale);
        setup.put("events", outcome.events());
        setup.put("partitions", partitions);
        setup.put("rounds", measuring.rounds());
        measuring.report(setup, outcome.figures());
        return 0;
    }
}
