package io.millrace.app.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class YamlDocumentTest {
    private final Problems problems = new Problems();
    private final Path folder;

    YamlDocumentTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest(name = "{index}: {0}")
    @MethodSource("unusable")
    void refusesAFileThatCannotBeUsed(String what, String text, String problem) throws IOException {
        assertThat(read(text.getBytes(StandardCharsets.UTF_8))).isEmpty();
        assertThat(told()).containsExactly(problem);
    }

    static Stream<Arguments> unusable() {
        var bomb = "a: &a [x, x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]\n";
        return Stream.of(
                arguments("empty", "", "f.yaml:1: is empty"),
                arguments("only a comment", "# nothing\n\n", "f.yaml:1: is empty"),
                arguments("a list", "# why\n- a\n", "f.yaml:2: must be a mapping of keys to values"),
                arguments("a text", "hello", "f.yaml:1: must be a mapping of keys to values"),
                arguments("a tab", "a:\n  b: 1\n\tc: 2\n", "f.yaml:3: is indented with a tab, use spaces"),
                arguments("a control character", "a: 1\nb: \u0001\n", "f.yaml:2: has a control character, U+0001"),
                arguments(
                        "two documents",
                        "a: 1\n---\nb: 2\n",
                        "f.yaml:2: has a second document (---), only one is read"),
                arguments("an open quote", "a: 1\nb: 'x\n", "f.yaml:3: is not YAML: found unexpected end of stream"),
                arguments(
                        "an open list",
                        "a: [1,\nb: 2\n",
                        "f.yaml:3: is not YAML: expected ',' or ']', but got <stream end>"),
                arguments(
                        "two mappings in a line",
                        "a: 1\nb: c: 2\n",
                        "f.yaml:2: is not YAML: mapping values are not allowed here"),
                arguments(
                        "an alias bomb",
                        bomb,
                        "f.yaml:1: anchors and aliases (& and *) are not supported, write the value out"),
                arguments(
                        "an alias",
                        "a: 1\nb: *a\n",
                        "f.yaml:2: anchors and aliases (& and *) are not supported, write the value out"),
                arguments(
                        "a tag",
                        "a: 1\nb: !!str 2\n",
                        "f.yaml:2: tags (!) are not supported; quote a text that starts with !"),
                arguments(
                        "a tagged list",
                        "a: !x [1]\n",
                        "f.yaml:1: tags (!) are not supported; quote a text that starts with !"),
                arguments("deep nesting", "a:\n  " + "[".repeat(100_000), "f.yaml:2: is nested deeper than 16 levels"));
    }

    @Test
    void readsTheDeepestNestingAllowedAndNoDeeper() throws IOException {
        var lists = YamlDocument.MAX_DEPTH - 1; // the top mapping is a level
        assertThat(read(("a: " + "[".repeat(lists) + "]".repeat(lists)).getBytes(StandardCharsets.UTF_8)))
                .isPresent();
        assertThat(read(("a: " + "[".repeat(lists + 1) + "]".repeat(lists + 1)).getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
    }

    @Test
    void saysOnWhichLineAFileIsNotUtf8() throws IOException {
        var bytes = "a: 1\nb: ?\n".getBytes(StandardCharsets.UTF_8);
        bytes[8] = (byte) 0xE4;
        assertThat(read(bytes)).isEmpty();
        assertThat(told()).containsExactly("f.yaml:2: is not UTF-8 text");
    }

    @Test
    void reportsEveryTab() throws IOException {
        assertThat(read("\ta: 1\nb: 2\n \tc: 3\n".getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
        assertThat(told())
                .containsExactly(
                        "f.yaml:1: is indented with a tab, use spaces", "f.yaml:3: is indented with a tab, use spaces");
    }

    @Test
    void doesNotMindAByteOrderMarkOrWindowsLineEnds() throws IOException {
        var document =
                read("\uFEFFa: 1\r\nb: 2\r\n".getBytes(StandardCharsets.UTF_8)).orElseThrow();
        assertThat(document.top().require("b").flatMap(YamlValue::text)).contains("2");
        assertThat(document.lineOf("b")).isEqualTo(2);
        assertThat(told()).isEmpty();
    }

    @Test
    void refusesAnAbsentFile() {
        assertThat(YamlDocument.read(folder.resolve("none.yaml"), "none.yaml", problems))
                .isEmpty();
        assertThat(told()).containsExactly("none.yaml:1: no such file");
    }

    @Test
    void refusesAFileLargerThanAnyoneWrites() throws IOException {
        assertThat(read(("a: 1\n#" + "x".repeat((int) YamlText.MAX_BYTES)).getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
        assertThat(told()).containsExactly("f.yaml:1: is larger than 1048576 bytes");
    }

    @ParameterizedTest
    @MethodSource("paths")
    void knowsTheLineOfAKey(String path, int line) {
        var text =
                "events:\n  topic: t\n  expect:\n    a.b: x\n    a: y\nfeatures:\n  - over: [1d,\n           7d]\n  - by: x\n";
        var document = YamlDocument.parse(text, "f.yaml", problems).orElseThrow();
        assertThat(document.lineOf(path)).isEqualTo(line);
    }

    static Stream<Arguments> paths() {
        return Stream.of(
                arguments("events", 1),
                arguments("events.topic", 2),
                arguments("events.expect.a.b", 4),
                arguments("events.expect.a", 5),
                arguments("events.missing", 1),
                arguments("events.topicality", 1),
                arguments("features[0].over[1]", 8),
                arguments("features[1].by", 9),
                arguments("features[1].by[3].x", 9),
                arguments("features[2]", 6),
                arguments("nothing", 1));
    }

    private Optional<YamlDocument> read(byte[] bytes) throws IOException {
        return YamlDocument.read(Files.write(folder.resolve("f.yaml"), bytes), "f.yaml", problems);
    }

    private List<String> told() {
        return problems.sorted().stream().map(Problem::toString).toList();
    }
}
