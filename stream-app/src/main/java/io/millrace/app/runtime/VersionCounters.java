package io.millrace.app.runtime;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Tags;
import io.millrace.app.topology.ScoredBy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Predictions by who made them. Safe for concurrent use; a {@link Count} is for one thread. */
final class VersionCounters {
    private final Meters meters;
    private final Map<ScoredBy, Counter> counters = new ConcurrentHashMap<>();

    VersionCounters(Meters meters) {
        this.meters = meters;
    }

    /** Of one batch: predictions of one call are mostly one after the other, and told together. */
    final class Count {
        private @Nullable ScoredBy latest;
        private int count;

        void add(ScoredBy by) {
            if (!by.equals(latest)) {
                end();
                latest = by;
            }
            count++;
        }

        /** Tells those that have not been told. */
        void end() {
            if (latest != null) {
                counters.computeIfAbsent(latest, VersionCounters.this::counter).increment(count);
                count = 0;
            }
        }
    }

    Count count() {
        return new Count();
    }

    private Counter counter(ScoredBy by) {
        return meters.counter(
                MetricNames.VERSION_PREDICTIONS,
                Tags.of(
                        "model",
                        by.name(),
                        "version",
                        by.version(),
                        "variant",
                        by.variant().code()));
    }
}
