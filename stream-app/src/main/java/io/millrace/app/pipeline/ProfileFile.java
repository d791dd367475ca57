package io.millrace.app.pipeline;

import static io.millrace.enrich.definition.FeatureType.TEXT;

import io.millrace.app.yaml.Problem;
import io.millrace.app.yaml.Problems;
import io.millrace.app.yaml.YamlDocument;
import io.millrace.drift.profile.FeatureProfile;
import io.millrace.drift.profile.InvalidProfileException;
import io.millrace.drift.profile.ProfileJson;
import io.millrace.drift.profile.ReferenceProfile;
import io.millrace.enrich.definition.Feature;
import io.millrace.enrich.definition.Suggestion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/** A reference profile as it was read from its file. */
final class ProfileFile {
    private final String name;
    private final String json;
    private final ReferenceProfile profile;

    private ProfileFile(String name, String json, ReferenceProfile profile) {
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
            return Optional.of(new ProfileFile(name, json, ProfileJson.read(json)));
        } catch (InvalidProfileException e) {
            e.problems().forEach(problem -> report(name, json, problem.path(), problem.message(), problems));
            return Optional.empty();
        }
    }

    ReferenceProfile profile() {
        return profile;
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
        for (int i = 0; i < profile.features().size(); i++) {
            var profiled = profile.features().get(i);
            var type = types.get(profiled.name());
            if (type == null) {
                report(
                        "features[" + i + "]",
                        "the pipeline has no feature \"" + profiled.name() + "\""
                                + Suggestion.didYouMean(profiled.name(), types.keySet()),
                        problems);
            } else if (type.equals(TEXT.name())) {
                report("features[" + i + "]", "\"" + profiled.name() + "\" is a text, which has no profile", problems);
            } else if (!type.equals(profiled.type().name())) {
                report("features[" + i + "].type", "must be " + type + ", was " + profiled.type(), problems);
            }
        }
        var profiled = profile.features().stream().map(FeatureProfile::name).toList();
        for (var feature : features) {
            if (feature.type() != TEXT && !profiled.contains(feature.name())) {
                report("features", "the pipeline's feature \"" + feature.name() + "\" is missing", problems);
            }
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
