package io.millrace.benchmarks.monitor;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Objects;

/** The threads of one Kafka Streams application in this process, stream threads and those of its clients. Confined to one thread. */
final class ThreadsOf {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** To look for them among all threads takes longer than to ask for their time. */
    private static final int LOOK_FOR_THEM_EVERY = 50;

    private final String application;
    private long[] ids = {};
    private int asked;

    ThreadsOf(String application) {
        this.application = application;
    }

    /** Processor time that they have used so far; what compilers and the garbage collector did for them is not in it. */
    long cpuNanos() {
        if (asked++ % LOOK_FOR_THEM_EVERY == 0) {
            ids = Arrays.stream(THREADS.getThreadInfo(THREADS.getAllThreadIds()))
                    .filter(Objects::nonNull) // those that have ended in between
                    .filter(thread -> thread.getThreadName().contains(application))
                    .mapToLong(thread -> thread.getThreadId())
                    .toArray();
        }
        return Arrays.stream(ids)
                .map(id -> Math.max(0, THREADS.getThreadCpuTime(id)))
                .sum();
    }
}
