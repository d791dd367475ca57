package io.millrace.app.published;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.app.command.Millrace;
import io.millrace.app.model.NativeLibrary;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Commands as they are typed. */
final class Commands {
    private Commands() {}

    /**
     * Replays; nothing may be rejected.
     *
     * @return how many events there were
     */
    static long replay(Path pipeline, List<Path> events, Path out, String... options) throws Exception {
        NativeLibrary.prepare(Path.of("target", "native")); // not in the cache of whoever runs the tests
        var arguments = new ArrayList<>(List.of("replay", pipeline.toString(), "--events"));
        arguments.add(joined(events, out.resolveSibling("joined.csv")).toString());
        arguments.addAll(List.of("--out", out.toString(), "--json"));
        arguments.addAll(List.of(options));
        var summary = run(arguments);
        assertThat(summary.at("/rejected")).isEmpty();
        assertThat(summary.at("/written").asLong())
                .isEqualTo(summary.at("/events").asLong());
        return summary.at("/events").asLong();
    }

    private static Path joined(List<Path> files, Path to) throws Exception {
        if (files.size() == 1) {
            return files.get(0);
        }
        try (var out = java.nio.file.Files.newBufferedWriter(to)) {
            for (var file : files) {
                try (var in = new java.io.BufferedReader(new java.io.InputStreamReader(
                        new java.util.zip.GZIPInputStream(java.nio.file.Files.newInputStream(file)),
                        java.nio.charset.StandardCharsets.UTF_8))) {
                    for (var line : (Iterable<String>) in.lines().skip(file == files.get(0) ? 0 : 1)::iterator) {
                        out.write(line + "\n");
                    }
                }
            }
        }
        return to;
    }

    private static JsonNode run(List<String> arguments) throws Exception {
        var out = new StringWriter();
        var err = new StringWriter();
        int status = Millrace.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments.toArray(String[]::new));
        assertThat(status).as(err.toString()).isZero();
        return new ObjectMapper().readTree(out.toString());
    }
}
