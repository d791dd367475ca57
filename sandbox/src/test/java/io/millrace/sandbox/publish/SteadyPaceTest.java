package io.millrace.sandbox.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SteadyPaceTest {
    private static final long MILLI = 1_000_000;
    private final List<Long> slept = new ArrayList<>();
    private long now = 5_000 * MILLI;

    @Test
    void eventsAreDueAtTheRate() throws InterruptedException {
        var pace = pace(100, Duration.ofSeconds(1));

        assertThat(pace.await(0)).isTrue();
        assertThat(pace.await(1)).isTrue();
        assertThat(pace.await(2)).isTrue();

        assertThat(slept).containsExactly(10 * MILLI, 10 * MILLI);
    }

    @Test
    void whatIsOverdueIsSentAtOnce() throws InterruptedException {
        var pace = pace(100, Duration.ofSeconds(1));
        pace.await(0);
        now += 25 * MILLI;

        pace.await(1);
        pace.await(2);
        pace.await(3);

        assertThat(slept).containsExactly(5 * MILLI);
    }

    @Test
    void noEventIsDueAtTheEndOrLater() throws InterruptedException {
        var pace = pace(10, Duration.ofSeconds(1));
        pace.await(0);

        assertThat(pace.await(9)).isTrue();
        assertThat(pace.await(10)).isFalse();
    }

    @Test
    void nothingIsSentOnceTheTimeIsOver() throws InterruptedException {
        var pace = pace(10, Duration.ofSeconds(1));
        pace.await(0);
        now += 1_000 * MILLI;

        assertThat(pace.await(1)).isFalse();
    }

    @Test
    void refusesARateThatIsNone() {
        assertThatIllegalArgumentException().isThrownBy(() -> pace(0, Duration.ofSeconds(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> pace(Double.NaN, Duration.ofSeconds(1)));
    }

    private Pace pace(double rate, Duration duration) {
        return Pace.steady(rate, duration, () -> now, nanos -> {
            slept.add(nanos);
            now += nanos;
        });
    }
}
