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
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads {@code model.values}: what the model may see of each feature. */
final class ValueSection {
    private static final String OUTSIDE = "outside";
    private static final String EXPECTED = "must be pass, refuse, or what the model sees instead";

    private static final Said NOTHING = new Said(Optional.empty(), Map.of());

    static final ValueSection NONE = new ValueSection(Optional.empty());

    private final Said ofAll;
    private final Map<String, Said> ofFeatures = new LinkedHashMap<>();

    /**
     * What is said of all features, or of one.
     *
     * @param place where; empty where nothing is said
     * @param treatments by {@code missing}, {@code infinite} and {@code outside}
     */
    private record Said(Optional<YamlMapping> place, Map<String, Written> treatments) {
        static Said read(YamlMapping mapping) {
            var treatments = new LinkedHashMap<String, Written>();
            for (var key : List.of("missing", "infinite", OUTSIDE)) {
                mapping.find(key).flatMap(Written::read).ifPresent(written -> treatments.put(key, written));
            }
            return new Said(Optional.of(mapping), treatments);
        }

        Optional<Treatment> treatment(String key) {
            return written(key).map(Written::treatment);
        }

        /** Where it is said what becomes of values that the profile does not know, if that needs the profile. */
        Optional<YamlValue> looksOutside() {
            return written(OUTSIDE)
                    .filter(written -> written.treatment != Treatment.PASS)
                    .map(Written::value);
        }

        private Optional<Written> written(String key) {
            return Optional.ofNullable(treatments.get(key));
        }
    }

    private record Written(YamlValue value, Treatment treatment) {
        static Optional<Written> read(YamlValue value) {
            Optional<Treatment> number = value.asNumber().map(Treatment.OtherNumber::new);
            return number.or(() -> value.text().map(Written::treatment))
                    .map(treatment -> new Written(value, treatment));
        }

        private static Treatment treatment(String text) {
            return switch (text) {
                case "pass" -> Treatment.PASS;
                case "refuse" -> Treatment.REFUSE;
                default -> new Treatment.OtherText(text);
            };
        }

        /** Reports what has no meaning for a feature. */
        void mustSuit(FeatureType type, String key) {
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
        ofAll = values.map(Said::read).orElse(NOTHING);
        ofAll.treatments.values().stream()
                .filter(written -> written.treatment instanceof Treatment.OtherText)
                .forEach(written -> written.value.problem(EXPECTED + ", a number"));
        values.flatMap(mapping -> mapping.find("features"))
                .flatMap(YamlValue::mapping)
                .ifPresent(mapping -> mapping.entries()
                        .forEach(entry -> entry.getValue().mapping().ifPresent(feature -> {
                            ofFeatures.put(entry.getKey(), Said.read(feature));
                            feature.refuseUnknownKeys();
                        })));
        values.ifPresent(YamlMapping::refuseUnknownKeys);
    }

    static ValueSection read(YamlMapping values) {
        return new ValueSection(Optional.of(values));
    }

    /** Whether it depends on what the reference profile knows. */
    boolean asksForProfile() {
        return looksOutside().findAny().isPresent();
    }

    /** Reports that there is no profile to ask. */
    void reportMissingProfile() {
        looksOutside()
                .forEach(value -> value.problem(
                        "needs a reference profile: make one (millrace profile), and name it as monitor.profile"));
    }

    private Stream<YamlValue> looksOutside() {
        return Stream.concat(Stream.of(ofAll), ofFeatures.values().stream())
                .flatMap(said -> said.looksOutside().stream());
    }

    /** The guard of the pipeline's rows; reports what does not suit its features. */
    ValueGuard guard(List<Feature> rowFeatures, Optional<ReferenceProfile> profile) {
        var types = rowFeatures.stream().collect(Collectors.toMap(Feature::name, Feature::type));
        ofFeatures.forEach((name, said) -> {
            var type = types.get(name);
            if (type != null) {
                said.treatments.forEach((key, written) -> written.mustSuit(type, key));
            } else {
                said.place.ifPresent(place -> place.problem(
                        "the pipeline has no such feature" + Suggestion.didYouMean(name, types.keySet())));
            }
        });
        Map<String, Expected> expected = profile.map(ValueSection::expected).orElse(Map.of());
        return ValueGuard.of(rowFeatures, feature -> rule(feature, expected));
    }

    private ValueRule rule(Feature feature, Map<String, Expected> expected) {
        return new ValueRule(
                treatment(feature, "missing").orElse(ValueRule.DEFAULT.missing()),
                treatment(feature, "infinite").orElse(ValueRule.DEFAULT.infinite()),
                treatment(feature, OUTSIDE).orElse(ValueRule.DEFAULT.outside()),
                expected.get(feature.name()));
    }

    /** What is said of a feature, or else of all; a number for all does not concern texts. */
    private Optional<Treatment> treatment(Feature feature, String key) {
        boolean text = feature.type() == FeatureType.TEXT;
        return ofFeatures.getOrDefault(feature.name(), NOTHING).treatment(key).or(() -> ofAll.treatment(key)
                .filter(treatment -> !(text && treatment instanceof Treatment.OtherNumber)));
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
