package io.millrace.enrich.plan;

import java.time.Duration;

/** A duration as pipeline files write it. */
final class DurationText {
    private DurationText() {}

    /** In the largest unit that divides it: {@code 7d}, {@code 36h}, {@code 90s}, {@code 1500ms}; 24 hours are {@code 1d}. */
    static String of(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 86_400_000 == 0) {
            return millis / 86_400_000 + "d";
        }
        if (millis % 3_600_000 == 0) {
            return millis / 3_600_000 + "h";
        }
        if (millis % 60_000 == 0) {
            return millis / 60_000 + "m";
        }
        return millis % 1_000 == 0 ? millis / 1_000 + "s" : millis + "ms";
    }
}
