package io.millrace.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sandbox.demo.Ledger.Tally;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LedgerTest {
    private static final long NOW = 1_000_000_000L;

    private final Ledger ledger = new Ledger();

    @Test
    void anAcceptedEventWithOnePredictionIsSettled() {
        ledger.published(0, 1, Set.of(), NOW);
        ledger.predicted(0, 1, NOW + 5_000_000);

        assertThat(ledger.tally()).isEqualTo(new Tally(1, 1, Map.of(), 0, 0, 0));
        assertThat(ledger.latencyMillis().p50()).isBetween(4.99, 5.01);
    }

    @Test
    void anOutcomeMayBeSeenBeforeThePublisherHearsOfItsEvent() {
        ledger.predicted(0, 1, NOW + 5);
        ledger.published(0, 1, Set.of(), NOW);

        assertThat(ledger.tally()).isEqualTo(new Tally(1, 1, Map.of(), 0, 0, 0));
    }

    @Test
    void anEventWithoutOutcomeIsMissing() {
        ledger.published(0, 1, Set.of(), NOW);

        assertThat(ledger.tally().missing()).isEqualTo(1);
        assertThat(ledger.tally().settled()).isZero();
    }

    @Test
    void aSecondPredictionIsADuplicate() {
        ledger.published(0, 1, Set.of(), NOW);
        ledger.predicted(0, 1, NOW);
        ledger.predicted(0, 1, NOW);

        assertThat(ledger.tally().duplicated()).isEqualTo(1);
    }

    @Test
    void aPredictionBesideADeadLetterIsADuplicate() {
        ledger.published(0, 1, Set.of(), NOW);
        ledger.predicted(0, 1, NOW);
        ledger.rejected(0, 1, "late");

        assertThat(ledger.tally().duplicated()).isEqualTo(1);
    }

    @Test
    void anOutcomeOfARecordNobodyPublishedIsADuplicate() {
        ledger.predicted(3, 9, NOW);

        assertThat(ledger.tally()).isEqualTo(new Tally(0, 1, Map.of(), 0, 1, 0));
    }

    @Test
    void aPredictionOfABrokenEventIsUnexpected() {
        ledger.published(0, 1, Set.of("malformed"), NOW);
        ledger.predicted(0, 1, NOW);

        assertThat(ledger.tally().unexpected()).isEqualTo(1);
    }

    @Test
    void aDeadLetterForAnotherReasonIsUnexpected() {
        ledger.published(0, 1, Set.of("late"), NOW);
        ledger.published(0, 2, Set.of("late"), NOW);
        ledger.rejected(0, 1, "duplicate");
        ledger.rejected(0, 2, "late");

        assertThat(ledger.tally()).isEqualTo(new Tally(2, 0, Map.of("duplicate", 1L, "late", 1L), 0, 0, 1));
    }

    @Test
    void recordsOfDifferentPartitionsAreNotMixedUp() {
        ledger.published(0, 1, Set.of(), NOW);
        ledger.published(1, 1, Set.of(), NOW);
        ledger.predicted(0, 1, NOW);

        assertThat(ledger.tally().missing()).isEqualTo(1);
    }
}
