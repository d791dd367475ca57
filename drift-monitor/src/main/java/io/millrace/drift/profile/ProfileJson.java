package io.millrace.drift.profile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The profile as a JSON document. Reading is strict: what the format does not know, or what contradicts itself, is a
 * problem, and all problems are reported together. Numbers survive writing and reading exactly. Safe for concurrent
 * use.
 *
 * <p>The document holds a digest of its own content, so that a profile that was changed by hand or by accident is found
 * out: the SHA-256, in hexadecimal, of the UTF-8 bytes of the document without {@code digest} and without white space,
 * fields in the order in which they are written here. Who would change the digest along with the content needs a
 * signature to be found out.
 */
public final class ProfileJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private ProfileJson() {}

    /** The document, indented, features in their order, ending in a line feed. */
    public static String write(ReferenceProfile profile) {
        var content = content(profile);
        var root = MAPPER.createObjectNode();
        root.set("version", content.remove("version"));
        root.put("digest", digest(profile));
        root.setAll(content);
        return root.toPrettyString() + "\n";
    }

    /** The digest of a profile's content, 64 lower-case hexadecimal digits. */
    public static String digest(ReferenceProfile profile) {
        try {
            var bytes = content(profile).toString().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }

    private static ObjectNode content(ReferenceProfile profile) {
        var root = MAPPER.createObjectNode();
        root.put("version", ReferenceProfile.FORMAT_VERSION);
        root.put("pipeline", profile.pipeline());
        root.putObject("model")
                .put("name", profile.model().name())
                .put("version", profile.model().version())
                .put("sha256", profile.model().sha256());
        root.put("createdFrom", profile.createdFrom());
        root.put("sampleSize", profile.sampleSize());
        root.put("chunks", profile.chunks());
        if (!Double.isNaN(profile.outlierLimit())) {
            root.put("outlierLimit", profile.outlierLimit());
        }
        var features = root.putArray("features");
        profile.features().forEach(feature -> write(feature, features.addObject()));
        var texts = root.putArray("texts");
        profile.texts().forEach(text -> write(text, texts.addObject()));
        write(profile.score(), root.putObject("score"));
        var calibration = profile.calibration();
        if (calibration != null) {
            write(calibration, root.putObject(ScoreCalibration.PATH));
        }
        return root;
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
        var bounds =
                bins.putArray(feature.bins() instanceof Bins.ByValue ? ProfileDocument.VALUES : ProfileDocument.EDGES);
        feature.bins().bounds().forEach(bounds::add);
        var shares = bins.putArray("shares");
        feature.shares().forEach(shares::add);
        if (!feature.quantiles().isEmpty()) {
            var quantiles = node.putArray("quantiles");
            feature.quantiles().forEach(quantiles::add);
        }
        write(feature.thresholds(), node);
    }

    private static void write(TextProfile text, ObjectNode node) {
        node.put("name", text.name());
        node.put("count", text.count());
        node.put("missing", text.missing());
        node.put("distinct", text.distinct());
        var categories = node.putObject("categories");
        text.categories().forEach(category -> categories.put(category.name(), category.count()));
        write(text.thresholds(), node);
    }

    private static void write(ScoreCalibration calibration, ObjectNode node) {
        node.put("rows", calibration.rows());
        node.put("positives", calibration.positives());
        var scores = node.putArray("scores");
        calibration.scores().forEach(scores::add);
        var probabilities = node.putArray("probabilities");
        calibration.probabilities().forEach(probabilities::add);
    }

    private static void write(Map<String, Double> thresholds, ObjectNode node) {
        var learnt = node.putObject("thresholds");
        thresholds.forEach(learnt::put);
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
        String digest = root.text("digest");
        String pipeline = root.text("pipeline");
        var model = model(root.object("model"));
        String createdFrom = root.text("createdFrom");
        long sampleSize = root.whole("sampleSize");
        long chunks = root.whole("chunks");
        double outlierLimit = root.has("outlierLimit") ? root.number("outlierLimit") : Double.NaN;
        var features =
                root.objects("features").stream().map(ProfileJson::feature).toList();
        var texts = root.objects("texts").stream().map(ProfileJson::text).toList();
        var score = feature(root.object("score"));
        var calibration = root.has(ScoreCalibration.PATH) ? calibration(root.object(ScoreCalibration.PATH)) : null;
        root.refuseOthers();

        if (root.isSound()) {
            if (version != ReferenceProfile.FORMAT_VERSION) {
                problems.add(new ProfileProblem(
                        "version", "must be " + ReferenceProfile.FORMAT_VERSION + ", was " + version));
            }
            if (chunks < 0 || chunks > Integer.MAX_VALUE) {
                problems.add(new ProfileProblem("chunks", "must not be negative or beyond an int, was " + chunks));
            }
            if (outlierLimit < 0 || Double.isInfinite(outlierLimit)) {
                problems.add(new ProfileProblem("outlierLimit", "must be finite, not negative, was " + outlierLimit));
            }
            problems.addAll(new ProfileDocument(
                            pipeline, model, sampleSize, documents(features), textDocuments(texts), document(score))
                    .problems());
            if (calibration != null
                    && score.sound()
                    && calibration.rows() > score.document().count()) {
                problems.add(new ProfileProblem(
                        ScoreCalibration.PATH + ".rows",
                        "must not exceed the rows with a score, "
                                + score.document().count() + ", was " + calibration.rows()));
            }
        }
        if (!problems.isEmpty()) {
            throw new InvalidProfileException(problems);
        }
        var profile = new ReferenceProfile(
                pipeline,
                model,
                createdFrom,
                sampleSize,
                (int) chunks,
                outlierLimit,
                features.stream().map(Parsed::profile).toList(),
                texts.stream().map(ParsedText::profile).toList(),
                score.profile(),
                calibration == null
                        ? null
                        : new ScoreCalibration(
                                calibration.rows(),
                                calibration.positives(),
                                calibration.scores(),
                                calibration.probabilities()));
        if (!digest(profile).equals(digest)) {
            throw new InvalidProfileException(List.of(new ProfileProblem(
                    "digest", "is not that of the content, " + digest(profile) + ": the profile was changed")));
        }
        return profile;
    }

    private static ProfiledModel model(StrictObject node) {
        var model = new ProfiledModel(node.text("name"), node.text("version"), node.text("sha256"));
        node.refuseOthers();
        return model;
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
        String boundsName = bins.has(ProfileDocument.VALUES) ? ProfileDocument.VALUES : ProfileDocument.EDGES;
        var bounds = bins.numbers(boundsName);
        var shares = bins.numbers("shares");
        bins.refuseOthers();
        var quantiles =
                some && boundsName.equals(ProfileDocument.EDGES) ? node.numbers("quantiles") : List.<Double>of();
        var thresholds = node.numbersByName("thresholds");
        node.refuseOthers();
        var document = new ProfileDocument.Feature(
                node.path(),
                name,
                count,
                missing,
                mean,
                stddev,
                min,
                max,
                boundsName,
                bounds,
                shares,
                quantiles,
                thresholds);
        boolean sound = node.isSound() && bins.isSound();
        if (sound) {
            node.report(document.problems());
        }
        return new Parsed(document, type, sound);
    }

    private static ProfileDocument.Calibration calibration(StrictObject node) {
        var document = new ProfileDocument.Calibration(
                node.whole("rows"), node.whole("positives"), node.numbers("scores"), node.numbers("probabilities"));
        node.refuseOthers();
        if (node.isSound()) {
            node.report(document.problems());
        }
        return document;
    }

    private static ParsedText text(StrictObject node) {
        var categories = new ArrayList<Category>();
        String name = node.text("name");
        long count = node.whole("count");
        long missing = node.whole("missing");
        long distinct = node.whole("distinct");
        node.wholesByName("categories").forEach((text, times) -> categories.add(new Category(text, times)));
        var thresholds = node.numbersByName("thresholds");
        node.refuseOthers();
        var document = new ProfileDocument.Text(node.path(), name, count, missing, distinct, categories, thresholds);
        if (node.isSound()) {
            node.report(document.problems());
        }
        return new ParsedText(document, node.isSound());
    }

    private static List<ProfileDocument.Text> textDocuments(List<ParsedText> texts) {
        return texts.stream()
                .filter(ParsedText::sound)
                .map(ParsedText::document)
                .toList();
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
            var bins = document.boundsName().equals(ProfileDocument.VALUES)
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
                    document.shares(),
                    document.quantiles(),
                    document.thresholds());
        }
    }

    /** The same for texts. */
    private record ParsedText(ProfileDocument.Text document, boolean sound) {
        TextProfile profile() {
            return new TextProfile(
                    document.name(),
                    document.count(),
                    document.missing(),
                    document.distinct(),
                    document.categories(),
                    document.thresholds());
        }
    }
}
