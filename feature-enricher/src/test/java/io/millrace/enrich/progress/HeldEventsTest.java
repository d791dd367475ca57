package io.millrace.enrich.progress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.enrich.state.InMemoryOrderedStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class HeldEventsTest {
    private final InMemoryOrderedStore store = new InMemoryOrderedStore();
    private final HeldEvents held = new HeldEvents(store);

    private static List<String> release(HeldEvents held, long upToMillis, int most) {
        var released = new ArrayList<String>();
        held.release(upToMillis, most, event -> released.add(new String(event, UTF_8)));
        return released;
    }

    private void hold(long timeMillis, long arrival) {
        held.hold(timeMillis, arrival, (timeMillis + "/" + arrival).getBytes(UTF_8));
    }

    @Test
    void letsGoByTimeThenArrival() {
        hold(300, 1);
        hold(100, 2);
        hold(200, 3);
        hold(100, 4);
        hold(100, 300); // two bytes of arrival come after one

        assertThat(release(held, 1_000, 10)).containsExactly("100/2", "100/4", "100/300", "200/3", "300/1");
        assertThat(held.isEmpty()).isTrue();
        assertThat(held.count()).isZero();
    }

    @Test
    void letsGoUpToATimeInclusive() {
        hold(100, 1);
        hold(101, 2);
        assertThat(release(held, 99, 10)).isEmpty();

        assertThat(release(held, 100, 10)).containsExactly("100/1");
        assertThat(held.earliestMillis()).isEqualTo(101);
        assertThat(held.count()).isEqualTo(1);
    }

    @Test
    void letsGoNoMoreThanAskedFor() {
        hold(100, 1);
        hold(100, 2);
        hold(100, 3);

        assertThat(release(held, 100, 2)).containsExactly("100/1", "100/2");
        assertThat(release(held, 100, 2)).containsExactly("100/3");
        assertThat(release(held, 100, 2)).isEmpty();
    }

    @Test
    void holdsOnesThatComeBeforeThoseThatWait() {
        hold(100, 1);
        hold(50, 2);

        assertThat(held.earliestMillis()).isEqualTo(50);
        assertThat(release(held, 60, 10)).containsExactly("50/2");
    }

    @Test
    void knowsWhileLettingGoWhichAreStillHeld() {
        hold(100, 1);
        hold(200, 2);
        hold(300, 3);
        var earliest = new ArrayList<Long>();

        held.release(200, 10, event -> earliest.add(held.earliestMillis()));

        assertThat(earliest).containsExactly(200L, 300L);
    }

    @Test
    void goesOnWithWhatTheStoreHolds() {
        hold(200, 2);
        hold(100, 1);

        var again = new HeldEvents(store);

        assertThat(again.count()).isEqualTo(2);
        assertThat(again.earliestMillis()).isEqualTo(100);
        assertThat(release(again, 500, 10)).containsExactly("100/1", "200/2");
        assertThat(new HeldEvents(store).isEmpty()).isTrue();
    }

    @Test
    void keepsTheOrderOfManyMoreThanAreKnownWithoutAskingTheStore() {
        var times = new Random(1).ints(5_000, 0, 2_000).boxed().toList();
        for (int i = 0; i < times.size(); i++) {
            hold(times.get(i), i);
        }
        hold(0, 5_000); // into those that are known
        hold(1_999, 5_001); // behind them
        var expected =
                new TreeSet<>(Comparator.<long[]>comparingLong(key -> key[0]).thenComparingLong(key -> key[1]));
        for (int i = 0; i < times.size(); i++) {
            expected.add(new long[] {times.get(i), i});
        }
        expected.add(new long[] {0, 5_000});
        expected.add(new long[] {1_999, 5_001});

        var released = release(held, 999, Integer.MAX_VALUE);
        held.hold(1_500, 6_000, "late".getBytes(UTF_8));
        released.addAll(release(held, 1_500, Integer.MAX_VALUE));
        assertThat(released).last().isEqualTo("late");
        released.remove("late");
        assertThat(held.count()).isEqualTo(expected.size() - released.size());
        released.addAll(release(held, 2_000, Integer.MAX_VALUE));

        assertThat(released)
                .containsExactlyElementsOf(
                        expected.stream().map(key -> key[0] + "/" + key[1]).toList());
        assertThat(held.isEmpty()).isTrue();
        assertThat(new HeldEvents(store).isEmpty()).isTrue();
    }

    @Test
    void isEmptyAtFirst() {
        assertThat(held.isEmpty()).isTrue();
        assertThat(held.earliestMillis()).isEqualTo(SenderWatermarks.NOBODY);
        assertThat(release(held, Long.MAX_VALUE, 10)).isEmpty();
    }
}
