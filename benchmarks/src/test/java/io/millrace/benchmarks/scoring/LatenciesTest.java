package io.millrace.benchmarks.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LatenciesTest {
    private static final long MILLI = 1_000_000;

    @Test
    void eventsOfTheWarmUpAreNotMeasured() {
        var latencies = new Latencies(1, 2);
        read(latencies, 0, 900);
        read(latencies, 1, 3);
        read(latencies, 2, 5);

        assertThat(latencies.millis(1)).isEqualTo(5);
    }

    @Test
    void aShareOfEventsIsNoSlowerThanItsQuantile() {
        var latencies = new Latencies(0, 100);
        for (int event = 0; event < 100; event++) {
            read(latencies, event, 100 - event);
        }

        assertThat(latencies.millis(0.5)).isEqualTo(50);
        assertThat(latencies.millis(0.99)).isEqualTo(99);
        assertThat(latencies.millis(1)).isEqualTo(100);
    }

    @Test
    void completeIsWhatHasBeenReadToTheLast() {
        var latencies = new Latencies(1, 1);
        read(latencies, 1, 1);
        assertThat(latencies.areComplete()).isFalse();

        read(latencies, 0, 1);
        assertThat(latencies.areComplete()).isTrue();
    }

    private static void read(Latencies latencies, int event, long millis) {
        latencies.published(event, event);
        latencies.read(event, event + millis * MILLI);
    }
}
