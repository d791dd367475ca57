package io.millrace.app.gate;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How a probe is started: this very Java and its classes, small, limited, and without anything of ours it does not need. */
final class ProbeCommand {
    /** How Java ends when its heap is full and {@code ExitOnOutOfMemoryError} is set. */
    static final int EXIT_OUT_OF_HEAP = 3;

    /** Address space of a Java process with {@link #javaOptions} and ONNX Runtime, without a model: 420 MB measured. */
    private static final long PLAIN_BYTES = 512L << 20;

    /** Beside the model's bytes; the classes need about 20 MB. */
    private static final long HEAP_BYTES = 64L << 20;

    /** Bytes, graph, weights, and weights in the order that a kernel likes. */
    private static final int COPIES = 4;

    /** ONNX Runtime 1.29 ends the JVM silently when its command line is longer than about 4,000 bytes. */
    private static final int MOST_COMMAND_BYTES = 3_900;

    /**
     * The limits are the kernel's where the shell can set them, in KiB and in seconds of processor time. A core file would
     * be as large as the memory; no other file need be written either. Should the machine run out of memory all the same,
     * the probe is the first to go.
     */
    private static final String LIMITED = "{ echo 1000 >/proc/self/oom_score_adj; } 2>/dev/null;"
            + " ulimit -c 0; ulimit -f 0; ulimit -v \"$1\" 2>/dev/null; ulimit -t \"$2\" 2>/dev/null;"
            + " shift 2; exec \"$@\"";

    private static final Path SHELL = Path.of("/bin/sh");

    private final Class<?> program;
    private final long heap;
    private final long memory;
    private final long seconds;

    /** @param size of the model in bytes */
    ProbeCommand(Class<?> program, int size, GateLimits limits) {
        this.program = program;
        this.heap = HEAP_BYTES + 2L * size; // the bytes must fit into the old generation, two thirds of the heap
        this.memory = PLAIN_BYTES + heap + (long) COPIES * size + limits.memory();
        this.seconds = 2 * limits.time().toSeconds() + 5; // for a probe that nobody is left to end
    }

    /** Bytes that the process may take, all in all. */
    long memory() {
        return memory;
    }

    /**
     * Starts the process.
     *
     * @param directory where it may write, empty
     * @throws IOException also if its command line would be too long for ONNX Runtime
     */
    Process start(Path directory) throws IOException {
        var command = command();
        if (String.join(" ", command).getBytes(StandardCharsets.UTF_8).length > MOST_COMMAND_BYTES) {
            throw new IOException("the path of this Java is too long for ONNX Runtime: " + command);
        }
        var builder = new ProcessBuilder(command).directory(directory.toFile());
        environment(builder.environment(), directory);
        return builder.start();
    }

    private List<String> command() {
        var command = new ArrayList<String>();
        if (Files.isExecutable(SHELL)) {
            command.addAll(List.of(
                    SHELL.toString(), "-c", LIMITED, "probe", Long.toString(memory >> 10), Long.toString(seconds)));
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(javaOptions());
        command.add(program.getName());
        return command;
    }

    /** Small and quick to start: one collector thread, one compiler, no address space that is not used. */
    private List<String> javaOptions() {
        return List.of(
                "-Xmx" + (heap >> 20) + "m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:ReservedCodeCacheSize=32m",
                "-XX:CompressedClassSpaceSize=32m",
                "-XX:-UsePerfData",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:ErrorFile=/dev/null",
                "-Djava.io.tmpdir=.");
    }

    /** The class path is in the environment because it may be long, and a command must not be. */
    private static void environment(Map<String, String> environment, Path directory) {
        environment.keySet().retainAll(List.of("LANG", "LC_ALL", "LD_LIBRARY_PATH"));
        environment.put("CLASSPATH", absolute(System.getProperty("java.class.path")));
        environment.put("TMPDIR", directory.toString());
        environment.put("MALLOC_ARENA_MAX", "1");
        environment.put("ORT_DISABLE_TELEMETRY", "1");
        var library = System.getProperty(ProbeMain.NATIVE_PROPERTY);
        if (library != null) {
            environment.put(
                    ProbeMain.NATIVE_PATH, Path.of(library).toAbsolutePath().toString());
        }
    }

    private static String absolute(String classPath) {
        return Pattern.compile(Pattern.quote(File.pathSeparator))
                .splitAsStream(classPath)
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
