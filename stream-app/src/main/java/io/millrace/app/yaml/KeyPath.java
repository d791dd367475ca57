package io.millrace.app.yaml;

import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Finds the line of a key path such as {@code features[1].compute.cust_avg} in a YAML tree. */
final class KeyPath {
    private static final Pattern INDEX = Pattern.compile("\\[(\\d{1,9})](.*)");

    private KeyPath() {}

    /** The line of the deepest existing value on the path, or of the tree's own start. */
    static int lineOf(Node top, String path) {
        return lineOf(top, path, YamlDocument.line(top.getStartMark()));
    }

    private static int lineOf(Node node, String path, int line) {
        if (node instanceof MappingNode mapping) {
            // A rule's name may hold dots, so a key is compared with the start of the rest rather than the rest cut at dots.
            for (var entry : mapping.getValue()) {
                var rest = entry.getKeyNode() instanceof ScalarNode key ? after(key.getValue(), path) : Optional.<String>empty();
                if (rest.isPresent()) {
                    return lineOf(
                            entry.getValueNode(),
                            rest.get(),
                            YamlDocument.line(entry.getKeyNode().getStartMark()));
                }
            }
        } else if (node instanceof SequenceNode sequence) {
            var index = INDEX.matcher(path);
            if (index.matches() && Integer.parseInt(index.group(1)) < sequence.getValue().size()) {
                var element = sequence.getValue().get(Integer.parseInt(index.group(1)));
                return lineOf(element, withoutDot(index.group(2)), YamlDocument.line(element.getStartMark()));
            }
        }
        return line;
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
