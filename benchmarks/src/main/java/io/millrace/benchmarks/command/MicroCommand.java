package io.millrace.benchmarks.command;

import io.millrace.benchmarks.micro.MicroBenchmarks;
import java.util.Map;
import java.util.concurrent.Callable;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code benchmarks/run micro}. */
@Command(
        name = "micro",
        description = "Time and allocation of single operations, with JMH. --rounds are JVMs per benchmark.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  benchmarks/run micro --rounds 3"})
final class MicroCommand implements Callable<Integer> {
    private static final TimeValue ITERATION = TimeValue.seconds(2);
    private static final TimeValue QUICK_ITERATION = TimeValue.milliseconds(100);

    @Mixin
    private final MeasuringOptions measuring = new MeasuringOptions();

    @Override
    public Integer call() throws Exception {
        measuring.progress().say("eight benchmarks, " + measuring.rounds() + " JVMs each");
        // JMH hands the class path to its JVMs in a jar then: on a command line it would be too long
        System.setProperty("jmh.separateClasspathJAR", "true");
        var figures = MicroBenchmarks.run(measuring.rounds(), measuring.quick() ? QUICK_ITERATION : ITERATION);
        measuring.report(Map.of("JVMs per benchmark", measuring.rounds()), figures);
        return 0;
    }
}
