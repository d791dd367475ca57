package io.millrace.sandbox.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The drift alerts that were seen, held against the moment drift was injected. Thread-safe. */
final class AlertLog {
    private final Instant driftAt;
    private final List<Seen> raised = new ArrayList<>();
    private Optional<Long> injectedNanos = Optional.empty();

    private record Seen(String feature, String test, Instant windowEnd, String message, long nanos) {}

    /** @param driftAt event time from which the simulated events have drifted */
    AlertLog(Instant driftAt) {
        this.driftAt = driftAt;
    }

    /** The first drifted event was published. */
    synchronized void injected(long nanoTime) {
        if (injectedNanos.isEmpty()) {
            injectedNanos = Optional.of(nanoTime);
        }
    }

    synchronized void raised(String feature, String test, Instant windowEnd, String message, long nanoTime) {
        raised.add(new Seen(feature, test, windowEnd, message, nanoTime));
    }

    synchronized int count() {
        return raised.size();
    }

    synchronized Optional<String> last() {
        return raised.isEmpty()
                ? Optional.empty()
                : Optional.of(raised.get(raised.size() - 1).message());
    }

    /** Alerts that blame a window which had ended before the injected drift began: false alarms. */
    synchronized long beforeDrift() {
        return raised.stream().filter(this::isEarly).count();
    }

    /** From the first drifted event to the first alert after it; empty when there is none. */
    synchronized Optional<Duration> detectedAfter() {
        return injectedNanos.flatMap(injected -> raised.stream()
                .filter(seen -> !isEarly(seen))
                .findFirst()
                .map(seen -> Duration.ofNanos(seen.nanos() - injected)));
    }

    private boolean isEarly(Seen seen) {
        return !seen.windowEnd().isAfter(driftAt);
    }
}
