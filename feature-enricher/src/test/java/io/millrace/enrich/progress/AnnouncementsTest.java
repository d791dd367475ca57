package io.millrace.enrich.progress;

import static io.millrace.enrich.progress.Watermark.Of.EVENTS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AnnouncementsTest {
    private final Announcements announcements = new Announcements();

    private static Watermark at(long timeMillis) {
        return new Watermark(EVENTS, 0, timeMillis, false);
    }

    private static Watermark idleAt(long timeMillis) {
        return new Watermark(EVENTS, 0, timeMillis, true);
    }

    @Test
    void introducesASenderAtOnceAndOnlyOnce() {
        assertThat(announcements.atOnce(at(1))).isEqualTo(at(1));
        assertThat(announcements.atOnce(at(2))).isNull();
        assertThat(announcements.periodically(at(2))).isEqualTo(at(2));
    }

    @Test
    void saysNothingAtTheEndOfAPeriodInWhichNothingHappened() {
        assertThat(announcements.periodically(at(1))).isEqualTo(at(1));
        assertThat(announcements.periodically(at(1))).isNull();
        assertThat(announcements.periodically(at(2))).isEqualTo(at(2));
    }

    @Test
    void saysAtOnceThatASenderFellIdleOrWokeUp() {
        announcements.atOnce(at(1));

        assertThat(announcements.atOnce(idleAt(1))).isEqualTo(idleAt(1));
        assertThat(announcements.atOnce(idleAt(1))).isNull();
        assertThat(announcements.atOnce(at(9))).isEqualTo(at(9));
        assertThat(announcements.periodically(at(9))).isNull();
    }

    @Test
    void isIdleAfterSoManyPeriodsWithoutAnEventAndNoSooner() {
        var idleness = new Idleness(Duration.ofMillis(4_001));
        for (int i = 0; i < 4; i++) {
            idleness.periodEnded(false);
            assertThat(idleness.idle()).isFalse();
        }
        idleness.event();
        for (int i = 0; i < 4; i++) {
            idleness.periodEnded(false);
        }
        assertThat(idleness.idle()).isFalse();

        idleness.periodEnded(false);
        assertThat(idleness.idle()).isTrue();

        idleness.event();
        assertThat(idleness.idle()).isFalse();
    }
}
