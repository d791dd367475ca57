package io.millrace.app.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.app.pipeline.Part;
import io.millrace.app.pipeline.Pipeline;
import io.millrace.app.pipeline.PipelineFolder;
import io.millrace.app.replay.BadRow;
import io.millrace.app.replay.BadRowException;
import io.millrace.app.replay.Period;
import io.millrace.app.replay.Replay;
import io.millrace.app.replay.ReplayOptions;
import io.millrace.app.topics.Cluster;
import io.millrace.enrich.definition.ReferenceDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace replay FOLDER}: features and scores of events that have been. */
@Command(
        name = "replay",
        description = "Computes features, and scores, of past events with the pipeline's own code.",
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
    private static final long BYTES_PER_MEGABYTE = 1_000_000;

    @Parameters(paramLabel = "FOLDER", description = "the pipeline folder")
    private Path folder;

    @ArgGroup(multiplicity = "1")
    private Events events;

    /** Files or the topic, not both. */
    private static final class Events {
        @Option(
                names = "--events",
                arity = "1..*",
                required = true,
                paramLabel = "FILE",
                description = "events, each file in order of time as far as the pipeline's lateness allows; several "
                        + "files are merged by time")
        private List<Path> files = new ArrayList<>();

        @Option(
                names = "--from-topic",
                required = true,
                description = "events, and outcomes and reference tables without a file, that the pipeline's topics "
                        + "hold now")
        private boolean fromTopic;
    }

    @Option(
            names = "--reference",
            paramLabel = "NAME=FILE",
            description = "rows of a reference table, one option per table")
    private Map<String, Path> references = new LinkedHashMap<>();

    @Option(
            names = "--outcomes",
            arity = "1..*",
            paramLabel = "FILE",
            description = "what became of events, in any order; each counts from when it became known")
    private List<Path> outcomes = new ArrayList<>();

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
            description = "stop at a row that cannot be read or breaks the contract, or put it aside and go on "
                    + "(default: fail)")
    private OnBadRow onBadRow;

    @Option(
            names = "--dead-letters",
            paramLabel = "FILE",
            description = "where bad rows are put aside (default: beside --out, ending in .dead-letters.csv)")
    private @Nullable Path deadLetters;

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

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
        var options = options();
        var topics = topics();
        if (!featuresOnly) {
            NativeCache.prepare();
        }
        // a replay makes what the profile is made from, so the profile is never asked for
        var pipeline = PipelineFolder.read(
                folder, featuresOnly ? EnumSet.noneOf(Part.class) : EnumSet.of(Part.MODEL), gate.gate());
        if (!featuresOnly && pipeline.model() == null) {
            throw refusal(pipeline.name() + " has no model: add --features-only");
        }
        refuseUnknownReferences(pipeline);
        refuseNeedlessOutcomes(pipeline);
        if (topics == null) {
            warnOfMissingReferences(pipeline);
            warnOfMissingOutcomes(pipeline);
        }
        var clock = Clock.systemUTC();
        Replay.Summary summary;
        try (var inputs = ReplayInputs.open(pipeline, events.files, references, outcomes, topics, clock);
                var bar = topics == null
                        ? new ConsoleProgress("replay", " MB", BYTES_PER_MEGABYTE)
                        : new ConsoleProgress("replay", "", 1)) {
            summary = new Replay(pipeline, clock).run(inputs.all(), options, bar);
        } catch (BadRowException e) {
            var err = spec.commandLine().getErr();
            err.println(e.getMessage());
            err.println("Nothing was written. " + advice(e.row(), pipeline));
            return 1;
        }
        print(summary, options);
        return 0;
    }

    private ReplayOptions options() throws IOException {
        if (from != null && to != null && !from.isBefore(to)) {
            throw refusal("--from " + from + " must be before --to " + to);
        }
        if (deadLetters != null && onBadRow == OnBadRow.FAIL) {
            throw refusal("--dead-letters needs --on-bad-row dead-letter");
        }
        var aside = onBadRow == OnBadRow.FAIL ? null : deadLetters == null ? beside(out) : deadLetters;
        refuseTwice(events.files, "events");
        refuseTwice(outcomes, "outcomes");
        var inputs = Stream.of(events.files, references.values(), outcomes).flatMap(Collection::stream);
        for (var input : inputs.toList()) {
            refuseSame(input, out);
            refuseSame(input, aside);
        }
        refuseSame(out, aside);
        var period = new Period(
                from == null ? Long.MIN_VALUE : from.toEpochMilli(), to == null ? Long.MAX_VALUE : to.toEpochMilli());
        return new ReplayOptions(out, !featuresOnly, sort, period, aside);
    }

    private void refuseTwice(List<Path> files, String what) {
        for (int i = 0; i < files.size(); i++) {
            if (files.indexOf(files.get(i)) < i) {
                throw refusal(files.get(i) + " is given twice: its " + what + " would count twice");
            }
        }
    }

    /** {@code features.csv.gz} becomes {@code features.dead-letters.csv}. */
    private static Path beside(Path out) {
        var name = String.valueOf(out.getFileName());
        int dot = name.indexOf('.', 1);
        return out.resolveSibling((dot < 0 ? name : name.substring(0, dot)) + ".dead-letters.csv");
    }

    private void refuseSame(Path one, @Nullable Path other) throws IOException {
        boolean same = other != null
                && (one.toAbsolutePath()
                                .normalize()
                                .equals(other.toAbsolutePath().normalize())
                        || (Files.exists(one) && Files.exists(other) && Files.isSameFile(one, other)));
        if (same) {
            throw refusal(other + " would be replaced while it is needed: choose another file");
        }
    }

    private @Nullable Cluster topics() throws IOException {
        if (!events.fromTopic) {
            return null;
        }
        var topics = cluster.cluster();
        if (topics == null) {
            throw refusal("--from-topic needs --bootstrap and --registry, or MILLRACE_BOOTSTRAP and MILLRACE_REGISTRY");
        }
        return topics;
    }

    private void refuseUnknownReferences(Pipeline pipeline) {
        var known = pipeline.definitions().references().stream()
                .map(ReferenceDefinition::name)
                .toList();
        var unknown = references.keySet().stream()
                .filter(name -> !known.contains(name))
                .toList();
        if (!unknown.isEmpty()) {
            throw refusal("the pipeline has no reference " + String.join(", ", unknown) + "; it has "
                    + (known.isEmpty() ? "none" : String.join(", ", known)));
        }
    }

    private void warnOfMissingReferences(Pipeline pipeline) {
        for (var reference : pipeline.definitions().references()) {
            if (!references.containsKey(reference.name())) {
                spec.commandLine()
                        .getErr()
                        .println("warning: no rows of reference " + reference.name()
                                + ": what features read of it is missing; add --reference " + reference.name()
                                + "=FILE");
            }
        }
    }

    private void refuseNeedlessOutcomes(Pipeline pipeline) {
        if (!outcomes.isEmpty() && pipeline.plan().learnt() == null) {
            throw refusal("--outcomes: no feature of pipeline " + pipeline.name() + " reads what became of events ("
                    + (pipeline.definitions().outcomes() == null ? "it has no section `outcomes`" : "none says `label`")
                    + ")");
        }
    }

    private void warnOfMissingOutcomes(Pipeline pipeline) {
        if (outcomes.isEmpty() && pipeline.plan().learnt() != null) {
            spec.commandLine()
                    .getErr()
                    .println("warning: no outcomes: features that read `label` find none; add --outcomes FILE");
        }
    }

    private static String advice(BadRow bad, Pipeline pipeline) {
        var aside = "--on-bad-row dead-letter puts such rows aside and goes on.";
        return bad.reason().equals(BadRow.UNORDERED)
                ? "Sort the file by " + pipeline.definitions().event().time().field()
                        + " or raise events.lateness; --sort sorts in memory, " + aside
                : "Correct the row; " + aside;
    }

    private void print(Replay.Summary summary, ReplayOptions options) throws IOException {
        var console = spec.commandLine().getOut();
        if (json) {
            console.println(new ObjectMapper().writeValueAsString(summary));
        } else {
            console.println(summary.written() + " of " + summary.events() + " events written to " + out
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
