package io.millrace.app.runtime;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Memory of this process that Java's own figures do not show: ONNX Runtime, RocksDB, direct buffers and stacks. Read from Linux'
 * {@code /proc}; elsewhere NaN. Thread-safe.
 */
public final class ProcessMemory {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String RESIDENT = "VmRSS:";

    private ProcessMemory() {}

    /** Bytes of memory that the process occupies; NaN where that is not known. */
    public static double residentBytes() {
        try (var lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith(RESIDENT))
                    .mapToDouble(line -> 1024 * Double.parseDouble(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(Double.NaN);
        } catch (IOException e) { // no Linux
            return Double.NaN;
        }
    }

    /** The same without what Java has for its heap, classes and code; a little less where Java has not touched all of it yet. */
    static double nativeBytes() {
        var memory = ManagementFactory.getMemoryMXBean();
        return Math.max(
                0,
                residentBytes() - committed(memory.getHeapMemoryUsage()) - committed(memory.getNonHeapMemoryUsage()));
    }

    private static double committed(MemoryUsage usage) {
        return usage.getCommitted();
    }
}
