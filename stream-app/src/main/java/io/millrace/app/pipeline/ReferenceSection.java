package io.millrace.app.pipeline;

import io.millrace.app.yaml.YamlMapping;
import io.millrace.app.yaml.YamlValue;
import io.millrace.enrich.definition.ReferenceDefinition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads {@code reference}.
 *
 * @param definitions the tables of which key and schema could be read
 * @param unreadable the names of the others
 */
record ReferenceSection(List<ReferenceDefinition> definitions, List<String> unreadable) {
    /** Ten years; stands also for a duration that cannot be read, so that the rest can still be checked. */
    static final Duration MAX_VERSIONS = Duration.ofDays(3650);

    static final ReferenceSection NONE = new ReferenceSection(List.of(), List.of());

    static ReferenceSection read(YamlMapping references, SchemaFiles schemas) {
        var definitions = new ArrayList<ReferenceDefinition>();
        var unreadable = new ArrayList<String>();
        for (var entry : references.entries()) {
            var name = entry.getKey();
            entry.getValue()
                    .mapping()
                    .flatMap(table -> read(name, table, schemas))
                    .ifPresentOrElse(definitions::add, () -> unreadable.add(name));
        }
        return new ReferenceSection(definitions, unreadable);
    }

    private static Optional<ReferenceDefinition> read(String name, YamlMapping table, SchemaFiles schemas) {
        var topic = table.require("topic").flatMap(TopicNames::read).orElse(EventSection.UNKNOWN);
        var key = table.require("key").flatMap(YamlValue::text);
        var schema = table.require("schema").flatMap(schemas::read);
        var versions = table.find("versions")
                .map(v -> v.duration(Duration.ofMillis(1), MAX_VERSIONS).orElse(MAX_VERSIONS));
        var time = table.find("time").flatMap(YamlValue::text);
        table.refuseUnknownKeys();
        return key.flatMap(k ->
                schema.map(s -> new ReferenceDefinition(name, topic, k, s, versions.orElse(null), time.orElse(null))));
    }

    /** Whether an expression uses a table that could not be read, and so cannot be judged. */
    boolean isUnreadableIn(String expression) {
        return unreadable.stream().anyMatch(name -> expression.contains(name + "."));
    }
}
