package io.millrace.enrich.progress;

import static io.millrace.enrich.progress.Watermark.Of.EVENTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SenderWatermarksTest {
    private final SenderWatermarks three = new SenderWatermarks(3);

    private boolean hear(int sender, long timeMillis) {
        return three.hear(new Watermark(EVENTS, sender, timeMillis, false));
    }

    private void idle(int sender, long timeMillis) {
        three.hear(new Watermark(EVENTS, sender, timeMillis, true));
    }

    @Test
    void waitsForSendersThatHaveNotBeenHeardOf() {
        hear(0, 100);
        hear(2, 200);

        assertThat(three.awaited()).isEqualTo(Watermark.UNKNOWN);
        assertThat(three.reached()).isEqualTo(Watermark.UNKNOWN);
        assertThat(three.idle()).isFalse();
    }

    @Test
    void waitsForASenderThatHasNotSeenAnEventYet() {
        hear(0, 100);
        hear(1, Watermark.UNKNOWN);
        hear(2, 200);

        assertThat(three.awaited()).isEqualTo(Watermark.UNKNOWN);
    }

    @Test
    void awaitsTheLeast() {
        hear(0, 100);
        hear(1, 50);
        hear(2, 200);
        assertThat(three.awaited()).isEqualTo(50);

        hear(1, 150);
        assertThat(three.awaited()).isEqualTo(100);
        assertThat(three.reached()).isEqualTo(100);
    }

    @Test
    void doesNotWaitForAnIdleSenderUntilItSaysOtherwise() {
        hear(0, 100);
        idle(1, 50);
        hear(2, 200);
        assertThat(three.awaited()).isEqualTo(100);

        hear(1, 60);
        assertThat(three.awaited()).isEqualTo(60);
    }

    @Test
    void waitsForNobodyOnceAllAreIdleAndHasReachedWhatTheLatestHas() {
        idle(0, 100);
        idle(1, 50);
        idle(2, Watermark.UNKNOWN);

        assertThat(three.awaited()).isEqualTo(SenderWatermarks.NOBODY);
        assertThat(three.reached()).isEqualTo(100);
        assertThat(three.idle()).isTrue();
    }

    @Test
    void believesTheLastWordAlsoWhereItGoesBack() {
        hear(0, 100);
        hear(1, 100);
        hear(2, 100);
        hear(1, 40);

        assertThat(three.awaited()).isEqualTo(40);
    }

    @Test
    void tellsNewsFromWhatWasSaidBefore() {
        assertThat(hear(0, 100)).isTrue();
        assertThat(hear(0, 100)).isFalse();
        assertThat(hear(0, 101)).isTrue();
    }

    @Test
    void refusesMoreSendersThanThereAre() {
        hear(0, 1);
        hear(1, 1);
        hear(2, 1);

        assertThatThrownBy(() -> hear(3, 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("partitions");
    }

    @Test
    void isNoneWithoutSenders() {
        assertThatThrownBy(() -> new SenderWatermarks(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Watermark(EVENTS, -1, 0, false)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Watermark(EVENTS, 0, -2, false)).isInstanceOf(IllegalArgumentException.class);
    }
}
