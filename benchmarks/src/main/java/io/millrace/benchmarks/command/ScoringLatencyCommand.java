package io.millrace.benchmarks.command;

import io.millrace.app.runtime.Tuning;
import io.millrace.benchmarks.scoring.LatencyBenchmark;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code benchmarks/run scoring-latency}. */
@Command(
        name = "scoring-latency",
        description = {
            "From an event's being published to its prediction's being committed, at half the throughput of scoring in batches:",
            "in batches and row by row, with exactly-once tuned for latency."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  benchmarks/run scoring-latency --rate 20000"})
final class ScoringLatencyCommand implements Callable<Integer> {
    private static final Duration QUICK = Duration.ofSeconds(2);

    @Mixin
    private final MeasuringOptions measuring = new MeasuringOptions();

    @Mixin
    private final NumberOptions numbers = new NumberOptions();

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "events per second (default: half of what can be drained)")
    private @Nullable Integer rate;

    @Option(names = "--seconds", paramLabel = "N", description = "that are measured (default: ${DEFAULT-VALUE})")
    private int seconds = 20;

    @Option(names = "--warm-up", paramLabel = "N", description = "seconds before (default: ${DEFAULT-VALUE})")
    private int warmUp = 15;

    @Option(
            names = "--tuning",
            paramLabel = "FOR",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private Tuning tuning = Tuning.LATENCY;

    @Override
    public Integer call() throws Exception {
        boolean quick = measuring.quick();
        var process = List.of(Benchmarks.class.getName(), ScoringDrainCommand.NAME);
        var outcome = new LatencyBenchmark(new LatencyBenchmark.Setup(
                        numbers.pipeline(),
                        numbers.partitions(),
                        numbers.events(quick),
                        rate == null ? OptionalInt.empty() : OptionalInt.of(rate),
                        quick ? QUICK : Duration.ofSeconds(warmUp),
                        quick ? QUICK : Duration.ofSeconds(seconds),
                        tuning,
                        process,
                        Home.target().resolve("scoring")))
                .run(measuring.rounds(), measuring.progress());
        var setup = new LinkedHashMap<String, Object>();
        setup.put("events/s", outcome.rate());
        setup.put("tuning", tuning);
        setup.put("partitions", numbers.partitions());
        setup.put("rounds", measuring.rounds());
        measuring.report(setup, outcome.figures());
        return 0;
    }
}
