package io.millrace.app.pipeline;

import io.millrace.app.yaml.YamlMapping;
import io.millrace.app.yaml.YamlValue;
import io.millrace.enrich.definition.FeatureGroup;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads {@code features}. */
final class FeatureSection {
    /** Ten years of history per key; and within any arithmetic. */
    static final Duration MAX_WINDOW = Duration.ofDays(3650);

    private static final Duration MIN_WINDOW = Duration.ofMillis(1);

    private FeatureSection() {}

    /** The groups that could be read, by their position in the file. */
    static SortedMap<Integer, FeatureGroup> read(YamlValue features) {
        var groups = new TreeMap<Integer, FeatureGroup>();
        var elements = features.list().orElse(List.of());
        for (int i = 0; i < elements.size(); i++) {
            var position = i;
            elements.get(i).mapping().flatMap(FeatureSection::group).ifPresent(group -> groups.put(position, group));
        }
        return groups;
    }

    private static Optional<FeatureGroup> group(YamlMapping group) {
        var values = group.find("values");
        var by = group.find("by");
        if (values.isPresent() == by.isPresent()) {
            group.find("over");
            group.find("delay");
            group.find("compute");
            group.problem("must have either values, or by, over and compute");
            group.refuseUnknownKeys();
            return Optional.empty();
        }
        return values.isPresent() ? values(group, values.get()) : aggregates(group, by.get());
    }

    private static Optional<FeatureGroup> values(YamlMapping group, YamlValue values) {
        group.refuseUnknownKeys();
        return values.mapping().map(YamlMapping::texts).map(FeatureGroup.Values::new);
    }

    private static Optional<FeatureGroup> aggregates(YamlMapping group, YamlValue by) {
        var key = by.text();
        var over = group.require("over").flatMap(FeatureSection::windows);
        var delay = group.find("delay").flatMap(v -> v.duration(Duration.ZERO, MAX_WINDOW));
        var compute = group.require("compute")
                .flatMap(YamlValue::mapping)
                .map(YamlMapping::texts)
                .orElse(Map.of());
        group.refuseUnknownKeys();
        if (key.isEmpty() || over.isEmpty() || compute.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new FeatureGroup.Aggregates(key.get(), over.get(), delay.orElse(Duration.ZERO), compute));
    }

    /** The windows, if at least one can be read: a feature over the others can then still be checked. */
    private static Optional<List<Duration>> windows(YamlValue over) {
        var windows = over.list().orElse(List.of()).stream()
                .flatMap(window -> window.duration(MIN_WINDOW, MAX_WINDOW).stream())
                .toList();
        return windows.isEmpty() ? Optional.empty() : Optional.of(windows);
    }
}
