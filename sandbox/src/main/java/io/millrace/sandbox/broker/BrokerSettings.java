package io.millrace.sandbox.broker;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a sandbox broker runs.
 *
 * @param heapMegabytes maximum heap of the broker's process in MiB; at least 128
 * @param startWithin   how long one attempt to start may take; positive
 * @param stopWithin    how long an orderly stop may take before the process is killed; positive
 * @param closeOnExit   whether a JVM shutdown hook closes the broker. Hooks run at the same time: a program that must drain
 *                      first says false and closes the broker in its own hook. The broker ends with its parent either way
 * @param overrides     server properties that win over the sandbox's own
 */
public record BrokerSettings(
        int heapMegabytes,
        Duration startWithin,
        Duration stopWithin,
        boolean closeOnExit,
        Map<String, String> overrides) {

    public BrokerSettings {
        if (heapMegabytes < 128) {
            throw new IllegalArgumentException("heapMegabytes must be at least 128, was " + heapMegabytes);
        }
        if (startWithin.isNegative() || startWithin.isZero() || stopWithin.isNegative() || stopWithin.isZero()) {
            throw new IllegalArgumentException("deadlines must be positive: " + startWithin + ", " + stopWithin);
        }
        overrides = Map.copyOf(overrides);
    }

    /** 512 MiB of heap, a minute to start, 20 seconds to stop, closed when the JVM exits. */
    public static BrokerSettings defaults() {
        return new BrokerSettings(512, Duration.ofSeconds(60), Duration.ofSeconds(20), true, Map.of());
    }

    public BrokerSettings withCloseOnExit(boolean close) {
        return new BrokerSettings(heapMegabytes, startWithin, stopWithin, close, overrides);
    }

    public BrokerSettings withOverride(String property, String value) {
        var more = new TreeMap<>(overrides);
        more.put(property, value);
        return new BrokerSettings(heapMegabytes, startWithin, stopWithin, closeOnExit, more);
    }
}
