package io.millrace.benchmarks.micro;

import io.millrace.benchmarks.measure.Distribution;
import io.millrace.benchmarks.measure.Figure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs every JMH benchmark of this package, each in JVMs of its own, and asks the garbage collector what it allocates. */
@SuppressWarnings("rawtypes") // as JMH gives results
public final class MicroBenchmarks {
    private static final String ALLOCATED = "gc.alloc.rate.norm";
    private static final int WARM_UPS = 5;
    private static final int ITERATIONS = 5;

    private MicroBenchmarks() {}

    /**
     * Two figures per benchmark: its time, of every iteration, and what it allocates per operation.
     *
     * @param forks JVMs per benchmark
     * @param iteration how long one lasts
     */
    public static List<Figure> run(int forks, TimeValue iteration) throws RunnerException {
        var options = new OptionsBuilder()
                .include(MicroBenchmarks.class.getPackageName() + "\\..*")
                .addProfiler(GCProfiler.class)
                .verbosity(VerboseMode.SILENT)
                .forks(forks)
                .warmupIterations(WARM_UPS)
                .warmupTime(iteration)
                .measurementIterations(ITERATIONS)
                .measurementTime(iteration)
                .build();
        return figures(new Runner(options).run());
    }

    private static List<Figure> figures(Collection<RunResult> results) {
        var figures = new ArrayList<Figure>();
        for (var result : results) {
            var name = name(result.getParams());
            var primary = result.getPrimaryResult();
            var scores = result.getBenchmarkResults().stream()
                    .flatMap(fork -> fork.getIterationResults().stream())
                    .mapToDouble(iteration -> iteration.getPrimaryResult().getScore());
            figures.add(new Figure(name, primary.getScoreUnit(), Distribution.of(scores)));
            figures.add(
                    new Figure(name, "bytes allocated/op", Distribution.of(allocated(result.getAggregatedResult()))));
        }
        return figures;
    }

    private static double allocated(BenchmarkResult result) {
        return result.getSecondaryResults().entrySet().stream()
                .filter(entry -> entry.getKey().endsWith(ALLOCATED))
                .mapToDouble(entry -> entry.getValue().getScore())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the garbage collector was not asked"));
    }

    private static String name(BenchmarkParams params) {
        var name = params.getBenchmark().substring(params.getBenchmark().lastIndexOf('.') + 1);
        return params.getParamsKeys().stream()
                .map(key -> ", " + params.getParam(key))
                .collect(Collectors.joining("", name, ""));
    }
}
