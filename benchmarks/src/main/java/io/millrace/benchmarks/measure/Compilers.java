package io.millrace.benchmarks.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Java's compilers in this process. They work for minutes after a start and then no more, and Java's management beans do not
 * tell of their threads; Linux does. Safe for use by several threads.
 */
final class Compilers {
    private static final Path THREADS = Path.of("/proc/self/task");

    /** Linux cuts names of threads after 15 characters: {@code C2 CompilerThre}. */
    private static final String NAME = "CompilerThre";

    /** To look for them among all threads takes longer than to ask for their time. */
    private static final int LOOK_FOR_THEM_EVERY = 50;

    private final Map<Path, Long> nanos = new HashMap<>();
    private int asked;

    /** Processor time that they have used so far, those that have ended included; 0 where the system does not tell. */
    synchronized long cpuNanos() {
        if (asked++ % LOOK_FOR_THEM_EVERY == 0) {
            lookForThem();
        }
        nanos.replaceAll((thread, before) -> Math.max(before, nanosOf(thread)));
        return nanos.values().stream().mapToLong(Long::longValue).sum();
    }

    private void lookForThem() {
        threads().stream()
                .filter(thread -> read(thread, "comm").contains(NAME))
                .forEach(thread -> nanos.putIfAbsent(thread, 0L));
    }

    private static List<Path> threads() {
        try (Stream<Path> threads = Files.list(THREADS)) {
            return threads.toList();
        } catch (IOException notLinux) {
            return List.of();
        }
    }

    /** Its first word; the kernel's documentation calls it "time spent on the cpu (in nanoseconds)". */
    private static long nanosOf(Path thread) {
        var words = read(thread, "schedstat").split(" ", 2);
        return words[0].isBlank() ? 0 : Long.parseLong(words[0].strip());
    }

    /** Empty for a thread that has ended. */
    private static String read(Path thread, String file) {
        try {
            return Files.readString(thread.resolve(file));
        } catch (IOException ended) {
            return "";
        }
    }
}
