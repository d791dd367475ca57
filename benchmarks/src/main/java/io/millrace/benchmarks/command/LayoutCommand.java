package io.millrace.benchmarks.command;

import io.millrace.benchmarks.layout.LayoutBenchmark;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code benchmarks/run layout}. */
@Command(
        name = "layout",
        description = {
            "Count and mean of a customer's last days, from our state and from range fetches of Kafka Streams' window store.",
            "Real stores, in memory and RocksDB, without a broker and without a changelog."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  benchmarks/run layout --rounds 9"})
final class LayoutCommand implements Callable<Integer> {
    @Mixin
    private final MeasuringOptions measuring = new MeasuringOptions();

    @Mixin
    private final ScaleOptions world = new ScaleOptions();

    @Mixin
    private final FlightOption flights = new FlightOption();

    @Override
    public Integer call() throws Exception {
        var scale = world.scale(measuring.quick());
        measuring.progress().say("simulating " + scale.customers() + " customers");
        var benchmark = new LayoutBenchmark(scale, flights.folder());
        var figures = benchmark.run(measuring.rounds(), measuring.progress());
        var setup = ScaleOptions.setup(scale);
        setup.put("events per run", benchmark.events());
        setup.put("rounds", measuring.rounds());
        measuring.report(setup, figures);
        return 0;
    }
}
