package io.millrace.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class CompilersTest {
    @Test
    void theyHaveWorkedBeforeAnyTestRunsAndLessThanTheWholeProcess() {
        var system = ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);

        assertThat(new Compilers().cpuNanos()).isPositive().isLessThan(system.getProcessCpuTime());
    }

    @Test
    void theirTimeIsNotPartOfAnEffort() {
        var system = ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
        long compilers = new Compilers().cpuNanos();

        long without = Effort.processCpuNanos();

        assertThat(without).isPositive().isLessThanOrEqualTo(system.getProcessCpuTime() - compilers);
    }

    @Test
    void theirTimeNeverShrinks() {
        var compilers = new Compilers();
        long before = compilers.cpuNanos();

        for (int look = 0; look < 200; look++) {
            long now = compilers.cpuNanos();
            assertThat(now).isGreaterThanOrEqualTo(before);
            before = now;
        }
    }
}
