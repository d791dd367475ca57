package io.millrace.app.pipeline;

import io.millrace.app.yaml.YamlMapping;
import io.millrace.app.yaml.YamlValue;
import io.millrace.enrich.definition.DurationText;
import io.millrace.enrich.definition.FeatureGroup;
import io.millrace.enrich.definition.Span;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads {@code features}. */
final class FeatureSection {
    /** Ten years of history per key; and within any arithmetic. */
    static final Duration MAX_WINDOW = Duration.ofDays(3650);

    private static final Duration MIN_WINDOW = Duration.ofMillis(1);

    private static final Pattern LATEST = Pattern.compile("last +(\\d{1,9})");
    private static final List<String> AGGREGATE_KEYS =
            List.of("over", "delay", "where", "including_current", "default", "tiles", "compute");

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
            AGGREGATE_KEYS.forEach(group::find);
            group.problem("must have either values, or by and compute");
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
        var over = group.find("over").map(FeatureSection::spans).orElse(Optional.of(List.of()));
        var delay = group.find("delay").flatMap(v -> v.duration(Duration.ZERO, MAX_WINDOW));
        var where = group.find("where").flatMap(YamlValue::text);
        var includingCurrent = group.find("including_current").flatMap(YamlValue::truth);
        var otherwise = group.find("default").flatMap(YamlValue::number);
        var tiles = group.find("tiles").flatMap(v -> v.duration(MIN_WINDOW, MAX_WINDOW));
        var compute = group.require("compute")
                .flatMap(YamlValue::mapping)
                .map(YamlMapping::texts)
                .orElse(Map.of());
        group.refuseUnknownKeys();
        if (key.isEmpty() || over.isEmpty() || compute.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new FeatureGroup.Aggregates(
                key.get(),
                over.get(),
                delay.orElse(Duration.ZERO),
                where.orElse(null),
                includingCurrent.orElse(true),
                otherwise.orElse(null),
                tiles.orElse(null),
                compute));
    }

    /** What is looked back at, if at least one can be read: a feature over the others can then still be checked. */
    private static Optional<List<Span>> spans(YamlValue over) {
        var spans = over.list().orElse(List.of()).stream()
                .flatMap(span -> span(span).stream())
                .toList();
        return spans.isEmpty() ? Optional.empty() : Optional.of(spans);
    }

    private static Optional<Span> span(YamlValue span) {
        var written = span.written();
        if (written.equals("all")) {
            return Optional.of(new Span.Ever());
        }
        var latest = LATEST.matcher(written);
        if (latest.matches()) {
            return Optional.of(new Span.Latest(Integer.parseInt(latest.group(1))));
        }
        if (DurationText.parse(written).isEmpty()) {
            span.problem(
                    "must be a duration such as 30s, 5m, 1h or 7d, or `last 10`, or `all`, was \"" + written + "\"");
            return Optional.empty();
        }
        return span.duration(MIN_WINDOW, MAX_WINDOW).map(Span.Lasting::new);
    }
}
