package io.millrace.benchmarks.command;

import io.millrace.benchmarks.drift.DriftStudy;
import io.millrace.benchmarks.drift.StudyJson;
import io.millrace.benchmarks.drift.StudyPart;
import io.millrace.benchmarks.drift.StudyTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code benchmarks/run drift-study}. */
@Command(
        name = "drift-study",
        description = {
            "How soon drift is found, and how often it is found where there is none, by settings of the monitor.",
            "Drawn rows, no broker, nothing is timed: the same seed gives the same figures."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example:",
            "  benchmarks/run drift-study --seed 1 --out figures.md",
            "",
            "docs/drift-study.md has the figures."
        })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class DriftStudyCommand implements Callable<Integer> {
    @Option(names = "--seed", paramLabel = "N", description = "of everything that is drawn (default: ${DEFAULT-VALUE})")
    private long seed = 1;

    @Option(names = "--quick", description = "only see that it runs: few and small windows")
    private boolean quick;

    @Option(names = "--rows", paramLabel = "N", description = "only windows of so many rows (default: 500, then 5000)")
    private @Nullable Integer rows;

    @Option(names = "--json", description = "print JSON with the delay of every run, not the tables")
    private boolean json;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description =
                    "where the tables go as Markdown (default: benchmarks/target/results/drift-study.md); the JSON goes beside it")
    private @Nullable Path out;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        var sizes = DriftStudy.sizes(quick).stream()
                .filter(size -> rows == null || size.rows() == rows)
                .toList();
        if (sizes.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--rows: there are no windows of " + rows + " rows");
        }
        var err = spec.commandLine().getErr();
        var parts = new DriftStudy(seed, sizes).run(done -> {
            err.println(spec.name() + ": " + done);
            err.flush();
        });
        write(parts);
        spec.commandLine().getOut().println(json ? StudyJson.of(seed, parts) : StudyTable.of(parts));
        return 0;
    }

    private void write(List<StudyPart> parts) throws IOException {
        var file = (out == null ? Home.target().resolve("results/" + spec.name() + ".md") : out).toAbsolutePath();
        var folder = file.getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Files.writeString(file, StudyTable.of(parts));
        var name = String.valueOf(file.getFileName());
        Files.writeString(
                file.resolveSibling(name.replaceFirst("\\.md$", "") + ".json"),
                StudyJson.of(seed, parts) + System.lineSeparator());
    }
}
