package io.millrace.drift.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ProgressTest {
    @Test
    void isThatOfTheSlowestPartition() {
        assertThat(Progress.ofAll(List.of(at(20), at(10), at(30)))).hasValue(10);
    }

    @Test
    void waitsForNoIdlePartition() {
        assertThat(Progress.ofAll(List.of(at(20), idleAt(10), at(30)))).hasValue(20);
        assertThat(Progress.ofAll(List.of(at(20), new Progress(OptionalLong.empty(), true))))
                .hasValue(20);
    }

    @Test
    void isThatOfTheFastestWhereAllAreIdle() {
        assertThat(Progress.ofAll(List.of(idleAt(10), idleAt(30)))).hasValue(30);
    }

    @Test
    void isUnknownWhileAPartitionThatIsNotIdleHasBroughtNothing() {
        assertThat(Progress.ofAll(List.of(at(20), new Progress(OptionalLong.empty(), false))))
                .isEmpty();
        assertThat(Progress.ofAll(List.of())).isEmpty();
    }

    private static Progress at(long watermark) {
        return new Progress(OptionalLong.of(watermark), false);
    }

    private static Progress idleAt(long watermark) {
        return new Progress(OptionalLong.of(watermark), true);
    }
}
