package io.millrace.app.pipeline;

import io.millrace.app.yaml.YamlValue;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;

/** What statistics may be told by: lists of it, and the types of fields. */
final class Splitting {
    private static final Set<Schema.Type> SPLITTING =
            EnumSet.of(Schema.Type.STRING, Schema.Type.ENUM, Schema.Type.BOOLEAN, Schema.Type.INT, Schema.Type.LONG);

    private Splitting() {}

    /** A list of names, in its order, each with its place; reports those that are there twice. */
    static Map<String, YamlValue> names(Optional<YamlValue> list) {
        var names = new LinkedHashMap<String, YamlValue>();
        for (var element : list.flatMap(YamlValue::list).orElse(List.of())) {
            element.text().ifPresent(what -> {
                if (names.putIfAbsent(what, element) != null) {
                    element.problem("is there twice: \"" + what + "\"");
                }
            });
        }
        return names;
    }

    /** Reports a field that is of a type with too many values, or none that could be told. */
    static void check(Schema field, YamlValue place) {
        if (!SPLITTING.contains(valueType(field))) {
            place.problem("a field to split by must be a string, an enum, a boolean, an int or a long");
        }
    }

    /** Of a field that may be null, what it is otherwise. */
    private static Schema.Type valueType(Schema schema) {
        return schema.getType() != Schema.Type.UNION
                ? schema.getType()
                : schema.getTypes().stream()
                        .map(Schema::getType)
                        .filter(type -> type != Schema.Type.NULL)
                        .findFirst()
                        .orElse(Schema.Type.NULL);
    }
}
