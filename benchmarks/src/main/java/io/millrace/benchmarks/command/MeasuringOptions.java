package io.millrace.benchmarks.command;

import io.millrace.benchmarks.measure.Figure;
import io.millrace.benchmarks.measure.Machine;
import io.millrace.benchmarks.measure.Progress;
import io.millrace.benchmarks.measure.Report;
import io.millrace.benchmarks.measure.ReportJson;
import io.millrace.benchmarks.measure.ReportTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How long it is measured, and where the report goes. */
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class MeasuringOptions {
    private static final int ROUNDS = 7;

    @Option(names = "--quick", description = "only see that it runs: small, one round, and the figures mean nothing")
    private boolean quick;

    private @Nullable Integer rounds;

    @Option(names = "--json", description = "print the report as JSON")
    private boolean json;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "where the report goes as JSON (default: benchmarks/target/results/NAME.json)")
    private @Nullable Path out;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    boolean quick() {
        return quick;
    }

    @Option(names = "--rounds", paramLabel = "N", description = "how often every contender runs (default: 7)")
    void rounds(int wanted) {
        if (wanted < 1) {
            throw new ParameterException(spec.commandLine(), "--rounds must be positive, was " + wanted);
        }
        rounds = wanted;
    }

    int rounds() {
        if (rounds == null) {
            return quick ? 1 : ROUNDS;
        }
        return rounds;
    }

    /** Says on standard error, after the benchmark's name, what has been done. */
    Progress progress() {
        var err = spec.commandLine().getErr();
        return done -> {
            err.println(spec.name() + ": " + done);
            err.flush();
        };
    }

    /** Prints and writes the report of the command that these are options of. */
    void report(Map<String, Object> setup, List<Figure> figures) throws IOException {
        var report = new Report(spec.name(), Clock.systemUTC().instant(), quick, Machine.here(), setup, figures);
        var file = out == null ? Home.target().resolve("results/" + spec.name() + ".json") : out;
        var folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Files.writeString(file, ReportJson.of(report) + System.lineSeparator());
        spec.commandLine().getOut().println(json ? ReportJson.of(report) : ReportTable.of(report));
    }
}
