package io.millrace.benchmarks.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.benchmarks.workload.Payment;
import io.millrace.benchmarks.workload.Payments;
import io.millrace.benchmarks.workload.Scale;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RivalsTest {
    private static final Duration LATENESS = Duration.ofHours(1);
    private static final Spans SPANS = Spans.ofDays(1, 3);
    private static final Duration RETENTION = SPANS.widest().plus(LATENESS);
    private static final List<Payment> PAYMENTS = Payments.of(new Scale(20, 8, 1));

    private interface Opening {
        Rival open() throws IOException;
    }

    static Stream<Opening> rivals() {
        return Stream.of(
                () -> new HistoryRival(Stores.inMemoryKeyValueStore("features"), SPANS, LATENESS),
                () -> new HistoryRival(Stores.persistentKeyValueStore("features"), SPANS, LATENESS),
                () -> new WindowStoreRival(
                        Stores.inMemoryWindowStore("payments", RETENTION, Duration.ofMillis(1), true), SPANS),
                () -> new WindowStoreRival(
                        Stores.persistentWindowStore("payments", RETENTION, Duration.ofMillis(1), true), SPANS));
    }

    @ParameterizedTest
    @MethodSource("rivals")
    void findWhatLiesInTheirWindows(Opening opening) throws IOException {
        try (var rival = opening.open()) {
            double[] row = SPANS.newRow();
            for (int i = 0; i < PAYMENTS.size(); i++) {
                rival.enrich(PAYMENTS.get(i), row);

                long[] spans = SPANS.millis();
                for (int s = 0; s < spans.length; s++) {
                    var inside = inside(i, spans[s]);
                    assertThat(row[2 * s]).isEqualTo(inside.size());
                    assertThat(row[2 * s + 1])
                            .isCloseTo(
                                    inside.stream()
                                            .mapToDouble(Payment::amount)
                                            .average()
                                            .orElseThrow(),
                                    within(1e-9));
                }
            }
        }
    }

    /** By definition: what the customer has paid in (t - span, t], up to this payment. */
    private static List<Payment> inside(int position, long span) {
        var current = PAYMENTS.get(position);
        return PAYMENTS.subList(0, position + 1).stream()
                .filter(payment ->
                        payment.customer() == current.customer() && payment.timeMillis() > current.timeMillis() - span)
                .toList();
    }
}
