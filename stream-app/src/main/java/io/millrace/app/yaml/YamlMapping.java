package io.millrace.app.yaml;

import io.millrace.enrich.definition.Suggestion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * The keys and values of one mapping. Whoever reads it asks for the keys it knows and then calls
 * {@link #refuseUnknownKeys}: what was never asked for is unknown. For one thread.
 */
public final class YamlMapping {
    private final YamlDocument document;
    private final String path;
    private final int line;
    private final Map<String, YamlValue> values = new LinkedHashMap<>();
    private final TreeSet<String> known = new TreeSet<>();

    /** @param line where the key stands that this mapping is the value of */
    YamlMapping(YamlDocument document, String path, int line, MappingNode node) {
        this.document = document;
        this.path = path;
        this.line = line;
        for (var entry : node.getValue()) {
            var keyLine = YamlDocument.line(entry.getKeyNode().getStartMark());
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                document.report(keyLine, path, "has a key that is not a text");
                continue;
            }
            var keyPath = pathOf(key.getValue());
            var first =
                    values.putIfAbsent(key.getValue(), new YamlValue(document, keyPath, keyLine, entry.getValueNode()));
            if (first != null) {
                document.report(keyLine, keyPath, "is there twice, the first time on line " + first.line());
            }
        }
    }

    /** The value of an optional key. */
    public Optional<YamlValue> find(String key) {
        known.add(key);
        return Optional.ofNullable(values.get(key));
    }

    /** The value of a required key; its absence is a problem at this mapping's line. */
    public Optional<YamlValue> require(String key) {
        var value = find(key);
        if (value.isEmpty()) {
            document.report(line, pathOf(key), "is missing");
        }
        return value;
    }

    /** All entries in file order, for a mapping whose keys are the author's own names. */
    public List<Map.Entry<String, YamlValue>> entries() {
        known.addAll(values.keySet());
        return new ArrayList<>(values.entrySet());
    }

    /** The entries of a mapping from the author's own names to texts, in file order. */
    public Map<String, String> texts() {
        var texts = new LinkedHashMap<String, String>();
        for (var entry : entries()) {
            entry.getValue().text().ifPresent(text -> texts.put(entry.getKey(), text));
        }
        return texts;
    }

    /** Reports every key that nobody asked for, with the nearest one that somebody did ask for. */
    public void refuseUnknownKeys() {
        values.forEach((key, value) -> {
            if (!known.contains(key)) {
                value.problem("unknown key" + Suggestion.didYouMean(key, known));
            }
        });
    }

    /** Reports a problem of this mapping as a whole. */
    public void problem(String message) {
        document.report(line, path, message);
    }

    private String pathOf(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
