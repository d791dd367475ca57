package io.millrace.enrich.definition;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
     * Features of all events that share a key, over windows {@code (t - delay - length, t - delay]}.
     *
     * @param by event field that holds the key
     * @param over lengths of the windows, positive
     * @param delay 0 or more; 0 includes the event itself
     * @param compute aggregate calls such as {@code mean(amount)} by name, in order; a feature's name is that name, an
     *     underscore and the length, {@code cust_avg_7d}
     */
    record Aggregates(String by, List<Duration> over, Duration delay, Map<String, String> compute)
            implements FeatureGroup {
        public Aggregates {
            over = List.copyOf(over);
            compute = Collections.unmodifiableMap(new LinkedHashMap<>(compute));
        }
    }
}
