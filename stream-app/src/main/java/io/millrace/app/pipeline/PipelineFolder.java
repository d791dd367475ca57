package io.millrace.app.pipeline;

import io.millrace.app.yaml.Problem;
import io.millrace.app.yaml.Problems;
import io.millrace.app.yaml.YamlDocument;
import io.millrace.app.yaml.YamlValue;
import io.millrace.enrich.definition.FeatureDefinitions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads a pipeline folder. Reading goes on after a mistake wherever there is something left to check, so that an author
 * sees everything that is wrong at once.
 */
public final class PipelineFolder {
    /** The file that makes a folder a pipeline. */
    public static final String FILE = "pipeline.yaml";

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,99}");

    private final Path folder;
    private final Set<Part> parts;
    private final Problems problems = new Problems();
    private final FolderFiles files;

    private PipelineFolder(Path folder, Set<Part> parts) {
        this.folder = folder;
        this.parts = parts;
        this.files = new FolderFiles(folder);
    }

    /**
     * Reads a pipeline with everything that belongs to it. The model is loaded to see that it is what it must be, and
     * closed again.
     *
     * @throws InvalidPipelineException with every mistake that was found
     */
    public static Pipeline read(Path folder) throws InvalidPipelineException {
        return read(folder, EnumSet.allOf(Part.class));
    }

    /**
     * Reads a pipeline whose model or profile may not have been made yet: they are made from features this very folder
     * defines. A part that is not asked for is null in the result, and its files are not looked at; what the pipeline file
     * says about it must still be right.
     *
     * @throws InvalidPipelineException with every mistake that was found
     */
    public static Pipeline read(Path folder, Set<Part> parts) throws InvalidPipelineException {
        return new PipelineFolder(folder, Set.copyOf(parts)).read();
    }

    private Pipeline read() throws InvalidPipelineException {
        if (!Files.isDirectory(folder)) {
            problems.add(new Problem(FILE, 1, "", "there is no folder " + folder));
        }
        var document = problems.isEmpty()
                ? YamlDocument.read(folder.resolve(FILE), FILE, problems)
                : Optional.<YamlDocument>empty();
        var pipeline = document.flatMap(this::read);
        if (pipeline.isEmpty() || !problems.isEmpty()) {
            throw new InvalidPipelineException(folder, problems.sorted());
        }
        return pipeline.get();
    }

    /** The pipeline; also despite problems, if it can be put together at all. */
    private Optional<Pipeline> read(YamlDocument document) {
        var top = document.top();
        var name = top.require("name")
                .flatMap(v -> v.text(NAME, "up to 100 lower-case letters, digits and dashes, beginning with a letter"));
        var schemas = new SchemaFiles(files, problems);
        var event = top.require("events").flatMap(YamlValue::mapping).flatMap(m -> EventSection.read(m, schemas));
        var references = top.find("reference")
                .flatMap(YamlValue::mapping)
                .map(m -> ReferenceSection.read(m, schemas))
                .orElse(ReferenceSection.NONE);
        var outcomes = top.find("outcomes")
                .flatMap(YamlValue::mapping)
                .map(m -> OutcomeSection.read(m, schemas))
                .orElse(OutcomeSection.NONE);
        var groups = top.require("features").map(FeatureSection::read).orElseGet(Collections::emptySortedMap);
        var compiled = event.flatMap(e -> CompiledFeatures.of(e, references, outcomes, groups, document));
        var predictions = top.find("predictions").flatMap(YamlValue::mapping).map(PredictionSection::read);
        var model = top.find("model").flatMap(YamlValue::mapping).map(ModelSection::read);
        var monitor = top.find("monitor").flatMap(YamlValue::mapping).map(MonitorSection::read);
        if (top.find("monitor").isPresent() && top.find("model").isEmpty()) {
            document.report("monitor", "there is nothing to watch without a model");
        }
        top.refuseUnknownKeys();

        event.ifPresent(e -> predictions.ifPresent(p -> p.check(e.schema(), featureNames(compiled))));
        var reference = model.flatMap(m -> modelReference(m, document, compiled));
        var watch = monitor.flatMap(m -> monitorDefinition(m, document, name, compiled));
        if (name.isEmpty() || compiled.isEmpty()) {
            return Optional.empty();
        }
        var definitions = compiled.get().definitions();
        return Optional.of(new Pipeline(
                folder,
                name.get(),
                definitions,
                compiled.get().plan(),
                topics(name.get(), definitions, predictions, document),
                new Predictions(predictions.map(PredictionSection::carry).orElse(List.of())),
                reference.orElse(null),
                watch.orElse(null)));
    }

    private Optional<ModelReference> modelReference(
            ModelSection model, YamlDocument document, Optional<CompiledFeatures> compiled) {
        return parts.contains(Part.MODEL)
                ? model.proven(
                        files,
                        document,
                        problems,
                        comparable(document, compiled)
                                .map(features -> features.plan().features()))
                : Optional.empty();
    }

    private Optional<MonitorDefinition> monitorDefinition(
            MonitorSection monitor, YamlDocument document, Optional<String> name, Optional<CompiledFeatures> compiled) {
        if (!parts.contains(Part.MONITOR)) {
            return Optional.empty();
        }
        var profile = monitor.profile(files, problems);
        profile.ifPresent(file -> name.ifPresent(n -> comparable(document, compiled)
                .ifPresent(features -> file.compare(n, features.plan().features(), problems))));
        return profile.map(ProfileFile::profile).flatMap(monitor::with);
    }

    /** What model and profile are compared with: nothing where some features could not be read, all would seem missing. */
    private static Optional<CompiledFeatures> comparable(YamlDocument document, Optional<CompiledFeatures> compiled) {
        return document.isKnownWithin("features") ? Optional.empty() : compiled;
    }

    private static List<String> featureNames(Optional<CompiledFeatures> compiled) {
        return compiled.map(CompiledFeatures::names).orElse(List.of());
    }

    /** A topic that is both read and written would be a loop, and one written for two purposes could not be read. */
    private static TopicNames topics(
            String name,
            FeatureDefinitions definitions,
            Optional<PredictionSection> predictions,
            YamlDocument document) {
        var standard = TopicNames.of(name, definitions.event().topic());
        var given = predictions.flatMap(PredictionSection::topic);
        if (given.isPresent() && standard.writtenBesidePredictions().contains(given.get())) {
            document.report("predictions.topic", "is written for another purpose: \"" + given.get() + "\"");
        }
        var topics = given.map(standard::withPredictions).orElse(standard);
        if (topics.isWritten(topics.events())) {
            document.report("events.topic", "is written by this very pipeline: \"" + topics.events() + "\"");
        }
        var outcomes = definitions.outcomes();
        if (outcomes != null && topics.isWritten(outcomes.topic())) {
            document.report("outcomes.topic", "is written by this very pipeline: \"" + outcomes.topic() + "\"");
        }
        for (var reference : definitions.references()) {
            if (topics.isWritten(reference.topic())) {
                document.report(
                        "reference." + reference.name() + ".topic",
                        "is written by this very pipeline: \"" + reference.topic() + "\"");
            }
        }
        return topics;
    }
}
