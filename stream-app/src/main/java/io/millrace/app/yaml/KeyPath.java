package io.millrace.app.yaml;

import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Where a key path such as {@code features[1].compute.cust_avg} leads in a YAML tree.
 *
 * @param node the deepest existing value on the path
 * @param line where its key stands, or itself in a list
 */
record KeyPath(Node node, int line) {
    private static final Pattern INDEX = Pattern.compile("\\[(\\d{1,9})](.*)");

    static KeyPath find(Node top, String path) {
        return find(new KeyPath(top, YamlDocument.line(top.getStartMark())), path);
    }

    private static KeyPath find(KeyPath from, String path) {
        if (from.node instanceof MappingNode mapping) {
            // A rule's name may hold dots: a key is compared with the start of the rest, rather than the rest cut at
            // dots.
            for (var entry : mapping.getValue()) {
                var rest = entry.getKeyNode() instanceof ScalarNode key
                        ? after(key.getValue(), path)
                        : Optional.<String>empty();
                if (rest.isPresent()) {
                    var line = YamlDocument.line(entry.getKeyNode().getStartMark());
                    return find(new KeyPath(entry.getValueNode(), line), rest.get());
                }
            }
        } else if (from.node instanceof SequenceNode sequence) {
            var index = INDEX.matcher(path);
            if (index.matches()
                    && Integer.parseInt(index.group(1)) < sequence.getValue().size()) {
                var element = sequence.getValue().get(Integer.parseInt(index.group(1)));
                return find(
                        new KeyPath(element, YamlDocument.line(element.getStartMark())), withoutDot(index.group(2)));
            }
        }
        return from;
    }

    /** What follows {@code key} on the path; empty if the path does not begin with it. */
    private static Optional<String> after(String key, String path) {
        if (!path.startsWith(key)) {
            return Optional.empty();
        }
        var rest = path.substring(key.length());
        return rest.isEmpty() || rest.startsWith(".") || rest.startsWith("[")
                ? Optional.of(withoutDot(rest))
                : Optional.empty();
    }

    private static String withoutDot(String rest) {
        return rest.startsWith(".") ? rest.substring(1) : rest;
    }
}
