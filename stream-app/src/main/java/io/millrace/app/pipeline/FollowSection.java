package io.millrace.app.pipeline;

import io.millrace.app.pipeline.FollowDefinition.Part;
import io.millrace.app.registry.ModelSource;
import io.millrace.app.registry.TrackingServer;
import io.millrace.app.yaml.YamlMapping;
import io.millrace.app.yaml.YamlValue;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads {@code rollout.follow}. */
final class FollowSection {
    private static final Duration LEAST = Duration.ofSeconds(1);
    private static final Duration MOST = Duration.ofDays(1);

    private FollowSection() {}

    /** Empty after having reported why. */
    static Optional<FollowDefinition> read(YamlMapping follow) {
        var source = follow.require("source").flatMap(FollowSection::source);
        var server = follow.find("server").filter(FollowSection::isServer).flatMap(YamlValue::text);
        var part = follow.find("as").flatMap(FollowSection::part).orElse(Part.CHAMPION);
        var every = follow.find("every").flatMap(v -> v.duration(LEAST, MOST)).orElse(FollowDefinition.EVERY);
        follow.refuseUnknownKeys();
        return source.map(moving -> new FollowDefinition(moving, server.orElse(null), part, every));
    }

    private static Optional<ModelSource.Registered> source(YamlValue value) {
        var text = value.text();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            if (ModelSource.parse(text.get()) instanceof ModelSource.Registered registered && registered.moves()) {
                return Optional.of(registered);
            }
            value.problem("must be an alias or a stage, such as models:/fraud@champion: nothing else moves");
        } catch (IllegalArgumentException e) {
            value.problem(String.valueOf(e.getMessage()));
        }
        return Optional.empty();
    }

    private static boolean isServer(YamlValue value) {
        try {
            TrackingServer.from(value.text().orElse(""), Map.of());
            return true;
        } catch (IllegalArgumentException e) {
            value.problem(String.valueOf(e.getMessage()));
            return false;
        }
    }

    private static Optional<Part> part(YamlValue value) {
        var names = Arrays.stream(Part.values())
                .map(part -> part.name().toLowerCase(Locale.ROOT))
                .toList();
        return value.text().flatMap(text -> {
            if (names.contains(text)) {
                return Optional.of(Part.valueOf(text.toUpperCase(Locale.ROOT)));
            }
            value.problem("must be one of " + String.join(", ", List.copyOf(names)) + ", was \"" + text + "\"");
            return Optional.empty();
        });
    }
}
