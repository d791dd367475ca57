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

    /** Replays; nothing may be rejected. */
    static void replay(Path pipeline, List<Path> events, Path out, String... options) throws Exception {
        NativeLibrary.prepare(Path.of("target", "native")); // not in the cache of whoever runs the tests
        var arguments = new ArrayList<>(List.of("replay", pipeline.toString(), "--events"));
        events.forEach(file -> arguments.add(file.toString()));
        arguments.addAll(List.of("--out", out.toString(), "--json"));
        arguments.addAll(List.of(options));
        var summary = run(arguments);
        assertThat(summary.at("/rejected")).isEmpty();
        assertThat(summary.at("/written").asLong())
                .isEqualTo(summary.at("/events").asLong());
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
