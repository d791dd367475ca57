package io.millrace.app.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.app.files.UnsuitableFileException;
import io.millrace.app.fleet.UnavailableVersionException;
import io.millrace.app.model.InvalidModelException;
import io.millrace.app.pipeline.InvalidPipelineException;
import io.millrace.app.pipeline.Part;
import io.millrace.app.pipeline.Pipeline;
import io.millrace.app.replay.BadRowException;
import io.millrace.app.replay.Replay;
import io.millrace.app.replay.ReplayOptions;
import io.millrace.app.topics.Cluster;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace replay FOLDER}: features and scores of events that have been, written to a file or compared with what was predicted. */
@Command(
        name = "replay",
        description = "Computes features, and scores, of past events with the pipeline's own code.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Files are .csv, .jsonl, .csv.gz, .jsonl.gz, .avro or .parquet; columns are found by the schema's field names.",
            "",
            "Examples:",
            "  millrace replay pipelines/transactions --events april.csv.gz may.csv.gz \\",
            "    --reference customer=customers.csv --out features.parquet --features-only",
            "  millrace replay pipelines/transactions --from-topic --from 2026-03-01 --to 2026-03-02 --assert-equal"
        })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class ReplayCommand implements Callable<Integer> {
    private static final long BYTES_PER_MEGABYTE = 1_000_000;

    @Parameters(paramLabel = "FOLDER", description = "the pipeline folder")
    private Path folder;

    @Mixin
    private ReplaySources sources = new ReplaySources();

    @Mixin
    private ReplayOutput output = new ReplayOutput();

    @Mixin
    private EqualityOptions equality = new EqualityOptions();

    @Mixin
    private GateOptions gate = new GateOptions();

    @Option(names = "--json", description = "print the summary as JSON")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        return Stoppable.run(this::replay);
    }

    private int replay() throws Exception {
        return equality.areAsked(sources, output) ? compare() : write();
    }

    private int write() throws Exception {
        var period = sources.period();
        sources.refuseRepeated();
        var options = output.options(sources.files(), period);
        var topics = sources.topics();
        var pipeline = pipeline(output.isScored());
        if (output.isScored() && pipeline.model() == null) {
            throw refusal(pipeline.name() + " has no model: add --features-only");
        }
        sources.check(pipeline, output.hasOutcomes());
        try {
            print(replayed(pipeline, topics, options), options);
            return 0;
        } catch (BadRowException e) {
            var err = spec.commandLine().getErr();
            err.println(e.getMessage());
            err.println("Nothing was written. "
                    + ReplayOutput.advice(
                            e.row(), pipeline.definitions().event().time().field()));
            return 1;
        }
    }

    private Replay.Summary replayed(Pipeline pipeline, @Nullable Cluster topics, ReplayOptions options)
            throws IOException, UnsuitableFileException, InvalidModelException, BadRowException {
        var clock = Clock.systemUTC();
        try (var inputs = sources.open(pipeline, options.outcomes(), topics, clock);
                var bar = topics == null
                        ? new ConsoleProgress("replay", " MB", BYTES_PER_MEGABYTE)
                        : new ConsoleProgress("replay", "", 1)) {
            return new Replay(pipeline, clock).run(inputs.all(), options, bar);
        }
    }

    private int compare()
            throws IOException, InvalidPipelineException, UnsuitableFileException, UnavailableVersionException,
                    BadRowException {
        var period = sources.period();
        sources.refuseRepeated();
        var topics = sources.topics();
        var pipeline = pipeline(true);
        var own = pipeline.model();
        if (own == null || topics == null) {
            throw refusal(pipeline.name() + " has no model: there are no predictions to compare");
        }
        sources.check(pipeline, false);
        var request = equality.request(pipeline, period);
        var console = spec.commandLine();
        var check = new EqualityCheck(pipeline, own, gate.gate(), topics, console.getErr());
        var result = check.run(sources, request);
        var report = new EqualityReport(pipeline.topics().predictions(), result);
        if (json) {
            report.printJson(console.getOut());
        } else {
            report.print(console.getOut());
        }
        return result.findings().isEqual() ? 0 : 1;
    }

    /** A replay makes what the profile is made from, so the profile is never asked for. */
    private Pipeline pipeline(boolean scored) throws IOException, InvalidPipelineException {
        if (scored) {
            NativeCache.prepare();
        }
        return gate.read(folder, scored ? EnumSet.of(Part.MODEL) : EnumSet.noneOf(Part.class));
    }

    private void print(Replay.Summary summary, ReplayOptions options) throws IOException {
        var console = spec.commandLine().getOut();
        if (json) {
            console.println(new ObjectMapper().writeValueAsString(summary));
        } else {
            console.println(summary.written() + " of " + summary.events() + " events written to " + options.out()
                    + (summary.outcomes() == 0 ? "" : "; outcomes: " + summary.outcomes())
                    + (summary.rejected().isEmpty() ? "" : "; rejected: " + summary.rejected())
                    + (summary.rejected().isEmpty() || options.deadLetters() == null
                            ? ""
                            : ", see " + options.deadLetters()));
        }
    }

    private ParameterException refusal(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
