package io.millrace.app.pipeline;

import io.millrace.app.gate.GateLimits;
import io.millrace.app.model.ManifestFile;
import io.millrace.app.model.ModelManifest;
import io.millrace.app.model.ScoreOutput;
import io.millrace.app.yaml.Problems;
import io.millrace.app.yaml.YamlMapping;
import io.millrace.app.yaml.YamlValue;
import io.millrace.enrich.definition.Feature;
import java.util.List;
import java.util.Optional;

/** Reads {@code model.fallback}: a number, or another model, which goes through the gate as well. */
final class FallbackSection {
    private static final String SCORE = "model.fallback.score";

    private final Optional<Double> constant;
    private final Optional<YamlMapping> model;
    private final Optional<YamlValue> source;
    private final Optional<ScoreOutput> score;
    private final Optional<Double> threshold;

    private FallbackSection(YamlValue fallback) {
        model = fallback.isMapping() ? fallback.mapping() : Optional.empty();
        constant = fallback.isMapping() ? Optional.empty() : fallback.number();
        source = model.flatMap(mapping -> mapping.require("source"));
        score = model.flatMap(mapping -> mapping.require("score")).flatMap(ModelSection::score);
        threshold = model.flatMap(mapping -> mapping.find("threshold")).flatMap(YamlValue::number);
        model.ifPresent(YamlMapping::refuseUnknownKeys);
    }

    static FallbackSection read(YamlValue fallback) {
        return new FallbackSection(fallback);
    }

    /**
     * The model that it names; empty if there is none, or too little to try it.
     *
     * @param features the pipeline's, in the order of its rows; empty if they could not be determined
     */
    Optional<ModelAdmission> admission(
            FolderFiles files, Problems problems, Optional<List<Feature>> features, int rows, GateLimits limits) {
        return source.flatMap(files::directory)
                .flatMap(folder -> ModelAdmission.of(
                        folder,
                        files.name(folder) + "/" + ManifestFile.NAME,
                        problems,
                        score,
                        SCORE,
                        manifest -> features.map(all -> used(manifest, all)),
                        rows,
                        limits));
    }

    /** A lighter model may do with less. */
    private static List<Feature> used(ModelManifest manifest, List<Feature> features) {
        return features.stream()
                .filter(feature -> manifest.features().contains(feature.name()))
                .toList();
    }

    /**
     * What the pipeline's is; empty if it cannot be read.
     *
     * @param admission of the model that it names
     * @param ofModel the threshold of the pipeline's model, which this one's is unless it says otherwise
     */
    Optional<FallbackReference> reference(Optional<ModelAdmission> admission, double ofModel) {
        if (model.isEmpty()) {
            return constant.map(FallbackReference.Constant::new);
        }
        return admission
                .map(ModelAdmission::candidate)
                .map(candidate -> new FallbackReference.Model(
                        candidate.folder(), candidate.manifest(), candidate.score(), threshold.orElse(ofModel)));
    }
}
