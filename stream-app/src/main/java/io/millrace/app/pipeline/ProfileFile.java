package io.millrace.app.pipeline;

import static io.millrace.enrich.definition.FeatureType.TEXT;

import io.millrace.app.gate.Gate;
import io.millrace.app.model.ModelManifest;
import io.millrace.app.yaml.Problem;
import io.millrace.app.yaml.Problems;
import io.millrace.app.yaml.YamlDocument;
import io.millrace.drift.profile.InvalidProfileException;
import io.millrace.drift.profile.ProfileJson;
import io.millrace.drift.profile.ReferenceProfile;
import io.millrace.enrich.definition.Feature;
import io.millrace.enrich.definition.Suggestion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A reference profile as it was read from its file. */
final class ProfileFile {
    private final Path path;
    private final String name;
    private final String json;
    private final ReferenceProfile profile;

    private ProfileFile(Path path, String name, String json, ReferenceProfile profile) {
        this.path = path;
        this.name = name;
        this.json = json;
        this.profile = profile;
    }

    /**
     * Reads a profile; empty after having reported why there is none.
     *
     * @param name what problems call the file
     */
    static Optional<ProfileFile> read(Path path, String name, Problems problems) {
        String json;
        try {
            json = Files.readString(path);
        } catch (IOException e) {
            problems.add(new Problem(name, 1, "", "cannot be read as UTF-8 text: " + e));
            return Optional.empty();
        }
        try {
            return Optional.of(new ProfileFile(path, name, json, ProfileJson.read(json)));
        } catch (InvalidProfileException e) {
            e.problems().forEach(problem -> report(name, json, problem.path(), problem.message(), problems));
            return Optional.empty();
        }
    }

    ReferenceProfile profile() {
        return profile;
    }

    /** Reports that it was not released by whom the gate trusts. */
    void checkSignature(Gate gate, Problems problems) {
        gate.profileSignatureProblem(path, json).ifPresent(problem -> report("", "signature: " + problem, problems));
    }

    /**
     * Reports that other scores were profiled than the model's. It is the model of the pipeline's folder: versions that
     * are rolled out later are watched by the same profile until a folder with both is deployed.
     */
    void compare(ModelManifest model, Problems problems) {
        var profiled = profile.model();
        if (!profiled.sha256().equals(model.sha256())) {
            report(
                    "model.sha256",
                    "is of " + profiled.name() + " " + profiled.version() + ", " + profiled.sha256()
                            + ", and the pipeline's model is "
                            + model.name() + " " + model.version() + ", " + model.sha256()
                            + ": make the profile anew (millrace profile)",
                    problems);
        }
    }

    /** Reports every difference between what was profiled and what the pipeline computes. */
    void compare(String pipeline, List<Feature> features, Problems problems) {
        if (!profile.pipeline().equals(pipeline)) {
            report(
                    "pipeline",
                    "is the profile of \"" + profile.pipeline() + "\", not of \"" + pipeline + "\"",
                    problems);
        }
        var types = new HashMap<String, String>();
        features.forEach(feature -> types.put(feature.name(), feature.type().name()));
        var profiled = new HashSet<String>();
        for (int i = 0; i < profile.features().size(); i++) {
            var feature = profile.features().get(i);
            profiled.add(feature.name());
            compare("features[" + i + "]", feature.name(), feature.type().name(), types, problems);
        }
        for (int i = 0; i < profile.texts().size(); i++) {
            var text = profile.texts().get(i);
            profiled.add(text.name());
            compare("texts[" + i + "]", text.name(), TEXT.name(), types, problems);
        }
        for (var feature : features) {
            if (!profiled.contains(feature.name())) {
                report(
                        feature.type() == TEXT ? "texts" : "features",
                        "the pipeline's feature \"" + feature.name() + "\" is missing",
                        problems);
            }
        }
    }

    private void compare(String key, String profiled, String type, Map<String, String> types, Problems problems) {
        var wanted = types.get(profiled);
        if (wanted == null) {
            report(
                    key,
                    "the pipeline has no feature \"" + profiled + "\""
                            + Suggestion.didYouMean(profiled, types.keySet()),
                    problems);
        } else if (!wanted.equals(type)) {
            report(type.equals(TEXT.name()) ? key : key + ".type", "must be " + wanted + ", was " + type, problems);
        }
    }

    private void report(String key, String message, Problems problems) {
        report(name, json, key, message, problems);
    }

    /** JSON is YAML, so the reader that knows lines knows them here too. */
    private static void report(String name, String json, String key, String message, Problems problems) {
        var line = YamlDocument.parse(json, name, new Problems())
                .map(document -> document.lineOf(key))
                .orElse(1);
        problems.add(new Problem(name, line, key, message));
    }
}
