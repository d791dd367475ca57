package io.millrace.drift.profile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The profile as a JSON document. Reading is strict: what the format does not know, or what contradicts itself, is a
 * problem, and all problems are reported together. Numbers survive writing and reading exactly. Safe for concurrent use.
 */
public final class ProfileJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private ProfileJson() {}

    /** The document, indented, features in their order, ending in a line feed. */
    public static String write(ReferenceProfile profile) {
        var root = MAPPER.createObjectNode();
        root.put("version", ReferenceProfile.FORMAT_VERSION);
        root.put("pipeline", profile.pipeline());
        root.put("createdFrom", profile.createdFrom());
        root.put("sampleSize", profile.sampleSize());
        var features = root.putArray("features");
        profile.features().forEach(feature -> write(feature, features.addObject()));
        write(profile.score(), root.putObject("score"));
        return root.toPrettyString() + "\n";
    }

    private static void write(FeatureProfile feature, ObjectNode node) {
        node.put("name", feature.name());
        node.put("type", feature.type().name());
        node.put("count", feature.count());
        node.put("missing", feature.missing());
        if (feature.count() > 0) {
            node.put("mean", feature.mean());
            node.put("stddev", feature.stddev());
            node.put("min", feature.min());
            node.put("max", feature.max());
        }
        var bins = node.putObject("bins");
        var bounds = bins.putArray(feature.bins() instanceof Bins.ByValue ? "values" : "edges");
        feature.bins().bounds().forEach(bounds::add);
        var shares = bins.putArray("shares");
        feature.shares().forEach(shares::add);
    }

    /**
     * The profile a document holds.
     *
     * @throws InvalidProfileException naming everything that is wrong, if anything is
     */
    public static ReferenceProfile read(String json) throws InvalidProfileException {
        JsonNode tree;
        try {
            tree = MAPPER.readTree(json);
        } catch (JsonProcessingException notJson) {
            throw new InvalidProfileException(
                    List.of(new ProfileProblem("", "is not JSON: " + notJson.getOriginalMessage())));
        }
        var problems = new ArrayList<ProfileProblem>();
        var root = new StrictObject(tree, "", problems);
        long version = root.whole("version");
        String pipeline = root.text("pipeline");
        String createdFrom = root.text("createdFrom");
        long sampleSize = root.whole("sampleSize");
        var features =
                root.objects("features").stream().map(ProfileJson::feature).toList();
        var score = feature(root.object("score"));
        root.refuseOthers();

        if (root.isSound()) {
            if (version != ReferenceProfile.FORMAT_VERSION) {
                problems.add(new ProfileProblem(
                        "version", "must be " + ReferenceProfile.FORMAT_VERSION + ", was " + version));
            }
            problems.addAll(new ProfileDocument(pipeline, sampleSize, documents(features), document(score)).problems());
        }
        if (!problems.isEmpty()) {
            throw new InvalidProfileException(problems);
        }
        return new ReferenceProfile(
                pipeline,
                createdFrom,
                sampleSize,
                features.stream().map(Parsed::profile).toList(),
                score.profile());
    }

    private static Parsed feature(StrictObject node) {
        String name = node.text("name");
        var type = node.choice("type", FeatureType.class);
        long count = node.whole("count");
        long missing = node.whole("missing");
        boolean some = !node.isZero("count"); // without any value there is nothing to state about values
        double mean = some ? node.number("mean") : Double.NaN;
        double stddev = some ? node.number("stddev") : Double.NaN;
        double min = some ? node.number("min") : Double.NaN;
        double max = some ? node.number("max") : Double.NaN;
        var bins = node.object("bins");
        String boundsName = bins.has("values") ? "values" : "edges";
        var bounds = bins.numbers(boundsName);
        var shares = bins.numbers("shares");
        bins.refuseOthers();
        node.refuseOthers();
        var document = new ProfileDocument.Feature(
                node.path(), name, count, missing, mean, stddev, min, max, boundsName, bounds, shares);
        boolean sound = node.isSound() && bins.isSound();
        if (sound) {
            node.report(document.problems());
        }
        return new Parsed(document, type, sound);
    }

    private static List<ProfileDocument.Feature> documents(List<Parsed> features) {
        return features.stream().filter(Parsed::sound).map(Parsed::document).toList();
    }

    private static ProfileDocument.@Nullable Feature document(Parsed score) {
        return score.sound() ? score.document() : null;
    }

    /**
     * A feature as it was read.
     *
     * @param sound whether every field was there and of its type: only then rules can be held against it
     */
    private record Parsed(ProfileDocument.Feature document, FeatureType type, boolean sound) {
        FeatureProfile profile() {
            var bins = document.boundsName().equals("values")
                    ? new Bins.ByValue(document.bounds())
                    : new Bins.ByRange(document.bounds());
            return new FeatureProfile(
                    document.name(),
                    type,
                    document.count(),
                    document.missing(),
                    document.mean(),
                    document.stddev(),
                    document.min(),
                    document.max(),
                    bins,
                    document.shares());
        }
    }
}
