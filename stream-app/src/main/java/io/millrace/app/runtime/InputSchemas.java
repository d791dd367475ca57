package io.millrace.app.runtime;

import io.millrace.schemas.registry.SchemaRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;

/** Holds the schemas a pipeline reads with against those that producers have registered. */
final class InputSchemas {
    private InputSchemas() {}

    /**
     * What could not be read if it came with the newest schema of its topic. A topic without a registered schema is no
     * problem: its producers may not have started yet.
     *
     * @param readers by topic
     */
    static List<String> unreadable(SchemaRegistry registry, Map<String, Schema> readers) {
        var problems = new ArrayList<String>();
        readers.forEach((topic, reader) -> registry.latest(SchemaRegistry.valueSubject(topic))
                .map(writer -> SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                        .getResult())
                .filter(result -> result.getCompatibility() == SchemaCompatibility.SchemaCompatibilityType.INCOMPATIBLE)
                .ifPresent(result -> result.getIncompatibilities()
                        .forEach(difference ->
                                problems.add("topic " + topic + ": the pipeline's schema cannot read what "
                                        + "producers registered: " + difference.getMessage() + " at "
                                        + difference.getLocation()))));
        return problems;
    }
}
