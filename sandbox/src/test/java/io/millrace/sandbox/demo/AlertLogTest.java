package io.millrace.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AlertLogTest {
    private static final Instant DRIFT_AT = Instant.parse("2026-01-20T00:00:00Z");

    private final AlertLog log = new AlertLog(DRIFT_AT);

    @Test
    void anAlertForAWindowEndingAsDriftBeginsIsEarly() {
        log.raised("amount", "psi", DRIFT_AT, "amount moved", 5);

        assertThat(log.beforeDrift()).isEqualTo(1);
        assertThat(log.detectedAfter()).isEmpty();
    }

    @Test
    void anAlertForAWindowEndingAMillisecondLaterIsADetection() {
        log.injected(1_000_000_000L);
        log.raised("amount", "psi", DRIFT_AT.plusMillis(1), "amount moved", 3_500_000_000L);

        assertThat(log.beforeDrift()).isZero();
        assertThat(log.detectedAfter()).contains(Duration.ofMillis(2500));
    }

    @Test
    void theFirstDriftedEventAndTheFirstAlertCount() {
        log.injected(1_000_000_000L);
        log.injected(9_000_000_000L);
        log.raised("amount", "psi", DRIFT_AT.plusSeconds(1), "first", 2_000_000_000L);
        log.raised("night", "psi", DRIFT_AT.plusSeconds(1), "second", 8_000_000_000L);

        assertThat(log.detectedAfter()).contains(Duration.ofSeconds(1));
        assertThat(log.count()).isEqualTo(2);
        assertThat(log.last()).contains("second");
    }
}
