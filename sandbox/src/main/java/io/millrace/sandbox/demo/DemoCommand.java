package io.millrace.sandbox.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.app.command.DurationOption;
import io.millrace.app.command.NativeCache;
import io.millrace.app.command.Stoppable;
import io.millrace.app.command.Terminal;
import io.millrace.app.pipeline.InvalidPipelineException;
import io.millrace.app.pipeline.Pipeline;
import io.millrace.app.pipeline.PipelineFolder;
import io.millrace.sandbox.simulator.Faults;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code millrace demo}: everything at once, on one machine, with a check at the end. */
@Command(
        name = "demo",
        description =
                "Starts a broker, a registry, simulators and the shipped pipelines, tries challengers of their models, "
                        + "injects drift, and checks.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit status 0: every event had exactly one outcome, the injected drift was found and nothing before it, the good "
                    + "challenger was promoted and the bad one rolled back by itself.",
            "",
            "Example:",
            "  millrace demo --for 90s --rate 600 --report r.json"
        })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class DemoCommand implements Callable<Integer> {
    @Option(
            names = "--for",
            defaultValue = "90s",
            paramLabel = "DURATION",
            converter = DurationOption.class,
            description = "how long events are published (default: ${DEFAULT-VALUE})")
    private Duration duration;

    @Option(
            names = "--rate",
            defaultValue = "500",
            paramLabel = "N",
            description = "events per second and pipeline (default: ${DEFAULT-VALUE})")
    private double rate;

    @Option(
            names = "--pipelines",
            split = ",",
            defaultValue = "pipelines/transactions,pipelines/sensors",
            paramLabel = "FOLDER",
            description = "pipeline folders whose events can be simulated (default: ${DEFAULT-VALUE})")
    private List<Path> folders;

    @Option(names = "--late", defaultValue = "0.002", description = "share of late events (default: ${DEFAULT-VALUE})")
    private double late;

    @Option(
            names = "--duplicate",
            defaultValue = "0.002",
            description = "share of events published twice (default: ${DEFAULT-VALUE})")
    private double duplicate;

    @Option(
            names = "--malformed",
            defaultValue = "0.002",
            description = "share of events with broken bytes (default: ${DEFAULT-VALUE})")
    private double malformed;

    @Option(names = "--seed", defaultValue = "7", description = "of the simulated worlds (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(
            names = "--no-rollouts",
            negatable = true,
            description = "try no challengers: they need some 30 s of events")
    private boolean rollouts = true;

    @Option(names = "--report", paramLabel = "FILE", description = "write the figures there as JSON")
    private @Nullable Path report;

    @Option(names = "--json", description = "print the figures as JSON instead of the table")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        return Stoppable.run(this::run);
    }

    private int run() throws Exception {
        NativeCache.prepare();
        var pipelines = read(folders);
        var out = json ? spec.commandLine().getErr() : spec.commandLine().getOut();
        var table = new LiveTable(out, Terminal.isInteractive());
        var settings = new Demo.Settings(duration, rate, new Faults(late, duplicate, malformed), seed, rollouts);
        DemoReport result;
        try (var demo = new Demo(settings, table)) {
            result = demo.run(pipelines, text -> {
                out.println(text + " ...");
                out.flush();
            });
        }
        if (report != null) {
            result.write(report);
        }
        if (json) {
            spec.commandLine().getOut().println(new ObjectMapper().writeValueAsString(result));
        }
        return conclude(result, out);
    }

    private static List<Pipeline> read(List<Path> folders) throws InvalidPipelineException {
        var pipelines = new ArrayList<Pipeline>();
        for (var folder : folders) {
            pipelines.add(PipelineFolder.read(folder));
        }
        return pipelines;
    }

    private static int conclude(DemoReport report, PrintWriter out) {
        out.println();
        report.pipelines().forEach((name, pipeline) -> {
            out.printf(
                    Locale.ROOT,
                    "%s: %,d events, %,d predictions, dead letters %s%n",
                    name,
                    pipeline.events(),
                    pipeline.predictions(),
                    pipeline.deadLetters());
            out.printf(
                    Locale.ROOT,
                    "  missing %d, duplicated %d; p50 %.0f ms, p95 %.0f ms, p99 %.0f ms; %d drift alerts, first after %s%n",
                    pipeline.missing(),
                    pipeline.duplicated(),
                    pipeline.latencyMillis().get("p50"),
                    pipeline.latencyMillis().get("p95"),
                    pipeline.latencyMillis().get("p99"),
                    pipeline.alerts(),
                    pipeline.driftDetectedAfterSeconds() == null
                            ? "never"
                            : String.format(Locale.ROOT, "%.1f s", pipeline.driftDetectedAfterSeconds()));
            pipeline.rollout()
                    .forEach(step -> out.printf(
                            Locale.ROOT,
                            "  %5.1f s  %s %s by %s: %s%n",
                            step.seconds(),
                            step.version(),
                            step.what(),
                            step.actor(),
                            step.reason()));
        });
        var complaints = report.complaints();
        complaints.forEach(complaint -> out.println("NOT WELL: " + complaint));
        if (complaints.isEmpty()) {
            out.println(
                    "All well: one outcome for every event, the injected drift was found, no alert before it, challengers ended as they "
                            + "deserve.");
        }
        out.flush();
        return complaints.isEmpty() ? 0 : 1;
    }
}
