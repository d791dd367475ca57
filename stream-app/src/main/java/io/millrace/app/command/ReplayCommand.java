package io.millrace.app.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.app.files.UnsuitableFileException;
import io.millrace.app.pipeline.Part;
import io.millrace.app.pipeline.Pipeline;
import io.millrace.app.pipeline.PipelineFolder;
import io.millrace.app.replay.BadRow;
import io.millrace.app.replay.BadRowException;
import io.millrace.app.replay.FileSource;
import io.millrace.app.replay.Period;
import io.millrace.app.replay.ReferenceTable;
import io.millrace.app.replay.Replay;
import io.millrace.app.replay.ReplayOptions;
import io.millrace.enrich.definition.ReferenceDefinition;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace replay FOLDER}: features and scores of historical events, without a broker. */
@Command(
        name = "replay",
        description = "Computes features, and scores, of events in files with the pipeline's own code.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Files are .csv, .jsonl, .csv.gz, .jsonl.gz, .avro or .parquet; columns are found by the schema's field names.",
            "",
            "Example:",
            "  millrace replay pipelines/transactions --events april.csv.gz may.csv.gz \\",
            "    --reference customer=customers.csv --out features.parquet --features-only"
        })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class ReplayCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FOLDER", description = "the pipeline folder")
    private Path folder;

    @Option(
            names = "--events",
            arity = "1..*",
            required = true,
            paramLabel = "FILE",
            description = "events, each file in the order of their times as far as the pipeline's lateness allows; "
                    + "several files are merged by time")
    private List<Path> events = new ArrayList<>();

    @Option(
            names = "--reference",
            paramLabel = "NAME=FILE",
            description = "rows of a reference table, one option per table")
    private Map<String, Path> references = new LinkedHashMap<>();

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "where the rows go")
    private Path out;

    @Option(names = "--features-only", description = "do not score: the folder needs no model yet")
    private boolean featuresOnly;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            converter = TimeOption.class,
            description = "write events from this date or time on; those before count in their features")
    private @Nullable Instant from;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            converter = TimeOption.class,
            description = "write events before this date or time")
    private @Nullable Instant to;

    @Option(names = "--sort", description = "sort all events in memory: for files that are in no order of time")
    private boolean sort;

    @Option(
            names = "--on-bad-row",
            paramLabel = "fail|dead-letter",
            converter = OnBadRow.Option.class,
            defaultValue = "fail",
            description = "what to do with a row that cannot be read or breaks the contract: stop, or put it aside "
                    + "and go on (default: fail)")
    private OnBadRow onBadRow;

    @Option(
            names = "--dead-letters",
            paramLabel = "FILE",
            description = "where bad rows are put aside (default: beside --out, ending in .dead-letters.csv)")
    private @Nullable Path deadLetters;

    @Option(names = "--json", description = "print the summary as JSON")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        return Stoppable.run(this::replay);
    }

    private int replay() throws Exception {
        var options = options();
        if (!featuresOnly) {
            NativeCache.prepare();
        }
        // a replay makes what the profile is made from, so the profile is never asked for
        var pipeline = PipelineFolder.read(folder, featuresOnly ? EnumSet.noneOf(Part.class) : EnumSet.of(Part.MODEL));
        if (!featuresOnly && pipeline.model() == null) {
            throw refusal(pipeline.name() + " has no model: add --features-only");
        }
        refuseUnknown(pipeline);
        warnOfMissing(pipeline);
        try (var source = FileSource.open(events, pipeline.definitions().event().schema());
                var tables = new Tables(pipeline, references);
                var bar = new ConsoleProgress("replay", "MB", 1_000_000)) {
            var summary = new Replay(pipeline, Clock.systemUTC()).run(source, tables.byName, options, bar);
            print(summary, options);
            return 0;
        } catch (BadRowException e) {
            err(e.getMessage());
            err("Nothing was written. " + advice(e.row(), pipeline));
            return 1;
        }
    }
