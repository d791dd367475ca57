package io.millrace.app.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Reads the files of the repository that no compiler looks at. */
final class DeploymentFiles {
    /** Tests run in the folder of their module. */
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private DeploymentFiles() {}

    static String text(String path) {
        try {
            return Files.readString(ROOT.resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The only YAML document of a file. */
    static Node yaml(String path) {
        return new Node(new Load(LoadSettings.builder().build()).loadFromString(text(path)));
    }

    /** Every YAML document of a text. */
    static List<Node> documents(String yaml) {
        var documents = new ArrayList<Node>();
        new Load(LoadSettings.builder().build())
                .loadAllFromString(yaml)
                .forEach(value -> documents.add(new Node(value)));
        return documents;
    }

    /** Names of the pipeline folders that are deployed; the others reproduce published numbers. */
    static List<String> pipelines() {
        try (var folders = Files.list(ROOT.resolve("pipelines"))) {
            return folders.filter(folder -> Files.exists(folder.resolve("kustomization.yaml")))
                    .map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the first group of a pattern matches, everywhere in a text. */
    static Set<String> all(String pattern, String text) {
        var found = new TreeSet<String>();
        var matcher = Pattern.compile(pattern, Pattern.MULTILINE).matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }

    /** What the first group of a pattern matches; it must be there once. */
    static String one(String pattern, String text) {
        var found = all(pattern, text);
        assertThat(found).as(pattern).hasSize(1);
        return found.iterator().next();
    }

    /** A YAML value with the merge keys of anchors resolved. */
    record Node(Object value) {
        Node at(Object... path) {
            var node = this;
            for (var step : path) {
                var next = step instanceof Integer index
                        ? ((List<?>) node.value).get(index)
                        : node.map().get(step);
                assertThat(next).as("%s in %s", step, node.value).isNotNull();
                node = new Node(next);
            }
            return node;
        }

        boolean has(String key) {
            return map().containsKey(key);
        }

        String string() {
            return String.valueOf(value);
        }

        List<Node> list() {
            return ((List<?>) value).stream().<Node>map(Node::new).toList();
        }

        List<String> strings() {
            return list().stream().map(Node::string).toList();
        }

        Map<String, Object> map() {
            var merged = new LinkedHashMap<String, Object>();
            var own = (Map<?, ?>) value;
            if (own.get("<<") instanceof Map<?, ?> base) {
                merged.putAll(new Node(base).map());
            }
            own.forEach((key, item) -> merged.put(String.valueOf(key), item));
            merged.remove("<<");
            return merged;
        }

        List<Node> values() {
            return map().values().stream().map(Node::new).toList();
        }
    }
}
