package io.millrace.app.pipeline;

import io.millrace.app.yaml.YamlMapping;
import io.millrace.app.yaml.YamlValue;
import io.millrace.drift.compare.Comparison;
import io.millrace.drift.compare.ProfileDefinition;
import io.millrace.drift.profile.FeatureProfile;
import io.millrace.drift.profile.ReferenceProfile;
import io.millrace.drift.profile.TextProfile;
import io.millrace.drift.stats.Statistic;
import io.millrace.drift.window.Limit;
import io.millrace.drift.window.Limits;
import io.millrace.enrich.definition.Suggestion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads {@code monitor.tests}: which statistics of which feature are drift, and beyond what. */
final class LimitSection {
    private static final Pattern LEARNT = Pattern.compile("learnt");

    private final Optional<List<Written>> numbers;
    private final Optional<List<Written>> texts;
    private final Map<String, YamlValue> features;
    private final Map<String, List<Written>> ofFeatures = new LinkedHashMap<>();

    /** @param threshold empty if it is the one that the profile has learnt */
    private record Written(YamlValue value, Statistic statistic, Optional<Double> threshold) {}

    private LimitSection(YamlMapping tests) {
        numbers = tests.find("numbers").flatMap(YamlValue::mapping).map(LimitSection::written);
        texts = tests.find("texts").flatMap(YamlValue::mapping).map(LimitSection::written);
        features = new LinkedHashMap<>();
        tests.find("features").flatMap(YamlValue::mapping).ifPresent(mapping -> mapping.entries()
                .forEach(entry -> entry.getValue().mapping().ifPresent(feature -> {
                    features.put(entry.getKey(), entry.getValue());
                    ofFeatures.put(entry.getKey(), written(feature));
                })));
        tests.refuseUnknownKeys();
    }

    static LimitSection read(YamlMapping tests) {
        return new LimitSection(tests);
    }

    private static List<Written> written(YamlMapping mapping) {
        var all = new ArrayList<Written>();
        var known = ProfileDefinition.statistics().stream().map(Statistic::code).toList();
        for (var entry : mapping.entries()) {
            var value = entry.getValue();
            if (!known.contains(entry.getKey())) {
                value.problem("there is no such statistic" + Suggestion.didYouMean(entry.getKey(), known));
            } else {
                var statistic = Statistic.ofCode(entry.getKey()).orElseThrow();
                var number = value.asNumber();
                number.or(() -> value.text(LEARNT, "a number, or learnt").map(ignored -> 0.0))
                        .ifPresent(ignored -> all.add(new Written(value, statistic, number)));
            }
        }
        return all;
    }

    /**
     * The limits of a profile's features; reports features that it does not have, statistics that are none for a feature, and
     * thresholds that it has not learnt.
     *
     * @param otherwise what holds where nothing is said
     */
    Limits limits(ReferenceProfile profile, Limits otherwise) {
        var names = Stream.concat(
                        profile.columns().stream().map(FeatureProfile::name),
                        profile.texts().stream().map(TextProfile::name))
                .toList();
        features.forEach((name, value) -> {
            if (!names.contains(name)) {
                value.problem("the profile has no such feature" + Suggestion.didYouMean(name, names));
            }
        });
        var limits = new HashMap<String, List<Limit>>();
        for (var column : profile.columns()) {
            limits(column.name(), numbers, Comparison.statistics(column), column.thresholds())
                    .ifPresent(said -> limits.put(column.name(), said));
        }
        for (var column : profile.texts()) {
            limits(column.name(), texts, Comparison.statistics(column), column.thresholds())
                    .ifPresent(said -> limits.put(column.name(), said));
        }
        return new Limits(otherwise.numbers(), otherwise.texts(), limits, otherwise.leastRows());
    }

    private Optional<List<Limit>> limits(
            String feature, Optional<List<Written>> ofKind, List<Statistic> possible, Map<String, Double> learnt) {
        var own = Optional.ofNullable(ofFeatures.get(feature));
        return own.or(() -> ofKind).map(written -> written.stream()
                .filter(said -> isPossible(said, feature, possible, own.isPresent()))
                .flatMap(said -> limit(said, feature, learnt).stream())
                .toList());
    }

    /** What is said of all numbers need not be possible for each. */
    private static boolean isPossible(Written said, String feature, List<Statistic> possible, boolean own) {
        boolean is = possible.contains(said.statistic);
        if (!is && own) {
            said.value.problem("is none for " + feature + "; there are "
                    + String.join(", ", possible.stream().map(Statistic::code).toList()));
        }
        return is;
    }

    private static Optional<Limit> limit(Written said, String feature, Map<String, Double> learnt) {
        var threshold = said.threshold.or(() -> Optional.ofNullable(learnt.get(said.statistic.code())));
        if (threshold.isEmpty()) {
            said.value.problem("the profile has learnt none for " + feature
                    + ": give a number, in tests.features if it is for this feature alone");
        }
        return threshold.map(number -> new Limit(said.statistic, number));
    }
}
