package io.millrace.app.pipeline;

import io.millrace.app.yaml.YamlMapping;
import io.millrace.app.yaml.YamlValue;
import io.millrace.enrich.definition.RateDefinition;
import java.time.Duration;
import java.util.Optional;

/** Reads {@code events.rate}. */
final class RateSection {
    private RateSection() {}

    /** Empty after having reported why. */
    static Optional<RateDefinition> read(YamlMapping rate) {
        var by = rate.find("by").flatMap(YamlValue::text);
        var limit = rate.require("limit").flatMap(v -> v.wholeNumber(1, RateDefinition.MOST));
        var within = rate.require("within").flatMap(v -> v.duration(Duration.ofMillis(1), EventSection.MAX_LATENESS));
        var quarantine = rate.find("quarantine").flatMap(YamlValue::truth);
        rate.refuseUnknownKeys();
        return limit.flatMap(most ->
                within.map(window -> new RateDefinition(by.orElse(null), most, window, quarantine.orElse(false))));
    }
}
