package io.millrace.benchmarks.command;

import io.millrace.benchmarks.measure.HotSpots;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code benchmarks/run hot FILE}. */
@Command(
        name = "hot",
        description = "Where a run that was recorded with --jfr spent its time and made its garbage.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example:",
            "  benchmarks/run layout --rounds 1 --jfr flights",
            "  benchmarks/run hot flights/FILE.jfr"
        })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class HotCommand implements Callable<Integer> {
    private static final double PERCENT = 100;

    @Parameters(paramLabel = "FILE", description = "a JFR recording")
    private Path recording;

    @Option(names = "--most", paramLabel = "N", description = "lines of each table (default: ${DEFAULT-VALUE})")
    private int most = 20;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        var hot = HotSpots.in(recording, most);
        print("running method", hot.self());
        print("our method that ran, or that the running one was called from", hot.ours());
        print("our methods with all they call", hot.within());
        print("allocated bytes", hot.allocated());
        return 0;
    }

    private void print(String title, List<HotSpots.Spot> spots) {
        var out = spec.commandLine().getOut();
        out.println(title);
        spots.forEach(
                spot -> out.println(String.format(Locale.ROOT, "%6.1f %%  %s", PERCENT * spot.share(), spot.name())));
        out.println();
    }
}
