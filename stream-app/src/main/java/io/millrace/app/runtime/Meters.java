package io.millrace.app.runtime;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.function.ToDoubleFunction;

/** Makes the meters of one pipeline, by the names that Prometheus shows. Thread-safe. */
record Meters(MeterRegistry registry, Tags pipeline) {
    private static final double[] QUANTILES = {0.5, 0.95, 0.99};

    static Meters of(MeterRegistry registry, String pipeline) {
        return new Meters(registry, Tags.of("pipeline", pipeline));
    }

    /** The same each time it is asked for. */
    Counter counter(String name, Tags tags) {
        return Counter.builder(name.replaceAll("_total$", ""))
                .tags(pipeline.and(tags))
                .register(registry);
    }

    Counter counter(String name) {
        return counter(name, Tags.empty());
    }

    /** With quantiles. */
    Timer timer(String name) {
        return Timer.builder(name.replaceAll("_seconds$", ""))
                .tags(pipeline)
                .publishPercentiles(QUANTILES)
                .register(registry);
    }

    /**
     * Shows what is asked of something.
     *
     * @param of is kept
     */
    <T> void gauge(String name, Tags tags, T of, ToDoubleFunction<T> value) {
        Gauge.builder(name, of, value)
                .tags(pipeline.and(tags))
                .strongReference(true)
                .register(registry);
    }
}
