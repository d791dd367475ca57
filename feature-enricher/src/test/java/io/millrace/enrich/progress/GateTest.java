package io.millrace.enrich.progress;

import static io.millrace.enrich.progress.Watermark.Of.EVENTS;
import static io.millrace.enrich.progress.Watermark.Of.LABELS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class GateTest {
    private static Watermark events(int sender, long timeMillis) {
        return new Watermark(EVENTS, sender, timeMillis, false);
    }

    private static Watermark labels(int sender, long timeMillis) {
        return new Watermark(LABELS, sender, timeMillis, false);
    }

    @Test
    void isAlwaysOpenWhereNothingWaits() {
        var gate = new Gate(null, 2, null, 2);

        assertThat(gate.open()).isEqualTo(SenderWatermarks.NOBODY);
        assertThat(gate.reached()).as("of senders not heard of").isEqualTo(Watermark.UNKNOWN);
    }

    @Test
    void opensWhenEverySenderIsPastTheEndOfTheWindow() {
        var gate = new Gate(10L, 2, null, 2);
        gate.hear(events(0, 500));
        gate.hear(events(1, 100));

        // the window of an event at 110 ends at 100, where sender 1 may still have another
        assertThat(gate.open()).isEqualTo(109);

        gate.hear(events(1, 101));
        assertThat(gate.open()).isEqualTo(110);
    }

    @Test
    void isShutUntilAllHaveBeenHeardOf() {
        var gate = new Gate(10L, 2, null, 2);
        gate.hear(events(0, 500));

        assertThat(gate.open()).as("but for windows that end before 1970").isEqualTo(8);
    }

    @Test
    void isOpenForAllWhenAllAreIdle() {
        var gate = new Gate(10L, 1, null, 1);
        gate.hear(new Watermark(EVENTS, 0, 500, true));

        assertThat(gate.open()).isEqualTo(SenderWatermarks.NOBODY);
        assertThat(gate.idle()).isTrue();
        assertThat(gate.reached()).isEqualTo(500);
    }

    @Test
    void waitsForLabelsUpToTheEventItselfLessWhatTheyMayBeBehind() {
        var gate = new Gate(null, 1, 30L, 2);
        gate.hear(labels(0, 100));
        gate.hear(labels(1, 200));

        assertThat(gate.open()).isEqualTo(130);
        assertThat(gate.reached()).as("labels say nothing of events").isEqualTo(Watermark.UNKNOWN);
    }

    @Test
    void waitsForBothAndTellsTheirSendersApart() {
        var gate = new Gate(10L, 1, 0L, 1);
        gate.hear(events(0, 100));
        assertThat(gate.open()).isEqualTo(Watermark.UNKNOWN);

        gate.hear(labels(0, 105));
        assertThat(gate.open()).isEqualTo(105);

        gate.hear(labels(0, 1_000));
        assertThat(gate.open()).isEqualTo(109);
    }

    @Test
    void refusesLabelsNobodyReads() {
        assertThatThrownBy(() -> new Gate(10L, 1, null, 1).hear(labels(0, 1)))
                .isInstanceOf(IllegalStateException.class);
    }
}
