package io.millrace.app.pipeline;

import io.millrace.app.explain.Explanation;
import io.millrace.app.gate.GateLimits;
import io.millrace.app.model.BatchDefinition;
import io.millrace.app.model.CallDefinition;
import io.millrace.app.model.CircuitDefinition;
import io.millrace.app.model.InvalidModelException.Mismatch;
import io.millrace.app.model.ManifestFile;
import io.millrace.app.model.OutlierWatch;
import io.millrace.app.model.ScoreOutput;
import io.millrace.app.model.ValueGuard;
import io.millrace.app.yaml.Problems;
import io.millrace.app.yaml.YamlMapping;
import io.millrace.app.yaml.YamlValue;
import io.millrace.enrich.definition.Feature;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads {@code model}, and sends the model it names through the gate. */
final class ModelSection {
    private static final int MOST_CACHED_ROWS = 100_000_000;
    private static final long LEAST_BYTES = 1 << 10;
    private static final long LEAST_MEMORY = 1 << 20;
    private static final long MOST_MEMORY = 1L << 40;
    private static final Duration LEAST_TIME = Duration.ofSeconds(1);
    private static final Duration MOST_TIME = Duration.ofHours(1);

    private final Optional<YamlValue> source;
    private final Optional<ScoreOutput> score;
    private final Optional<Double> threshold;
    private final BatchDefinition batch;
    private final long cachedRows;
    private final ValueSection values;
    private final CallDefinition calls;
    private final Optional<FallbackSection> fallback;
    private final Optional<ReasonSection> reasons;
    private final Optional<OutlierSection> outliers;
    private final GateLimits limits;

    private ModelSection(YamlMapping model) {
        source = model.require("source");
        score = model.require("score").flatMap(ModelSection::score);
        threshold = model.require("threshold").flatMap(YamlValue::number);
        batch = model.find("batch")
                .flatMap(YamlValue::mapping)
                .map(ModelSection::batch)
                .orElse(BatchDefinition.DEFAULT);
        cachedRows = model.find("cache")
                .flatMap(YamlValue::mapping)
                .map(ModelSection::cachedRows)
                .orElse(0L);
        calls = calls(model);
        fallback = model.find("fallback").map(FallbackSection::read);
        values = model.find("values")
                .flatMap(YamlValue::mapping)
                .map(ValueSection::read)
                .orElse(ValueSection.NONE);
        reasons = model.find("reasons").flatMap(ReasonSection::read);
        outliers = model.find("outliers").flatMap(OutlierSection::read);
        limits = model.find("gate")
                .flatMap(YamlValue::mapping)
                .map(ModelSection::limits)
                .orElse(GateLimits.DEFAULT);
        model.refuseUnknownKeys();
    }

    static ModelSection read(YamlMapping model) {
        return new ModelSection(model);
    }

    private static BatchDefinition batch(YamlMapping batch) {
        var rows = batch.find("rows").flatMap(v -> v.wholeNumber(1, BatchDefinition.MOST_ROWS));
        var wait = batch.find("wait").flatMap(v -> v.duration(BatchDefinition.LEAST_WAIT, BatchDefinition.MOST_WAIT));
        batch.refuseUnknownKeys();
        return new BatchDefinition(rows.orElse(BatchDefinition.DEFAULT.rows()), wait.orElse(null));
    }

    private static long cachedRows(YamlMapping cache) {
        long rows = cache.require("rows")
                .flatMap(v -> v.wholeNumber(1, MOST_CACHED_ROWS))
                .orElse(0);
        cache.refuseUnknownKeys();
        return rows;
    }

    private static CallDefinition calls(YamlMapping model) {
        var deadline = model.find("deadline")
                .flatMap(v -> v.duration(CallDefinition.LEAST_DEADLINE, CallDefinition.MOST_DEADLINE));
        var circuit = model.find("circuit")
                .flatMap(YamlValue::mapping)
                .map(ModelSection::circuit)
                .orElse(CircuitDefinition.DEFAULT);
        return new CallDefinition(deadline.orElse(CallDefinition.DEFAULT.deadline()), circuit);
    }

    private static CircuitDefinition circuit(YamlMapping circuit) {
        var failures = circuit.find("failures").flatMap(v -> v.wholeNumber(1, CircuitDefinition.MOST_FAILURES));
        var retry = circuit.find("retry")
                .flatMap(v -> v.duration(CircuitDefinition.LEAST_RETRY, CircuitDefinition.MOST_RETRY));
        circuit.refuseUnknownKeys();
        return new CircuitDefinition(
                failures.orElse(CircuitDefinition.DEFAULT.failures()), retry.orElse(CircuitDefinition.DEFAULT.retry()));
    }

    static Optional<ScoreOutput> score(YamlValue value) {
        var text = value.text();
        var score = text.flatMap(ScoreOutput::parse);
        if (text.isPresent() && score.isEmpty()) {
            value.problem(
                    "must be an output and where in it, such as probabilities[1] or output_probability[fraud], was \""
                            + text.get() + "\"");
        }
        return score;
    }

    private static GateLimits limits(YamlMapping gate) {
        var size = gate.find("size").flatMap(v -> v.size(LEAST_BYTES, GateLimits.MOST_BYTES));
        var time = gate.find("time").flatMap(v -> v.duration(LEAST_TIME, MOST_TIME));
        var memory = gate.find("memory").flatMap(v -> v.size(LEAST_MEMORY, MOST_MEMORY));
        gate.refuseUnknownKeys();
        return new GateLimits(
                size.orElse(GateLimits.DEFAULT.bytes()),
                time.orElse(GateLimits.DEFAULT.time()),
                memory.orElse(GateLimits.DEFAULT.memory()));
    }

    /** What the model may see of each feature. */
    ValueSection values() {
        return values;
    }

    /** What its predictions say about why. */
    Optional<ReasonSection> reasons() {
        return reasons;
    }

    /** What becomes of rows that lie outside of the reference profile. */
    Optional<OutlierSection> outliers() {
        return outliers;
    }

    /**
     * The pipeline's model as far as it can be scored with: the model of this admission, if its manifest can be read.
     *
     * @param lighter the model that scores in its place
     */
    ModelReference reference(
            ModelAdmission admission,
            Optional<ModelAdmission> lighter,
            ValueGuard guard,
            Optional<OutlierWatch> watch,
            Optional<Explanation> explanation) {
        var candidate = admission.candidate();
        return new ModelReference(
                candidate.folder(),
                candidate.manifest(),
                candidate.score(),
                threshold.orElse(0.5),
                batch,
                watch.map(guard::with).orElse(guard),
                watch.orElse(null),
                calls,
                cachedRows,
                fallback.flatMap(section -> section.reference(lighter, threshold.orElse(0.5)))
                        .orElse(null),
                explanation.orElse(null),
                limits);
    }

    /**
     * The model in the folder, or in the registry, that the pipeline names; empty if there is too little to try it.
     *
     * @param outside where models are from that are not in the pipeline's folder
     * @param features the pipeline's features in the order of its rows; empty if they could not be determined, the model's
     *     are then not compared with them
     */
    Optional<ModelAdmission> admission(
            FolderFiles files, OutsideModels outside, Problems problems, Optional<List<Feature>> features) {
        var elsewhere = source.filter(OutsideModels::isOutside);
        if (elsewhere.isPresent()) {
            return elsewhere
                    .flatMap(value -> outside.fetch(value, limits.bytes()))
                    .flatMap(folder -> admission(
                            folder, elsewhere.get().text().orElse("") + "/" + ManifestFile.NAME, problems, features));
        }
        return source.flatMap(files::directory)
                .flatMap(folder -> admission(folder, files.name(folder) + "/" + ManifestFile.NAME, problems, features));
    }

    /**
     * The same with a model anywhere.
     *
     * @param name what problems call the manifest
     */
    Optional<ModelAdmission> admission(Path folder, String name, Problems problems, Optional<List<Feature>> features) {
        return ModelAdmission.of(
                folder, name, problems, score, Mismatch.SCORE, manifest -> features, batch.rows(), limits);
    }

    /** The model that scores in its place, if it is one. */
    Optional<ModelAdmission> lighter(FolderFiles files, Problems problems, Optional<List<Feature>> features) {
        return fallback.flatMap(section -> section.admission(files, problems, features, batch.rows(), limits));
    }
}
