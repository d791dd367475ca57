package io.millrace.benchmarks.measure;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * The shape of the machine that measured. Not where it stands, nor what it is called.
 *
 * @param cores that the JVM may use
 * @param memoryMebibytes of the whole machine, or of the container the JVM is in
 * @param jdk name and version of the virtual machine
 * @param system name, version and architecture
 */
public record Machine(int cores, long memoryMebibytes, String jdk, String system) {
    private static final int MEBIBYTE_BITS = 20;

    public static Machine here() {
        var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return new Machine(
                system.getAvailableProcessors(),
                system.getTotalMemorySize() >> MEBIBYTE_BITS,
                System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
                system.getName() + " " + system.getVersion() + " " + system.getArch());
    }
}
