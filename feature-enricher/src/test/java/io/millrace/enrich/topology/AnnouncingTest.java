package io.millrace.enrich.topology;

import static io.millrace.enrich.Payments.NOON;
import static io.millrace.enrich.Payments.payment;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.enrich.Payments;
import io.millrace.enrich.progress.Watermark;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the customers' station tells those behind the hop. */
class AnnouncingTest {
    private static final Clock CLOCK = Clock.fixed(NOON.plus(Duration.ofDays(1)), ZoneOffset.UTC);

    private boolean moreToRead;
    private final EnrichmentDriver driver = new EnrichmentDriver(
            Payments.twoStations(),
            CLOCK,
            StoreKind.IN_MEMORY,
            1,
            EnrichmentListener.NONE,
            (topic, partition) -> topic.equals("payments") && partition == 0 && moreToRead);

    @AfterEach
    void close() {
        driver.close();
    }

    private void seconds(int count) {
        for (int i = 0; i < count; i++) {
            driver.driver.advanceWallClockTime(Duration.ofSeconds(1));
        }
    }

    private static Watermark at(Instant time) {
        return new Watermark(Watermark.Of.EVENTS, 0, time.toEpochMilli(), false);
    }

    private static Watermark idleAt(long timeMillis) {
        return new Watermark(Watermark.Of.EVENTS, 0, timeMillis, true);
    }

    /** Watermarks sent since the last call, those of announcements in their order. */
    private List<Watermark> announced() {
        return driver.hopped().stream()
                .filter(HopMessage.Announced.class::isInstance)
                .map(HopMessage::watermark)
                .toList();
    }

    @Test
    void introducesItselfBeforeItsFirstEvent() {
        driver.pay(payment("t1", NOON, "c1", "m1", 1.0));

        assertThat(driver.hopped())
                .satisfiesExactly(first -> assertThat(first).isEqualTo(new HopMessage.Announced(at(NOON))), second -> {
                    assertThat(second).isInstanceOf(HopMessage.Passing.class);
                    assertThat(second.watermark()).isEqualTo(at(NOON));
                });
    }

    @Test
    void introducesItselfWithinASecondThoughNothingComes() {
        seconds(1);

        assertThat(announced()).containsExactly(new Watermark(Watermark.Of.EVENTS, 0, Watermark.UNKNOWN, false));
    }

    @Test
    void saysOnceASecondHowFarItIsIfItGotOn() {
        driver.pay(payment("t1", NOON, "c1", "m1", 1.0));
        announced();
        driver.pay(payment("t2", NOON.plusMillis(1), "c1", "m1", 1.0));
        driver.pay(payment("t3", NOON.plusMillis(2), "c1", "m1", 1.0));
        driver.pay(payment("t4", NOON.plusMillis(1), "c1", "m1", 1.0));
        assertThat(announced()).isEmpty();

        seconds(1);
        assertThat(announced()).as("the latest accepted").containsExactly(at(NOON.plusMillis(2)));

        seconds(1);
        assertThat(announced()).isEmpty();
    }

    @Test
    void isNotMovedByWhatTheContractRejects() {
        driver.pay(payment("t1", NOON, "c1", "m1", 1.0));
        driver.pay(payment("t2", NOON.plusSeconds(1), "c1", "m1", -1.0));
        announced();

        seconds(1);

        assertThat(announced()).isEmpty();
    }

    @Test
    void saysThatItIsIdleAfterFiveSecondsAndThatItIsBackBeforeTheNextEvent() {
        driver.pay(payment("t1", NOON, "c1", "m1", 1.0));
        announced();
        seconds(4);
        assertThat(announced()).isEmpty();

        seconds(1);
        assertThat(announced()).containsExactly(idleAt(NOON.toEpochMilli()));
        seconds(10);
        assertThat(announced()).isEmpty();

        driver.pay(payment("t2", NOON.plusSeconds(9), "c1", "m1", 1.0));
        assertThat(driver.hopped()).first().isEqualTo(new HopMessage.Announced(at(NOON.plusSeconds(9))));
    }

    /** A backlog of other topics may take longer to read than five seconds; who is starved must still be waited for. */
    @Test
    void isNotIdleAsLongAsThereIsMoreToRead() {
        moreToRead = true;
        seconds(20);
        assertThat(announced()).containsExactly(new Watermark(Watermark.Of.EVENTS, 0, Watermark.UNKNOWN, false));

        moreToRead = false;
        seconds(4);
        assertThat(announced()).isEmpty();
        seconds(1);
        assertThat(announced()).containsExactly(idleAt(Watermark.UNKNOWN));
    }

    @Test
    void isIdleThoughItNeverSawAnEvent() {
        seconds(5);

        assertThat(announced()).endsWith(idleAt(Watermark.UNKNOWN));
    }
}
