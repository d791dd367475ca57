package io.millrace.app.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.app.model.NativeLibrary;
import io.millrace.app.pipeline.Part;
import io.millrace.app.pipeline.Pipeline;
import io.millrace.app.pipeline.PipelineFolder;
import io.millrace.app.runtime.AdminSettings;
import io.millrace.app.runtime.PipelineRuntime;
import io.millrace.app.runtime.Role;
import io.millrace.app.runtime.RunSettings;
import io.millrace.app.runtime.StateSettings;
import io.millrace.app.runtime.Tuning;
import io.millrace.enrich.topology.StoreKind;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace run FOLDER}: runs one pipeline until it is told to stop. */
@Command(
        name = "run",
        description = "Runs a pipeline against Kafka until SIGTERM or Ctrl-C.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  millrace run pipelines/transactions --bootstrap localhost:9092 --registry http://localhost:8081",
            "  millrace run pipelines/transactions --bootstrap kafka:9092 --registry http://registry:8081 \\",
            "      --advertise auto --state memory",
            "  curl http://localhost:8080/features/customer_id/c-000042"
        })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public class RunCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FOLDER", description = "the pipeline folder")
    private Path folder;

    @Option(
            names = "--bootstrap",
            paramLabel = "HOST:PORT",
            defaultValue = "${env:MILLRACE_BOOTSTRAP}",
            description = "Kafka brokers (env MILLRACE_BOOTSTRAP)")
    private @Nullable String bootstrap;

    @Option(
            names = "--registry",
            paramLabel = "URL",
            defaultValue = "${env:MILLRACE_REGISTRY}",
            description = "schema registry speaking the Confluent API (env MILLRACE_REGISTRY)")
    private @Nullable String registry;

    @Option(
            names = "--state-dir",
            paramLabel = "DIR",
            defaultValue = "${env:MILLRACE_STATE_DIR:-state}",
            description = "state stores and native library (env MILLRACE_STATE_DIR; default: state)")
    private Path stateDir;

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            defaultValue = "${env:MILLRACE_HTTP_PORT:-8080}",
            description = "health, metrics and features; 0 takes a free port (env MILLRACE_HTTP_PORT; default: 8080)")
    private int httpPort;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "1",
            description = "stream threads per role (default: 1)")
    private int threads;

    @Option(
            names = "--roles",
            split = ",",
            paramLabel = "ROLE",
            description = "what this process does: ${COMPLETION-CANDIDATES} (default: all that the folder sets up)")
    private Set<Role> roles = EnumSet.noneOf(Role.class);

    @Option(
            names = "--instance",
            paramLabel = "NAME",
            defaultValue = "${env:MILLRACE_INSTANCE}",
            description =
                    "name that stays with this instance over restarts: its work waits for it (env MILLRACE_INSTANCE)")
    private @Nullable String instance;

    @Option(
            names = "--advertise",
            paramLabel = "HOST[:PORT]",
            defaultValue = "${env:MILLRACE_ADVERTISE}",
            description =
                    "address of this instance's HTTP server for the others, so that each answers for the keys of all "
                            + "(env MILLRACE_ADVERTISE; default: they are not told)")
    private @Nullable String advertise;

    @Option(
            names = "--state",
            paramLabel = "KIND",
            defaultValue = "${env:MILLRACE_STATE:-rocksdb}",
            converter = StateOption.class,
            description = "keep features' state in rocksdb or in memory (env MILLRACE_STATE; default: rocksdb)")
    private StoreKind stateKind;

    @Option(
            names = "--rocksdb-memory",
            paramLabel = "SIZE",
            defaultValue = "${env:MILLRACE_ROCKSDB_MEMORY:-256m}",
            converter = SizeOption.class,
            description = "memory of all RocksDB stores together, besides the heap (env MILLRACE_ROCKSDB_MEMORY; "
                    + "default: 256m)")
    private long rocksDbMemory;

    @Option(
            names = "--tuning",
            paramLabel = "FOR",
            defaultValue = "${env:MILLRACE_TUNING:-balanced}",
            converter = TuningOption.class,
            description =
                    "latency, balanced or throughput: how soon predictions are readable, within 20, 100 or 500 ms; the "
                            + "sooner, the more work for instances and brokers (env MILLRACE_TUNING; default: balanced)")
    private Tuning tuning;

    @Option(
            names = "--create-topics",
            paramLabel = "PARTITIONS",
            defaultValue = "0",
            description = "make input topics that do not exist (default: refuse to start without them)")
    private int createTopics;

    @Option(
            names = "--admin-port",
            paramLabel = "PORT",
            defaultValue = "${env:MILLRACE_ADMIN_PORT}",
            description = "where operators change models over HTTP; 0 takes a free one (env MILLRACE_ADMIN_PORT; "
                    + "default: they do not)")
    private @Nullable Integer adminPort;

    @Option(
            names = "--admin-token-file",
            paramLabel = "FILE",
            defaultValue = "${env:MILLRACE_ADMIN_TOKEN_FILE}",
            description = "what their requests must bring (env MILLRACE_ADMIN_TOKEN_FILE)")
    private @Nullable Path adminToken;

    @Option(
            names = "--retraining-webhook",
            paramLabel = "URL",
            defaultValue = "${env:MILLRACE_RETRAINING_WEBHOOK}",
            description = "post there when drift asks for another model; see monitor.retraining "
                    + "(env MILLRACE_RETRAINING_WEBHOOK; default: the topic alone tells)")
    private @Nullable URI webhook;

    @Mixin
    private GateOptions gate = new GateOptions();

    @Option(
            names = "--json",
            description = "say as JSON on standard output on which port health, metrics and features are")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public final Integer call() throws Exception {
        return Stoppable.run(this::run);
    }

    /** Runs until the pipeline fails or this thread is interrupted, and has then closed everything. */
    protected int run() throws Exception {
        if (bootstrap == null || registry == null) {
            throw new ParameterException(
                    spec.commandLine(), "give --bootstrap and --registry, or MILLRACE_BOOTSTRAP and MILLRACE_REGISTRY");
        }
        return run(bootstrap, registry, createTopics, stateDir);
    }

    /**
     * The same against a given world.
     *
     * @param partitions of input topics to be made when missing, or 0
     */
    protected int run(String bootstrap, String registry, int partitions, Path stateDir) throws Exception {
        NativeLibrary.prepare(stateDir.resolve("native"));
        var pipeline = PipelineFolder.read(
                folder, EnumSet.allOf(Part.class), gate.gate(), GateOptions.kept(stateDir.resolve("sources")));
        var settings = settings(pipeline, bootstrap, registry, partitions, stateDir);
        try (var runtime = new PipelineRuntime(pipeline, settings, gate.gate())) {
            var started = new Started(pipeline.name(), runtime.httpPort());
            if (json) {
                spec.commandLine().getOut().println(new ObjectMapper().writeValueAsString(started));
            } else {
                err().println(started.pipeline() + ": health, metrics and features on port " + started.httpPort());
            }
            runtime.start(Clock.systemUTC());
            return runtime.exit().get();
        }
    }

    private RunSettings settings(Pipeline pipeline, String bootstrap, String registry, int partitions, Path stateDir) {
        var wanted = roles.isEmpty() ? Role.of(pipeline) : roles;
        try {
            return new RunSettings(bootstrap, registry, stateDir, httpPort, threads, wanted, instance, partitions)
                    .keeping(new StateSettings(stateKind, rocksDbMemory))
                    .advertising(advertise)
                    .tunedFor(tuning)
                    .administered(admin())
                    .telling(webhook);
        } catch (IllegalArgumentException | IOException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    /** A token is never said on the command line: others see that. */
    private @Nullable AdminSettings admin() throws IOException {
        if (adminPort == null) {
            return null;
        }
        if (adminToken == null) {
            throw new ParameterException(spec.commandLine(), "--admin-port needs --admin-token-file");
        }
        return new AdminSettings(adminPort, Files.readString(adminToken).strip());
    }

    /** What {@code --json} prints. */
    private record Started(String pipeline, int httpPort) {}

    /** Where messages for people go. */
    protected PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
