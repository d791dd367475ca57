package io.millrace.sandbox.demo;

import static java.util.Objects.requireNonNull;

import io.millrace.app.fleet.Operator;
import io.millrace.app.gate.Gate;
import io.millrace.app.gate.TrustedKeys;
import io.millrace.app.journal.Line;
import io.millrace.app.journal.Order;
import io.millrace.app.pipeline.Pipeline;
import io.millrace.app.pipeline.VersionGate;
import io.millrace.app.rollout.Change;
import io.millrace.app.rollout.Entry;
import io.millrace.app.rollout.ModelVersion;
import io.millrace.app.rollout.Note;
import io.millrace.app.rollout.RefusedException;
import io.millrace.app.rollout.Share;
import io.millrace.schemas.registry.IncompatibleSchemaException;
import io.millrace.schemas.registry.SchemaRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.apache.kafka.clients.CommonClientConfigs;

/**
 * What an operator does in the demo, while events come: a challenger is a shadow, then a canary, then the champion. Then a bad one is made a
 * canary, and nobody does anything about it. For one run, in one thread; what has happened so far may be asked for from others.
 */
final class RolloutStory {
    private static final String GOOD = "challengers/more-trees";
    private static final String BAD = "challengers/inverted";
    private static final String OPERATOR = "demo";

    /** When windows have filled: until then scores change by themselves, and a guard rail would blame the challenger. */
    private static final double WARM = 0.3;

    private static final Share TRIAL = Share.of(0.2);
    private static final Duration ORDER = Duration.ofSeconds(20);
    private static final Duration RESCUE = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofMillis(100);

    private final Pipeline pipeline;
    private final Lane.Cluster cluster;
    private final DoubleSupplier progress;
    private final List<Step> steps = new ArrayList<>();
    private long startNanos;

    /**
     * Something that has happened.
     *
     * @param seconds since events began to come
     * @param what {@code registered}, {@code shadow}, {@code canary}, {@code promoted} or {@code rolled-back}
     * @param version it happened to
     * @param actor who wanted it
     * @param reason why
     */
    record Step(double seconds, String what, String version, String actor, String reason) {}

    /** @param progress which share of all events has been scored, in [0, 1] */
    RolloutStory(Pipeline pipeline, Lane.Cluster cluster, DoubleSupplier progress) {
        this.pipeline = pipeline;
        this.cluster = cluster;
        this.progress = progress;
    }

    /** Whether a pipeline has challengers to tell of. */
    static boolean isToldOf(Pipeline pipeline) {
        return Files.isDirectory(pipeline.folder().resolve(GOOD))
                && Files.isDirectory(pipeline.folder().resolve(BAD));
    }

    /** Everything that has happened so far, in its order. */
    synchronized List<Step> steps() {
        return List.copyOf(steps);
    }

    /** What happened last, in a few words. */
    Optional<String> news() {
        var all = steps();
        if (all.isEmpty()) {
            return Optional.empty();
        }
        var last = all.get(all.size() - 1);
        return Optional.of(last.version + ": " + last.what + " by " + last.actor + ", " + last.reason);
    }

    /** What is wrong with how it went; empty if all is well. */
    List<String> complaints() {
        var happened = steps().stream().map(Step::what).toList();
        var complaints = new ArrayList<String>();
        for (var expected : List.of("shadow", "canary", "promoted")) {
            if (!happened.contains(expected)) {
                complaints.add("the challenger was not " + expected);
            }
        }
        var rescue =
                steps().stream().filter(step -> step.what.equals("rolled-back")).findFirst();
        if (rescue.filter(step -> step.actor.equals(Note.AUTOMATIC)).isEmpty()) {
            complaints.add("the bad challenger was not rolled back by itself");
        }
        return complaints;
    }

    /** Runs to its end, which is soon after seven tenths of all events have been scored. */
    void run() throws IOException, RefusedException, IncompatibleSchemaException, InterruptedException {
        startNanos = System.nanoTime();
        try (var operator = operator()) {
            awaitProgress(WARM);
            var good = register(operator, GOOD, "has more trees");
            change(operator, good, "shadow", new Change.Shadow(good.digest()), "does it bear the load?");
            awaitProgress(0.38);
            change(
                    operator,
                    good,
                    "canary",
                    new Change.Canary(good.digest(), TRIAL, List.of()),
                    "for 20 % of customers");
            awaitProgress(0.46);
            change(operator, good, "promoted", new Change.Promote(good.digest()), "for all customers");
            awaitProgress(0.7);
            var bad = register(operator, BAD, "learnt the wrong way round");
            change(operator, bad, "canary", new Change.Canary(bad.digest(), TRIAL, List.of()), "for 20 % of customers");
            awaitRescue(operator, bad);
        }
    }

    private Operator operator() throws IncompatibleSchemaException {
        return Operator.open(
                pipeline,
                Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, cluster.bootstrap()),
                SchemaRegistry.connect(cluster.registryUrl()),
                ORDER,
                Clock.systemUTC());
    }

    private ModelVersion register(Operator operator, String folder, String why) throws IOException, RefusedException {
        var own = requireNonNull(pipeline.model());
        Path from = pipeline.folder().resolve(folder);
        var version = operator.register(
                new VersionGate(new Gate(TrustedKeys.NONE), pipeline, own),
                from,
                own.score(),
                own.threshold(),
                from.toString(),
                OPERATOR,
                why);
        add("registered", version, OPERATOR, why);
        return version;
    }

    private void change(Operator operator, ModelVersion version, String what, Change change, String why)
            throws RefusedException {
        operator.change(Order.of(change, OPERATOR, why));
        add(what, version, OPERATOR, why);
    }

    private void awaitRescue(Operator operator, ModelVersion bad)
            throws InterruptedException, IncompatibleSchemaException {
        long deadline = System.nanoTime() + RESCUE.toNanos();
        while (System.nanoTime() - deadline < 0) {
            var state = operator.state();
            if (state.timeline().last().filter(plan -> plan.trial() == null).isPresent()) {
                var note = lastChange();
                add("rolled-back", bad, note.actor(), note.reason());
                return;
            }
            TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
        }
    }

    private Note lastChange() throws IncompatibleSchemaException {
        try (var reader = operator()) {
            Note last = null;
            for (var line : reader.history()) {
                if (line instanceof Line.Written written
                        && written.refusal() == null
                        && written.entry() instanceof Entry.Changed changed) {
                    last = changed.note();
                }
            }
            return requireNonNull(last);
        }
    }

    private synchronized void add(String what, ModelVersion version, String actor, String reason) {
        double seconds = Math.round((System.nanoTime() - startNanos) / 1e8) / 10.0;
        steps.add(new Step(seconds, what, version.name() + " " + version.version(), actor, reason));
    }

    private void awaitProgress(double share) throws InterruptedException {
        while (progress.getAsDouble() < share) {
            TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
        }
    }
}
