package io.millrace.app.gate;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.app.model.ManifestFile;
import io.millrace.app.model.ScoreOutput;
import io.millrace.app.model.TestModels;
import io.millrace.app.yaml.Problems;
import io.millrace.app.yaml.YamlDocument;
import io.millrace.enrich.definition.Feature;
import io.millrace.enrich.definition.FeatureType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The folders made by {@code src/test/hostile/make_hostile.py}, each with a manifest that says all is well. */
final class Hostile {
    static final ScoreOutput SCORE = new ScoreOutput("probabilities", 1);
    static final List<Feature> FEATURES = List.of(
            new Feature("amount", FeatureType.DOUBLE),
            new Feature("night", FeatureType.BOOLEAN),
            new Feature("cust_avg_1d", FeatureType.DOUBLE));
    private static final int ROWS = 64;
    static final GateLimits LIMITS = new GateLimits(1 << 20, Duration.ofSeconds(60), 1L << 30);

    private Hostile() {}

    static Path folder() {
        try {
            return Path.of(Objects.requireNonNull(Hostile.class.getResource("/hostile"))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static Candidate candidate(String name) {
        return candidate(folder().resolve(name), LIMITS);
    }

    /** Whatever is in a folder. */
    static Candidate candidate(Path folder, GateLimits limits) {
        return candidate(folder, ROWS, limits);
    }

    /** @param rows most rows of one call */
    static Candidate candidate(Path folder, int rows, GateLimits limits) {
        try {
            TestModels.folder(); // where the native library is made ready
            var text = Files.readString(folder.resolve(ManifestFile.NAME));
            var problems = new Problems();
            var manifest = YamlDocument.parse(text, ManifestFile.NAME, problems).flatMap(ManifestFile::read);
            return new Candidate(
                    folder,
                    text,
                    manifest.orElseThrow(
                            () -> new IllegalStateException(problems.sorted().toString())),
                    SCORE,
                    Optional.of(FEATURES),
                    rows,
                    limits);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] bytes(String name) {
        try {
            return Files.readAllBytes(folder().resolve(name).resolve("model.onnx"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The codes of the checks that refuse each folder; none where it is admitted. */
    static Map<String, Set<String>> expected() {
        try {
            var expected = new TreeMap<String, Set<String>>();
            var json = new ObjectMapper()
                    .readTree(folder().resolve("expected.json").toFile());
            for (var entry : json.properties()) {
                var codes = new TreeSet<String>();
                entry.getValue().forEach(code -> codes.add(code.asText()));
                expected.put(entry.getKey(), codes);
            }
            return expected;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Set<String> codes(Verdict verdict) {
        return verdict.refusals().stream()
                .map(refusal -> refusal.check().code())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    static Set<Check> passed(Verdict verdict) {
        var passed = EnumSet.noneOf(Check.class);
        verdict.passed().forEach(p -> passed.add(p.check()));
        return passed;
    }
}
