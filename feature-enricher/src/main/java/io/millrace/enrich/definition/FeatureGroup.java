package io.millrace.enrich.definition;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Features declared together. */
public sealed interface FeatureGroup {
    /**
     * Features of an event and its references alone.
     *
     * @param expressions CEL by feature name, in order
     */
    record Values(Map<String, String> expressions) implements FeatureGroup {
        public Values {
            expressions = Collections.unmodifiableMap(new LinkedHashMap<>(expressions));
        }
    }

    /**
     * Features of all events that share a key, over windows {@code (t - delay - length, t - delay]}, over the latest events up
     * to {@code t - delay}, or over all up to then.
     *
     * @param by event field that holds the key
     * @param over empty for all time, under plain names; otherwise each feature once per span, {@code cust_avg_7d},
     *     {@code cust_avg_last10}, {@code cust_avg_all}
     * @param delay 0 or more
     * @param where CEL condition that events in the window must meet; null for all
     * @param includingCurrent whether the event itself is in a window that ends at it
     * @param otherwise the value of a feature that would be missing; null leaves it missing
     * @param tiles length of the stretches that are summed up for good, so that state does not grow with the rate of events;
     *     null keeps every event
     * @param compute aggregate calls such as {@code mean(amount)} by name, in order
     */
    record Aggregates(
            String by,
            List<Span> over,
            Duration delay,
            @Nullable String where,
            boolean includingCurrent,
            @Nullable Double otherwise,
            @Nullable Duration tiles,
            Map<String, String> compute)
            implements FeatureGroup {
        public Aggregates {
            over = List.copyOf(over);
            compute = Collections.unmodifiableMap(new LinkedHashMap<>(compute));
        }

        /** Windows of time, of all events with the event itself, exactly. */
        public Aggregates(String by, List<Duration> over, Duration delay, Map<String, String> compute) {
            this(by, over.stream().<Span>map(Span.Lasting::new).toList(), delay, null, true, null, null, compute);
        }
    }
}
