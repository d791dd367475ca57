package io.millrace.app.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.app.files.UnsuitableFileException;
import io.millrace.app.fleet.Registrar;
import io.millrace.app.model.InvalidModelException;
import io.millrace.app.model.ModelManifest;
import io.millrace.app.pipeline.ModelReference;
import io.millrace.app.pipeline.Part;
import io.millrace.app.pipeline.Pipeline;
import io.millrace.app.pipeline.VersionGate;
import io.millrace.app.registry.ModelSource;
import io.millrace.app.registry.Registries;
import io.millrace.app.registry.TrackingServer;
import io.millrace.app.registry.UnavailableModelException;
import io.millrace.app.replay.BadRowException;
import io.millrace.app.replay.Replay;
import io.millrace.app.replay.ReplayOptions;
import io.millrace.app.rollout.ModelVersion;
import io.millrace.app.rollout.RefusedException;
import io.millrace.app.topics.Cluster;
import io.millrace.app.training.TrainingScript;
import io.millrace.schemas.registry.IncompatibleSchemaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace train FOLDER}: the next candidate, made by the folder's own script from replayed features. */
@Command(
        name = "train",
        description =
                "Replays features, has the pipeline's train.py make a model of them, sends it through the gate, and "
                        + "registers it as a candidate.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "train.py is called with --features FILE --out DIR --model-version TEXT; see docs/retraining.md.",
            "",
            "Exit status: 0 registered, or made where that is not asked for; 1 no model was made; 2 refused.",
            "",
            "Examples:",
            "  millrace train pipelines/transactions --from-topic --from 2026-03-01 --to 2026-04-01 --reason 'March'",
            "  millrace train pipelines/transactions --events march.parquet --outcomes frauds.csv \\",
            "      --reference customer=customers.csv --no-register --out candidates/march"
        })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class TrainCommand implements Callable<Integer> {
    private static final DateTimeFormatter VERSION =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
    private static final long BYTES_PER_MEGABYTE = 1_000_000;

    @Parameters(paramLabel = "FOLDER", description = "the pipeline folder")
    private Path folder;

    @Mixin
    private ReplaySources sources = new ReplaySources();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "where features.csv.gz, the folder model, and features.dead-letters.csv with the events that were "
                            + "rejected go; must not exist yet (default: PIPELINE-VERSION)")
    private @Nullable Path out;

    @Option(
            names = "--model-version",
            paramLabel = "TEXT",
            description = "of the model that is made (default: the time, such as 20260301-143000)")
    private @Nullable String version;

    @Option(
            names = "--python",
            paramLabel = "COMMAND",
            defaultValue = "${env:MILLRACE_PYTHON:-python3}",
            description = "a Python with what train.py needs (env MILLRACE_PYTHON; default: python3)")
    private String python;

    @Option(
            names = "--time-limit",
            paramLabel = "DURATION",
            defaultValue = "1h",
            converter = DurationOption.class,
            description = "how long train.py may take (default: 1h)")
    private Duration limit;

    @Option(names = "--no-register", description = "send it through the gate, and tell no running pipeline of it")
    private boolean unregistered;

    @Option(
            names = "--patience",
            paramLabel = "DURATION",
            defaultValue = "30s",
            converter = DurationOption.class,
            description = "how long to wait until all instances have it at hand (default: 30s)")
    private Duration patience;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            defaultValue = "trained",
            description = "why; the history tells it (default: trained)")
    private String reason;

    @Mixin
    private ActorOption actor = new ActorOption();

    @Mixin
    private GateOptions gateOptions = new GateOptions();

    @Option(names = "--json", description = "print the answer as JSON")
    private boolean json;

    @Spec
    private CommandSpec spec;

    /** What was made of a replay: so many rows of features, and of them a folder with a model. */
    private record Made(long rows, Path features, Path model) {}

    /** What {@code --json} prints. */
    private record Answer(
            long rows,
            String features,
            String model,
            @Nullable String name,
            @Nullable String version,
            @Nullable String digest,
            boolean registered,
            List<String> problems) {
        private static Answer registered(Made made, ModelVersion as) {
            return of(made, as.name(), as.version(), as.digest(), true, List.of());
        }

        private static Answer unregistered(Made made, VersionGate.Admission said) {
            var manifest = said.manifest();
            return of(
                    made,
                    manifest.map(ModelManifest::name).orElse(null),
                    manifest.map(ModelManifest::version).orElse(null),
                    manifest.map(ModelManifest::sha256).orElse(null),
                    false,
                    said.problems());
        }

        private static Answer of(
                Made made,
                @Nullable String name,
                @Nullable String version,
                @Nullable String digest,
                boolean registered,
                List<String> problems) {
            var features = made.features.toString();
            var model = made.model.toString();
            return new Answer(made.rows, features, model, name, version, digest, registered, problems);
        }
    }

    @Override
    public Integer call() throws Exception {
        return Stoppable.run(this::train);
    }

    private int train() throws Exception {
        var clock = Clock.systemUTC();
        var period = sources.period();
        sources.refuseRepeated();
        var topics = sources.topics();
        var cluster = sources.cluster();
        if (cluster == null && !unregistered) {
            throw refusal("give --bootstrap and --registry, or MILLRACE_BOOTSTRAP and MILLRACE_REGISTRY; "
                    + "or --no-register");
        }
        NativeCache.prepare();
        var gate = gateOptions.gate();
        var pipeline = gateOptions.read(folder, EnumSet.of(Part.MODEL));
        var own = pipeline.model();
        var script = new TrainingScript(List.of(python.trim().split("\\s+")), folder, limit);
        if (own == null || !script.exists()) {
            throw refusal(pipeline.name() + (own == null ? " scores nothing" : " has no " + TrainingScript.NAME));
        }
        boolean labelled = pipeline.definitions().outcomes() != null;
        sources.check(pipeline, labelled);

        var called = version == null ? VERSION.format(clock.instant()) : version;
        var place = place(pipeline, called);
        // what a running pipeline makes a dead letter of must not keep a model from being trained
        var options = ReplayOptions.to(place.resolve("features.csv.gz"), false)
                .within(period)
                .puttingAside(place.resolve("features.dead-letters.csv"));
        var replayed = replayed(pipeline, topics, labelled ? options.withOutcomes() : options, clock);
        long rows = replayed.written();
        say(rows + " rows of features in " + options.out()
                + (replayed.rejected().isEmpty() ? "" : "; rejected: " + replayed.rejected()));
        var model = Files.createDirectories(place.resolve("model"));
        script.run(options.out(), model, called, this::say);
        var made = new Made(rows, options.out(), model);
        var versionGate = new VersionGate(gate, pipeline, own);
        var answer = unregistered || cluster == null
                ? Answer.unregistered(made, versionGate.admit(model, own.score()))
                : Answer.registered(made, registered(pipeline, cluster, versionGate, own, model, clock));
        tell(answer);
        return answer.problems.isEmpty() ? 0 : Millrace.REFUSED;
    }

    /** A new folder: what was made before may be what scores now. */
    private Path place(Pipeline pipeline, String called) throws IOException {
        var place = out == null ? Path.of(pipeline.name() + "-" + called) : out;
        if (Files.exists(place)) {
            throw refusal("--out: " + place + " is there already");
        }
        return Files.createDirectories(place);
    }

    private Replay.Summary replayed(Pipeline pipeline, @Nullable Cluster topics, ReplayOptions options, Clock clock)
            throws IOException, UnsuitableFileException, InvalidModelException, BadRowException {
        try (var inputs = sources.open(pipeline, options.outcomes(), topics, clock);
                var bar = topics == null
                        ? new ConsoleProgress("replay", " MB", BYTES_PER_MEGABYTE)
                        : new ConsoleProgress("replay", "", 1)) {
            return new Replay(pipeline, clock).run(inputs.all(), options, bar);
        }
    }

    private ModelVersion registered(
            Pipeline pipeline, Cluster cluster, VersionGate gate, ModelReference own, Path model, Clock clock)
            throws IncompatibleSchemaException, RefusedException, UnavailableModelException, IOException,
                    InterruptedException {
        var registrar = new Registrar(gate, own, new Registries(TrackingServer.from(null, System.getenv())));
        var source = ModelSource.parse(model.toString());
        try (var operator = RolloutOptions.operator(pipeline, cluster, patience, clock)) {
            return registrar.register(operator, new Registrar.Candidate(source, null, null, actor.name(), reason));
        }
    }

    private void tell(Answer answer) throws IOException {
        var console = spec.commandLine().getOut();
        if (json) {
            console.println(new ObjectMapper().writeValueAsString(answer));
            return;
        }
        answer.problems.forEach(console::println);
        console.println(answer.name + " " + answer.version + " in " + answer.model + ": "
                + (!answer.problems.isEmpty()
                        ? "may not score"
                        : answer.registered
                                ? "registered, every instance has it at hand; see millrace model shadow"
                                : "may score; see millrace model register"));
    }

    /** Beside the answer: what goes on. */
    private void say(String line) {
        var console = spec.commandLine().getErr();
        console.println(line);
        console.flush();
    }

    private ParameterException refusal(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
