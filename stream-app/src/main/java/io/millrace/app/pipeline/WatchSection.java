package io.millrace.app.pipeline;

import io.millrace.app.yaml.YamlMapping;
import io.millrace.app.yaml.YamlValue;
import io.millrace.drift.detect.DetectorKind;
import io.millrace.drift.detect.DetectorSettings;
import io.millrace.drift.profile.FeatureProfile;
import io.millrace.drift.profile.ReferenceProfile;
import io.millrace.drift.window.Watch;
import io.millrace.enrich.definition.Suggestion;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads an element of {@code monitor.detectors}: which detector reads the values of which feature. */
final class WatchSection {
    /** DDM and EDDM read errors of a model, not values. */
    private static final Pattern KINDS = Pattern.compile("adwin|page-hinkley|kswin");

    private final Optional<YamlValue> feature;
    private final Optional<DetectorKind> kind;
    private final Optional<DetectorSettings> settings;

    private WatchSection(YamlMapping watch) {
        feature = watch.require("feature");
        kind = watch.require("detector")
                .flatMap(v -> v.text(KINDS, "adwin, page-hinkley or kswin"))
                .flatMap(DetectorKind::ofCode);
        var params = watch.find("params");
        Optional<Map<String, String>> given = params.isEmpty()
                ? Optional.of(Map.of())
                : params.flatMap(YamlValue::mapping).map(YamlMapping::texts);
        settings = kind.flatMap(k -> given.flatMap(said -> settings(k, said, watch)));
        watch.refuseUnknownKeys();
    }

    static WatchSection read(YamlMapping watch) {
        return new WatchSection(watch);
    }

    private static Optional<DetectorSettings> settings(
            DetectorKind kind, Map<String, String> given, YamlMapping watch) {
        try {
            return Optional.of(kind.settings(given));
        } catch (IllegalArgumentException wrong) {
            watch.problem(String.valueOf(wrong.getMessage()));
            return Optional.empty();
        }
    }

    /** What is to be watched; reports features that are no numbers of the profile, and what is there twice. */
    static List<Watch> watches(List<WatchSection> sections, ReferenceProfile profile) {
        var numbers = profile.columns().stream().map(FeatureProfile::name).toList();
        var names = new HashSet<String>();
        var watches = new ArrayList<Watch>();
        for (var section : sections) {
            section.watch(numbers).ifPresent(watch -> {
                if (names.add(watch.name())) {
                    watches.add(watch);
                } else {
                    section.feature.ifPresent(value -> value.problem("has this detector twice"));
                }
            });
        }
        return watches;
    }

    private Optional<Watch> watch(List<String> numbers) {
        return feature.flatMap(value -> value.text().flatMap(name -> {
            if (!numbers.contains(name)) {
                value.problem(
                        "must be a number of the profile, was \"" + name + "\"" + Suggestion.didYouMean(name, numbers));
                return Optional.empty();
            }
            return kind.flatMap(k -> settings.map(s -> new Watch(name, k, s)));
        }));
    }
}
