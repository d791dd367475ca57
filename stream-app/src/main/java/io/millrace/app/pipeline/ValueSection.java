package io.millrace.app.pipeline;

import io.millrace.app.model.Treatment;
import io.millrace.app.model.ValueGuard;
import io.millrace.app.model.ValueRule;
import io.millrace.app.model.ValueRule.Expected;
import io.millrace.app.yaml.YamlMapping;
import io.millrace.app.yaml.YamlValue;
import io.millrace.drift.profile.Bins;
import io.millrace.drift.profile.FeatureProfile;
import io.millrace.drift.profile.ReferenceProfile;
import io.millrace.enrich.definition.Feature;
import io.millrace.enrich.definition.FeatureType;
import io.millrace.enrich.definition.Suggestion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads {@code model.values}: what the model may see of each feature. */
final class ValueSection {
    static final ValueSection NONE = new ValueSection(Optional.empty());

    private static final String EXPECTED = "must be pass, refuse, or what the model sees instead";

    private final Treatments all;
    private final Map<String, Treatments> features = new LinkedHashMap<>();

    /** What is written of one feature, or of all; empty where nothing is. */
    private record Treatments(
            Optional<YamlMapping> place,
            Optional<Treatment> missing,
            Optional<Treatment> infinite,
            Optional<Treatment> outside,
            Map<String, YamlValue> written) {
        static Treatments read(YamlMapping mapping) {
            var written = new LinkedHashMap<String, YamlValue>();
            Function<String, Optional<Treatment>> treatment = key -> {
                var value = mapping.find(key);
                value.ifPresent(v -> written.put(key, v));
                return value.flatMap(ValueSection::treatment);
            };
            return new Treatments(
                    Optional.of(mapping),
                    treatment.apply("missing"),
                    treatment.apply("infinite"),
                    treatment.apply("outside"),
                    written);
        }

        void mustSuit(FeatureType type) {
            written.forEach(
                    (key, value) -> treatment(key).ifPresent(treatment -> mustSuit(type, key, value, treatment)));
        }

        private Optional<Treatment> treatment(String key) {
            return switch (key) {
                case "missing" -> missing;
                case "infinite" -> infinite;
                default -> outside;
            };
        }

        private static void mustSuit(FeatureType type, String key, YamlValue value, Treatment treatment) {
            if (type == FeatureType.TEXT && !key.equals("missing")) {
                value.problem("has no meaning for a text");
            } else if (type == FeatureType.TEXT && treatment instanceof Treatment.OtherNumber) {
                value.problem("must be a text, in quotes");
            } else if (type != FeatureType.TEXT && treatment instanceof Treatment.OtherText text) {
                value.problem(EXPECTED + ", was \"" + text.instead() + "\"");
            }
        }
    }

    private ValueSection(Optional<YamlMapping> values) {
        all = values.map(Treatments::read)
                .orElseGet(() -> new Treatments(
                        Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Map.of()));
        all.written.forEach((key, value) -> all.treatment(key)
                .filter(treatment -> treatment instanceof Treatment.OtherText)
                .ifPresent(treatment -> value.problem(EXPECTED + ", a number")));
        values.flatMap(mapping -> mapping.find("features"))
                .flatMap(YamlValue::mapping)
                .ifPresent(mapping -> mapping.entries()
                        .forEach(entry -> entry.getValue().mapping().ifPresent(feature -> {
                            features.put(entry.getKey(), Treatments.read(feature));
                            feature.refuseUnknownKeys();
                        })));
        values.ifPresent(YamlMapping::refuseUnknownKeys);
    }

    static ValueSection read(YamlMapping values) {
        return new ValueSection(Optional.of(values));
    }

    private static Optional<Treatment> treatment(YamlValue value) {
        var number = value.asNumber();
        if (number.isPresent()) {
            return number.map(Treatment.OtherNumber::new);
        }
        return value.text().map(text -> switch (text) {
            case "pass" -> Treatment.PASS;
            case "refuse" -> Treatment.REFUSE;
            default -> new Treatment.OtherText(text);
        });
    }

    /** Whether it depends on what the reference profile knows. */
    boolean asksForProfile() {
        return looksOutside(all) || features.values().stream().anyMatch(ValueSection::looksOutside);
    }

    private static boolean looksOutside(Treatments treatments) {
        return treatments
                .outside
                .filter(treatment -> treatment != Treatment.PASS)
                .isPresent();
    }

    /** Reports that there is no profile to ask. */
    void reportMissingProfile() {
        var problem = "needs a reference profile: make one (millrace profile), and name it as monitor.profile";
        Stream.concat(Stream.of(all), features.values().stream())
                .filter(ValueSection::looksOutside)
                .flatMap(treatments -> Optional.ofNullable(treatments.written.get("outside")).stream())
                .forEach(value -> value.problem(problem));
    }

    /** The guard of the pipeline's rows; reports what does not suit its features. */
    ValueGuard guard(List<Feature> rowFeatures, Optional<ReferenceProfile> profile) {
        var types = rowFeatures.stream().collect(Collectors.toMap(Feature::name, Feature::type));
        features.forEach((name, treatments) -> {
            if (types.containsKey(name)) {
                treatments.mustSuit(types.get(name));
            } else {
                treatments.place.ifPresent(place -> place.problem(
                        "the pipeline has no such feature" + Suggestion.didYouMean(name, types.keySet())));
            }
        });
        Map<String, Expected> expected = profile.map(ValueSection::expected).orElse(Map.of());
        return ValueGuard.of(rowFeatures, feature -> rule(feature, expected));
    }

    private ValueRule rule(Feature feature, Map<String, Expected> expected) {
        var own = Optional.ofNullable(features.get(feature.name()));
        boolean text = feature.type() == FeatureType.TEXT;
        var allMissing = all.missing.filter(treatment -> !(text && treatment instanceof Treatment.OtherNumber));
        return new ValueRule(
                own.flatMap(Treatments::missing).or(() -> allMissing).orElse(ValueRule.DEFAULT.missing()),
                own.flatMap(Treatments::infinite).or(() -> all.infinite).orElse(ValueRule.DEFAULT.infinite()),
                own.flatMap(Treatments::outside).or(() -> all.outside).orElse(ValueRule.DEFAULT.outside()),
                expected.get(feature.name()));
    }

    private static Map<String, Expected> expected(ReferenceProfile profile) {
        return profile.features().stream()
                .filter(feature -> feature.count() > 0)
                .collect(Collectors.toMap(FeatureProfile::name, ValueSection::expected));
    }

    private static Expected expected(FeatureProfile feature) {
        return feature.bins() instanceof Bins.ByValue byValue
                ? new Expected.OneOf(byValue.values())
                : new Expected.Range(feature.min(), feature.max());
    }
}
