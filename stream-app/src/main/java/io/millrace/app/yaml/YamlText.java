package io.millrace.app.yaml;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The text of a hand-written file: small, UTF-8, not empty, indented with spaces. */
final class YamlText {
    /** Far above any real pipeline file, far below what a parser would choke on. */
    static final long MAX_BYTES = 1 << 20;

    private YamlText() {}

    /** The text without byte order mark; empty after having reported why it cannot be used. */
    static Optional<String> read(Path path, String name, Problems problems) {
        byte[] bytes;
        try {
            if (!Files.isRegularFile(path)) {
                problems.add(new Problem(name, 1, "", "no such file"));
                return Optional.empty();
            }
            if (Files.size(path) > MAX_BYTES) {
                problems.add(new Problem(name, 1, "", "is larger than " + MAX_BYTES + " bytes"));
                return Optional.empty();
            }
            bytes = Files.readAllBytes(path);
        } catch (IOException e) {
            problems.add(new Problem(name, 1, "", "cannot be read: " + e));
            return Optional.empty();
        }
        return decode(bytes, name, problems);
    }

    static Optional<String> decode(byte[] bytes, String name, Problems problems) {
        var input = ByteBuffer.wrap(bytes);
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(input).toString();
        } catch (CharacterCodingException e) {
            problems.add(new Problem(name, 1 + newlinesBefore(bytes, input.position()), "", "is not UTF-8 text"));
            return Optional.empty();
        }
        text = text.startsWith("\uFEFF") ? text.substring(1) : text;
        return refuseTabs(text, name, problems) ? Optional.empty() : Optional.of(text);
    }

    /** YAML forbids tabs in indentation only, and a parser's message about one rarely says so. */
    private static boolean refuseTabs(String text, String name, Problems problems) {
        var lines = text.lines().toList();
        var refused = false;
        for (int i = 0; i < lines.size(); i++) {
            var line = lines.get(i);
            if (line.substring(0, line.length() - line.stripLeading().length()).indexOf('\t') >= 0) {
                problems.add(new Problem(name, i + 1, "", "is indented with a tab, use spaces"));
                refused = true;
            }
        }
        return refused;
    }

    private static int newlinesBefore(byte[] bytes, int end) {
        var count = 0;
        for (int i = 0; i < end; i++) {
            if (bytes[i] == '\n') {
                count++;
            }
        }
        return count;
    }
}
