package io.millrace.app.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BatchDefinitionTest {
    private static final Duration USUAL = Duration.ofMillis(100);

    @Test
    void rowsWaitAsLongAsIsUsualWhereNothingIsSaid() {
        assertThat(BatchDefinition.DEFAULT.orWaiting(USUAL)).isEqualTo(new BatchDefinition(64, USUAL));
        assertThat(BatchDefinition.DEFAULT.longestWait()).isEqualTo(Duration.ofMillis(5));
    }

    @Test
    void whatIsSaidCounts() {
        var said = new BatchDefinition(32, Duration.ofMillis(7));

        assertThat(said.orWaiting(USUAL)).isEqualTo(said);
        assertThat(said.longestWait()).isEqualTo(Duration.ofMillis(7));
    }

    @Test
    void theFirstRowWaitsFromAMillisecondToTenSeconds() {
        assertThat(new BatchDefinition(1, Duration.ofMillis(1)).longestWait()).isEqualTo(Duration.ofMillis(1));
        assertThat(new BatchDefinition(1024, Duration.ofSeconds(10)).longestWait())
                .isEqualTo(Duration.ofSeconds(10));
        assertThatIllegalArgumentException().isThrownBy(() -> new BatchDefinition(1, Duration.ofNanos(999_999)));
        assertThatIllegalArgumentException().isThrownBy(() -> new BatchDefinition(1, Duration.ofMillis(10_001)));
        assertThatIllegalArgumentException().isThrownBy(() -> new BatchDefinition(0, USUAL));
        assertThatIllegalArgumentException().isThrownBy(() -> new BatchDefinition(1025, USUAL));
    }
}
