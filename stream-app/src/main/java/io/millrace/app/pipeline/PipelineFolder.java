package io.millrace.app.pipeline;

import io.millrace.app.explain.Explanation;
import io.millrace.app.gate.Gate;
import io.millrace.app.gate.TrustedKeys;
import io.millrace.app.model.ManifestFile;
import io.millrace.app.model.ValueGuard;
import io.millrace.app.registry.KeptModels;
import io.millrace.app.yaml.Problem;
import io.millrace.app.yaml.Problems;
import io.millrace.app.yaml.YamlDocument;
import io.millrace.app.yaml.YamlValue;
import io.millrace.drift.profile.ReferenceProfile;
import io.millrace.enrich.definition.Feature;
import io.millrace.enrich.definition.FeatureDefinitions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

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
    private final Gate gate;
    private final Optional<Path> otherModel;
    private final Problems problems = new Problems();
    private final FolderFiles files;
    private final OutsideModels outside;
    private Optional<ModelVerdict> verdict = Optional.empty();

    private PipelineFolder(
            Path folder, Set<Part> parts, Gate gate, Optional<Path> otherModel, @Nullable KeptModels kept) {
        this.folder = folder;
        this.parts = Set.copyOf(parts);
        this.gate = gate;
        this.otherModel = otherModel;
        this.files = new FolderFiles(folder);
        this.outside = new OutsideModels(kept);
    }

    /**
     * Reads a pipeline with everything that belongs to it. The model goes through a gate that asks for no signature.
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
        return read(folder, parts, new Gate(TrustedKeys.NONE));
    }

    /**
     * The same with a gate of the caller's. A model that is not in the folder is a mistake.
     *
     * @throws InvalidPipelineException with every mistake that was found
     */
    public static Pipeline read(Path folder, Set<Part> parts, Gate gate) throws InvalidPipelineException {
        return read(folder, parts, gate, null);
    }

    /**
     * The same with models from registries.
     *
     * @param kept fetches them; null if they are mistakes
     * @throws InvalidPipelineException with every mistake that was found
     */
    public static Pipeline read(Path folder, Set<Part> parts, Gate gate, @Nullable KeptModels kept)
            throws InvalidPipelineException {
        var reader = new PipelineFolder(folder, parts, gate, Optional.empty(), kept);
        var pipeline = reader.read();
        if (pipeline.isEmpty() || !reader.problems.isEmpty()) {
            throw new InvalidPipelineException(folder, reader.problems.sorted());
        }
        return pipeline.get();
    }

    /**
     * Sends a model through the gate, and says what came of every check.
     *
     * @param folder a pipeline's
     * @param model a model's folder to be used with that pipeline; if empty, the one that the pipeline names
     * @param kept fetches that one where it is not in the folder; null if that is a mistake
     * @throws InvalidPipelineException if the pipeline or the manifest cannot be read, or names no model
     */
    public static ModelVerdict check(Path folder, Optional<Path> model, Gate gate, @Nullable KeptModels kept)
            throws InvalidPipelineException {
        var reader = new PipelineFolder(folder, EnumSet.of(Part.MODEL), gate, model, kept);
        var pipeline = reader.read();
        if (pipeline.isPresent() && reader.verdict.isEmpty() && reader.problems.isEmpty()) {
            reader.problems.add(new Problem(FILE, 1, "model", "is missing: there is nothing to check"));
        }
        return reader.verdict.orElseThrow(() -> new InvalidPipelineException(folder, reader.problems.sorted()));
    }

    private Optional<Pipeline> read() {
        if (!Files.isDirectory(folder)) {
            problems.add(new Problem(FILE, 1, "", "there is no folder " + folder));
        }
        var document = problems.isEmpty()
                ? YamlDocument.read(folder.resolve(FILE), FILE, problems)
                : Optional.<YamlDocument>empty();
        return document.flatMap(this::read);
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
        var model = top.find("model").flatMap(YamlValue::mapping).map(ModelSection::read);
        var compiled = event.flatMap(e -> CompiledFeatures.of(e, references, outcomes, groups, document));
        var predictions = top.find("predictions").flatMap(YamlValue::mapping).map(PredictionSection::read);
        var monitor = top.find("monitor").flatMap(YamlValue::mapping).map(MonitorSection::read);
        if (top.find("monitor").isPresent() && top.find("model").isEmpty()) {
            document.report("monitor", "there is nothing to watch without a model");
        }
        var rollout = top.find("rollout").flatMap(YamlValue::mapping).map(RolloutSection::read);
        if (top.find("rollout").isPresent() && top.find("model").isEmpty()) {
            document.report("rollout", "there is nothing to roll out without a model");
        }
        rollout.ifPresent(r ->
                r.check(top.find("outcomes").isPresent(), top.find("monitor").isPresent()));
        top.refuseUnknownKeys();

        event.ifPresent(e -> predictions.ifPresent(p -> p.check(e.schema(), featureNames(compiled))));
        var features = comparable(document, compiled).map(c -> c.plan().features());
        var admission = model.filter(m -> parts.contains(Part.MODEL)).flatMap(m -> admission(m, features));
        var admitted = admission.filter(a -> conclude(a, document));
        var lighter = model.filter(m -> parts.contains(Part.MODEL)).flatMap(m -> m.lighter(files, problems, features));
        lighter.ifPresent(l -> l.conclude(gate, document));
        var profile =
                monitor.filter(m -> readsProfile(model)).flatMap(m -> profile(m, document, name, compiled, admission));
        var guard = model.flatMap(m -> features.map(known -> guard(m.values(), known, monitor, profile)));
        monitor.ifPresent(m -> m.check(
                carried(predictions), model.flatMap(ModelSection::outliers).isPresent()));
        var reasons = model.flatMap(ModelSection::reasons);
        reasons.ifPresent(r -> features.ifPresent(known -> r.check(known, carried(predictions))));
        var explanation = reasons.flatMap(r -> admitted.flatMap(
                a -> features.flatMap(known -> explanation(r, a, known, monitor.isPresent(), profile))));
        var outliers = model.flatMap(ModelSection::outliers);
        var outlierWatch =
                outliers.flatMap(o -> features.flatMap(known -> o.watch(known, monitor.isPresent(), profile)));
        var reference = model.flatMap(m ->
                admission.map(a -> m.reference(a, lighter, guard.orElse(ValueGuard.NONE), outlierWatch, explanation)));
        var watch = monitor.filter(m -> parts.contains(Part.MONITOR))
                .flatMap(m -> profile.flatMap(p -> event.flatMap(e -> m.with(p, outlierWatch, e.schema()))));
        var trials = event.map(
                e -> rollout.map(r -> r.definition(e.schema(), e.key())).orElse(RolloutDefinition.of(e.key())));
        if (name.isEmpty() || compiled.isEmpty()) {
            return Optional.empty();
        }
        var definitions = compiled.get().definitions();
        var pipeline = new Pipeline(
                folder,
                name.get(),
                definitions,
                compiled.get().plan(),
                topics(name.get(), definitions, predictions, document),
                new Predictions(
                        carried(predictions), reasons.map(ReasonSection::most).orElse(0), outliers.isPresent()),
                reference.orElse(null),
                watch.orElse(null),
                null,
                trials.orElse(RolloutDefinition.of(null)));
        var quality = monitor.flatMap(m -> quality(m, pipeline, document));
        return Optional.of(watch.isPresent() ? pipeline.following(quality.orElse(null)) : pipeline);
    }

    /** Expressions over predictions can be judged once it is known what these consist of. */
    private static Optional<QualityDefinition> quality(
            MonitorSection monitor, Pipeline pipeline, YamlDocument document) {
        return document.isKnownWithin("predictions") || document.isKnownWithin("features")
                ? Optional.empty()
                : monitor.quality(pipeline.definitions().outcomes(), pipeline.predictionSchema(), document);
    }

    private Optional<ModelAdmission> admission(ModelSection model, Optional<List<Feature>> features) {
        return otherModel
                .map(path -> model.admission(path, path + "/" + ManifestFile.NAME, problems, features))
                .orElseGet(() -> model.admission(files, outside, problems, features));
    }

    /** Whether the model may score. A verdict is only worth telling by itself if all else is well. */
    private boolean conclude(ModelAdmission admission, YamlDocument document) {
        var well = problems.isEmpty();
        var said = admission.conclude(gate, document);
        var manifest = admission.candidate().manifest();
        verdict = Optional.of(new ModelVerdict(
                        manifest.name(),
                        manifest.version(),
                        manifest.sha256(),
                        said,
                        problems.sorted(),
                        Optional.empty()))
                .filter(v -> well);
        return said.refusals().isEmpty();
    }

    private Optional<Explanation> explanation(
            ReasonSection reasons,
            ModelAdmission admission,
            List<Feature> features,
            boolean monitored,
            Optional<ReferenceProfile> profile) {
        var explanation = reasons.explanation(admission, features, monitored, profile);
        explanation.ifPresent(found -> verdict = verdict.map(v -> v.withReasons(found.told())));
        return explanation;
    }

    private boolean readsProfile(Optional<ModelSection> model) {
        return parts.contains(Part.MONITOR)
                || (parts.contains(Part.MODEL)
                        && model.filter(m -> m.values().asksForProfile()
                                        || m.reasons().isPresent()
                                        || m.outliers().isPresent())
                                .isPresent());
    }

    private Optional<ReferenceProfile> profile(
            MonitorSection monitor,
            YamlDocument document,
            Optional<String> name,
            Optional<CompiledFeatures> compiled,
            Optional<ModelAdmission> admission) {
        var profile = monitor.profile(files, problems);
        profile.ifPresent(file -> file.checkSignature(gate, problems));
        profile.ifPresent(file -> admission
                .filter(a -> otherModel.isEmpty())
                .ifPresent(a -> file.compare(a.candidate().manifest(), problems)));
        profile.ifPresent(file -> name.ifPresent(n -> comparable(document, compiled)
                .ifPresent(features -> file.compare(n, features.plan().features(), problems))));
        return profile.map(ProfileFile::profile);
    }

    private static ValueGuard guard(
            ValueSection values,
            List<Feature> features,
            Optional<MonitorSection> monitor,
            Optional<ReferenceProfile> profile) {
        if (values.asksForProfile() && monitor.isEmpty()) {
            values.reportMissingProfile();
        }
        return values.guard(features, profile);
    }

    /** What model and profile are compared with: nothing where some features could not be read, all would seem missing. */
    private static Optional<CompiledFeatures> comparable(YamlDocument document, Optional<CompiledFeatures> compiled) {
        return document.isKnownWithin("features") ? Optional.empty() : compiled;
    }

    private static List<String> carried(Optional<PredictionSection> predictions) {
        return predictions.map(PredictionSection::carry).orElse(List.of());
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
