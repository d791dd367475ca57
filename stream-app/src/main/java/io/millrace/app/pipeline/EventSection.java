package io.millrace.app.pipeline;

import io.millrace.app.yaml.YamlMapping;
import io.millrace.app.yaml.YamlValue;
import io.millrace.enrich.definition.EventDefinition;
import io.millrace.enrich.definition.TimeField;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Reads {@code events}. */
final class EventSection {
    static final Duration DEFAULT_LATENESS = Duration.ofHours(1);
    static final Duration DEFAULT_SKEW = Duration.ofMinutes(5);

    /** State is kept as long as a late event may ask for it; a year is beyond any use and within any arithmetic. */
    static final Duration MAX_LATENESS = Duration.ofDays(365);

    /**
     * Stands for a name that is missing, so that the rest can still be checked. That no field is called so is then no
     * second problem.
     */
    static final String UNKNOWN = "?";

    private EventSection() {}

    /** The definition, with stand-ins where a name or a duration is wrong; empty without a schema. */
    static Optional<EventDefinition> read(YamlMapping events, SchemaFiles schemas) {
        var topic = events.require("topic").flatMap(TopicNames::read).orElse(UNKNOWN);
        var schema = events.require("schema").flatMap(schemas::read);
        var id = events.require("id").flatMap(YamlValue::text).orElse(UNKNOWN);
        var time = events.require("time").flatMap(EventSection::time).orElse(TimeField.timestamp(UNKNOWN));
        var key = events.find("key").flatMap(YamlValue::text).orElse(null);
        var lateness = events.find("lateness").flatMap(v -> v.duration(Duration.ZERO, MAX_LATENESS));
        var skew = events.find("skew").flatMap(v -> v.duration(Duration.ZERO, MAX_LATENESS));
        var idle = events.find("idle").flatMap(v -> v.duration(Duration.ofSeconds(1), MAX_LATENESS));
        var deduplicate = events.find("deduplicate").flatMap(v -> v.duration(Duration.ofSeconds(1), MAX_LATENESS));
        var rate = events.find("rate").flatMap(YamlValue::mapping).flatMap(RateSection::read);
        var expect = events.find("expect").flatMap(YamlValue::mapping).map(YamlMapping::texts);
        events.refuseUnknownKeys();
        return schema.map(s -> new EventDefinition(
                topic,
                s,
                id,
                time,
                key,
                lateness.orElse(DEFAULT_LATENESS),
                skew.orElse(DEFAULT_SKEW),
                idle.orElse(EventDefinition.DEFAULT_IDLE),
                deduplicate.orElse(null),
                rate.orElse(null),
                expect.orElse(Map.of())));
    }

    /** A field that says itself what it counts, or one that is told. */
    private static Optional<TimeField> time(YamlValue time) {
        if (!time.isMapping()) {
            return time.text().map(TimeField::timestamp);
        }
        return time.mapping().flatMap(counted -> {
            var field = counted.require("field").flatMap(YamlValue::text);
            var unit = counted.require("unit").flatMap(v -> v.duration(Duration.ofMillis(1), MAX_LATENESS));
            var since = counted.find("since").flatMap(YamlValue::instant);
            counted.refuseUnknownKeys();
            return field.flatMap(f -> unit.map(u -> TimeField.counted(f, u, since.orElse(Instant.EPOCH))));
        });
    }
}
