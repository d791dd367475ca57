package io.millrace.app.command;

import io.millrace.app.files.UnsuitableFileException;
import io.millrace.app.pipeline.Pipeline;
import io.millrace.app.replay.Period;
import io.millrace.app.topics.Cluster;
import io.millrace.enrich.definition.OutcomeDefinition;
import io.millrace.enrich.definition.ReferenceDefinition;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** What a replay reads, and of which time. */
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class ReplaySources {
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

    @Option(
            names = "--from",
            paramLabel = "TIME",
            converter = TimeOption.class,
            description = "write or compare events from this date or time on; those before count in their features")
    private @Nullable Instant from;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            converter = TimeOption.class,
            description = "write or compare events before this date or time")
    private @Nullable Instant to;

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Spec(Target.MIXEE)
    private CommandSpec spec;

    boolean areTopics() {
        return events.fromTopic;
    }

    /** All files that are read. */
    List<Path> files() {
        return Stream.of(events.files, references.values(), outcomes)
                .flatMap(Collection::stream)
                .toList();
    }

    /** @throws ParameterException if nothing is in it */
    Period period() {
        if (from != null && to != null && !from.isBefore(to)) {
            throw refusal("--from " + from + " must be before --to " + to);
        }
        return new Period(
                from == null ? Long.MIN_VALUE : from.toEpochMilli(), to == null ? Long.MAX_VALUE : to.toEpochMilli());
    }

    /** Where topics are read; null if none are. */
    @Nullable
    Cluster topics() throws IOException {
        if (!events.fromTopic) {
            return null;
        }
        var topics = cluster.cluster();
        if (topics == null) {
            throw refusal("--from-topic needs --bootstrap and --registry, or MILLRACE_BOOTSTRAP and MILLRACE_REGISTRY");
        }
        return topics;
    }

    /** Where the pipeline runs, whether its topics are read or files; null if that is not said. */
    @Nullable
    Cluster cluster() throws IOException {
        return cluster.cluster();
    }

    /** @throws ParameterException if a file would count twice */
    void refuseRepeated() {
        refuseTwice(events.files, "events");
        refuseTwice(outcomes, "outcomes");
    }

    private void refuseTwice(List<Path> files, String what) {
        for (int i = 0; i < files.size(); i++) {
            if (files.indexOf(files.get(i)) < i) {
                throw refusal(files.get(i) + " is given twice: its " + what + " would count twice");
            }
        }
    }

    /**
     * Holds what is given against what the pipeline reads, and warns of what is not given.
     *
     * @param written whether what became of events is to be written, too
     * @throws ParameterException if the pipeline has no use for something, or does not have what is asked for
     */
    void check(Pipeline pipeline, boolean written) {
        refuseUnknownReferences(pipeline);
        if (written && pipeline.definitions().outcomes() == null) {
            throw refusal("--with-outcomes: pipeline " + pipeline.name() + " has no section `outcomes`");
        }
        var wanted = wanted(pipeline, written);
        if (wanted == null) {
            refuseNeedlessOutcomes(pipeline);
        }
        if (!events.fromTopic) {
            warnOfMissingReferences(pipeline);
            if (wanted != null && outcomes.isEmpty()) {
                spec.commandLine()
                        .getErr()
                        .println("warning: no outcomes: what became of events is not known; add --outcomes FILE");
            }
        }
    }

    /** The outcomes that are read; null if none are. */
    private static @Nullable OutcomeDefinition wanted(Pipeline pipeline, boolean written) {
        return written ? pipeline.definitions().outcomes() : pipeline.plan().learnt();
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
        if (!outcomes.isEmpty()) {
            throw refusal("--outcomes: no feature of pipeline " + pipeline.name() + " reads what became of events ("
                    + (pipeline.definitions().outcomes() == null ? "it has no section `outcomes`" : "none says `label`")
                    + ")");
        }
    }

    /**
     * To be closed by the caller.
     *
     * @param written whether what became of events is to be written, too
     */
    ReplayInputs open(Pipeline pipeline, boolean written, @Nullable Cluster topics, Clock clock)
            throws IOException, UnsuitableFileException {
        return ReplayInputs.open(
                pipeline, events.files, references, outcomes, wanted(pipeline, written), topics, clock);
    }

    private ParameterException refusal(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
