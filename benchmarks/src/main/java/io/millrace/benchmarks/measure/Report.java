package io.millrace.benchmarks.measure;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a benchmark found.
 *
 * @param quick whether it ran only to see that it runs: its figures then mean nothing
 * @param setup what was measured with, in the order in which it is worth knowing
 */
public record Report(
        String benchmark, Instant at, boolean quick, Machine machine, Map<String, Object> setup, List<Figure> figures) {
    public Report {
        setup = Collections.unmodifiableMap(new LinkedHashMap<>(setup));
        figures = List.copyOf(figures);
    }
}
