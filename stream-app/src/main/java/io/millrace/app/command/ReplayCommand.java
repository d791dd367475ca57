package io.millrace.app.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.app.pipeline.Part;
import io.millrace.app.pipeline.Pipeline;
import io.millrace.app.pipeline.PipelineFolder;
import io.millrace.app.replay.Replay;
import io.millrace.enrich.definition.ReferenceDefinition;
import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace replay FOLDER}: features and scores of historical events, without a broker. */
@Command(
        name = "replay",
        description = "Computes features, and scores, of events in a file with the pipeline's own code.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Files are .csv, .csv.gz (columns found by the schema's field names) or .avro (container files).",
            "",
            "Example:",
            "  millrace replay pipelines/transactions --events history.csv.gz --reference customer=customers.csv \\",
            "    --out features.csv.gz --features-only"
        })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class ReplayCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FOLDER", description = "the pipeline folder")
    private Path folder;

    @Option(names = "--events", required = true, paramLabel = "FILE", description = "events, in any order")
    private Path events;

    @Option(
            names = "--reference",
            paramLabel = "NAME=FILE",
            description = "rows of a reference table, one option per table")
    private Map<String, Path> references = new LinkedHashMap<>();

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "where the rows go")
    private Path out;

    @Option(names = "--features-only", description = "do not score: the folder needs no model yet")
    private boolean featuresOnly;

    @Option(names = "--json", description = "print the summary as JSON")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        NativeCache.prepare();
        // a replay makes what the profile is made from, so the profile is never asked for
        var pipeline = PipelineFolder.read(folder, featuresOnly ? EnumSet.noneOf(Part.class) : EnumSet.of(Part.MODEL));
        if (!featuresOnly && pipeline.model() == null) {
            throw new ParameterException(spec.commandLine(), pipeline.name() + " has no model: add --features-only");
        }
        refuseUnknown(references.keySet(), pipeline);
        var replay = new Replay(pipeline, Clock.systemUTC());
        for (var reference : references.entrySet()) {
            replay.reference(reference.getKey(), reference.getValue());
        }
        Replay.Summary summary;
        try (var bar = new ConsoleProgress("replay")) {
            summary = replay.run(events, out, !featuresOnly, bar);
        }
        var console = spec.commandLine().getOut();
        if (json) {
            console.println(new ObjectMapper().writeValueAsString(summary));
        } else {
            console.println(summary.written() + " of " + summary.events() + " events written to " + out
                    + (summary.rejected().isEmpty() ? "" : "; rejected: " + summary.rejected()));
        }
        return 0;
    }

    private void refuseUnknown(Set<String> names, Pipeline pipeline) {
        var known = pipeline.definitions().references().stream()
                .map(ReferenceDefinition::name)
                .toList();
        var unknown = names.stream().filter(name -> !known.contains(name)).toList();
        if (!unknown.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "the pipeline has no reference " + String.join(", ", unknown) + "; it has "
                            + (known.isEmpty() ? "none" : String.join(", ", known)));
        }
    }
}
