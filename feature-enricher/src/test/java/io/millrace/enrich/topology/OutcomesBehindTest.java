package io.millrace.enrich.topology;

import static io.millrace.enrich.Payments.NOON;
import static io.millrace.enrich.Payments.outcome;
import static io.millrace.enrich.Payments.payment;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.enrich.Payments;
import io.millrace.enrich.event.Event;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Outcomes that have been published, and that the label stage has not read yet because other partitions are read first. */
class OutcomesBehindTest {
    private static final Clock CLOCK = Clock.fixed(NOON.plus(Duration.ofDays(1)), ZoneOffset.UTC);

    private static final int CUST_LOST = 4;

    private boolean moreOutcomes = true;
    private final EnrichmentDriver driver = new EnrichmentDriver(
            Payments.withLabels(Duration.ZERO),
            CLOCK,
            StoreKind.IN_MEMORY,
            1,
            EnrichmentListener.NONE,
            (topic, partition) -> topic.equals("payments") || moreOutcomes);

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void areWaitedForHoweverLongItTakes() {
        driver.pay(payment("t1", NOON.minusSeconds(7200), "c1", "m1", 12.5));
        driver.pay(payment("t2", NOON, "c1", "m1", 1.0));
        driver.pay(payment("t3", NOON.plusSeconds(1), "c1", "m1", 1.0));
        seconds(20);
        assertThat(ids()).as("any outcome may still come").isEmpty();

        driver.report(outcome("t1", true, NOON.toEpochMilli()));
        seconds(2);
        assertThat(ids()).as("another of noon may still come").containsExactly("t1");

        moreOutcomes = false;
        seconds(2);
        assertThat(ids()).containsExactly("t1", "t2", "t3");
        assertThat(lost(1)).as("known at that moment").isEqualTo(12.5);
        assertThat(lost(2)).isEqualTo(12.5);
    }

    /** Read far behind the events, as from a backlog, they still meet them. */
    @Test
    void findTheirEventsHoweverFarBehindTheyAreRead() {
        driver.pay(payment("t1", NOON.minus(Duration.ofDays(300)), "c1", "m1", 12.5));
        driver.pay(payment("t2", NOON, "c1", "m1", 1.0));
        seconds(20);

        driver.report(outcome(
                "t1", true, NOON.minus(Duration.ofDays(300)).plusSeconds(1).toEpochMilli()));
        moreOutcomes = false;
        seconds(2);

        assertThat(driver.rejected).isEmpty();
        assertThat(ids()).containsExactly("t1", "t2");
    }

    /** What is published after the stage has looked does not hold it up: it has come as far as it had when it looked before. */
    @Test
    void areNotWaitedForOnceTheyWereRead() {
        moreOutcomes = false;
        driver.pay(payment("t1", NOON, "c1", "m1", 1.0));
        seconds(1);
        assertThat(ids()).isEmpty();

        seconds(1);
        assertThat(ids()).containsExactly("t1");
    }

    /** Few are given up at once, and once everybody is idle nothing comes that would remind of the others. */
    @Test
    void areGivenUpWithoutTheirEventsHoweverManyThereAre() {
        moreOutcomes = false;
        int many = 2_500;
        for (int i = 0; i < many; i++) {
            driver.report(outcome("nobody-" + i, true, NOON.toEpochMilli()));
        }
        driver.pay(payment("t1", NOON.plus(Duration.ofHours(3)), "c1", "m1", 1.0));

        seconds(4);

        assertThat(driver.rejected).hasSize(many);
    }

    private double lost(int event) {
        return driver.enriched.get(event).row()[CUST_LOST];
    }

    private List<String> ids() {
        return driver.enriched.stream().map(Event::id).toList();
    }

    private void seconds(int count) {
        for (int i = 0; i < count; i++) {
            driver.driver.advanceWallClockTime(Duration.ofSeconds(1));
        }
    }
}
