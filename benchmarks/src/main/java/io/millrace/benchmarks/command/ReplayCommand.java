package io.millrace.benchmarks.command;

import io.millrace.benchmarks.replay.ReplayBenchmark;
import io.millrace.benchmarks.workload.HandbookFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code benchmarks/run replay}. */
@Command(
        name = "replay",
        description = {
            "The handbook's features of a file, by millrace replay and by pandas: whole commands, compressed CSV in and out.",
            "Needs a Python with benchmarks/pandas/requirements.txt."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example:",
            "  python3 -m venv .venv && .venv/bin/pip install -r benchmarks/pandas/requirements.txt",
            "  benchmarks/run replay --python .venv/bin/python"
        })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class ReplayCommand implements Callable<Integer> {
    @Mixin
    private final MeasuringOptions measuring = new MeasuringOptions();

    @Mixin
    private final ScaleOptions world = new ScaleOptions();

    @Option(
            names = "--python",
            paramLabel = "FILE",
            description = "an interpreter that has pandas (default: ${DEFAULT-VALUE})")
    private Path python = Path.of("python3");

    @Option(
            names = "--events",
            arity = "1..*",
            paramLabel = "FILE",
            description = "the handbook's own files, compressed CSV, instead of simulated transactions")
    private @Nullable List<Path> events;

    @Option(names = "--pipeline", paramLabel = "FOLDER", description = "with the handbook's features")
    private @Nullable Path folder;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        var setup = new LinkedHashMap<String, Object>();
        var files = events == null ? simulated(setup) : given(events, setup);
        var tools = new ReplayBenchmark.Tools(
                Home.folder().resolve("millrace"),
                folder == null ? Home.handbook() : folder,
                python,
                Home.folder().resolve("benchmarks/pandas/handbook_features.py"));
        var benchmark = new ReplayBenchmark(tools, files, Home.target().resolve("replay"));
        var figures = benchmark.run(measuring.rounds(), measuring.progress());
        setup.put("events", benchmark.events());
        setup.put("rounds", measuring.rounds());
        measuring.report(setup, figures);
        return 0;
    }

    private List<Path> simulated(Map<String, Object> setup) throws Exception {
        var scale = world.scale(measuring.quick());
        setup.putAll(ScaleOptions.setup(scale));
        measuring.progress().say("simulating " + scale.customers() + " customers, if that was not done before");
        return List.of(HandbookFile.in(Home.target().resolve("data"), scale));
    }

    private List<Path> given(List<Path> files, Map<String, Object> setup) {
        for (var file : files) {
            if (!Files.isRegularFile(file)) {
                throw new ParameterException(spec.commandLine(), "no such file: " + file);
            }
        }
        setup.put(
                "files",
                files.stream().map(file -> file.getFileName().toString()).toList());
        return files;
    }
}
