package io.millrace.app.pipeline;

import io.millrace.app.model.InvalidModelException;
import io.millrace.app.model.InvalidModelException.Mismatch;
import io.millrace.app.model.ManifestFile;
import io.millrace.app.model.ScoreOutput;
import io.millrace.app.yaml.Problems;
import io.millrace.app.yaml.YamlDocument;
import io.millrace.app.yaml.YamlMapping;
import io.millrace.app.yaml.YamlValue;
import io.millrace.enrich.definition.Feature;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads {@code model}, and proves the model it names. */
final class ModelSection {
    private final Optional<YamlValue> source;
    private final Optional<ScoreOutput> score;
    private final Optional<Double> threshold;
    private final BatchDefinition batch;

    private ModelSection(
            Optional<YamlValue> source,
            Optional<ScoreOutput> score,
            Optional<Double> threshold,
            BatchDefinition batch) {
        this.source = source;
        this.score = score;
        this.threshold = threshold;
        this.batch = batch;
    }

    static ModelSection read(YamlMapping model) {
        var source = model.require("source");
        var score = model.require("score").flatMap(ModelSection::score);
        var threshold = model.require("threshold").flatMap(YamlValue::number);
        var batch = model.find("batch").flatMap(YamlValue::mapping).map(ModelSection::batch);
        model.refuseUnknownKeys();
        return new ModelSection(source, score, threshold, batch.orElse(BatchDefinition.DEFAULT));
    }

    private static BatchDefinition batch(YamlMapping batch) {
        var rows = batch.find("rows").flatMap(v -> v.wholeNumber(1, BatchDefinition.MOST_ROWS));
        var wait = batch.find("wait").flatMap(v -> v.duration(BatchDefinition.LEAST_WAIT, BatchDefinition.MOST_WAIT));
        batch.refuseUnknownKeys();
        return new BatchDefinition(
                rows.orElse(BatchDefinition.DEFAULT.rows()), wait.orElse(BatchDefinition.DEFAULT.longestWait()));
    }

    private static Optional<ScoreOutput> score(YamlValue value) {
        var text = value.text();
        var score = text.flatMap(ScoreOutput::parse);
        if (text.isPresent() && score.isEmpty()) {
            value.problem(
                    "must be an output and where in it, such as probabilities[1] or output_probability[fraud], was \""
                            + text.get() + "\"");
        }
        return score;
    }

    /**
     * Opens the model once to see that it is what it must be, and closes it again.
     *
     * @param pipeline where the pipeline's own keys are
     * @param features the pipeline's features in the order of its rows; empty if they could not be determined, the model's
     *     are then not compared with them
     */
    Optional<ModelReference> proven(
            FolderFiles files, YamlDocument pipeline, Problems problems, Optional<List<Feature>> features) {
        var folder = source.flatMap(files::directory);
        var document = folder.flatMap(path -> manifestDocument(path, files, problems));
        var manifest = document.flatMap(ManifestFile::read);
        if (manifest.isEmpty() || score.isEmpty()) {
            return Optional.empty();
        }
        var reference =
                new ModelReference(folder.orElseThrow(), manifest.get(), score.get(), threshold.orElse(0.5), batch);
        try {
            reference.open(features).close();
        } catch (InvalidModelException e) {
            for (var mismatch : e.mismatches()) {
                var file = mismatch.key().equals(Mismatch.SCORE) ? pipeline : document.orElseThrow();
                file.report(mismatch.key(), mismatch.message());
            }
        }
        return Optional.of(reference);
    }

    private static Optional<YamlDocument> manifestDocument(Path folder, FolderFiles files, Problems problems) {
        return YamlDocument.read(
                folder.resolve(ManifestFile.NAME), files.name(folder) + "/" + ManifestFile.NAME, problems);
    }
}
