package io.millrace.app.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InOrderTest {
    private static final long LATENESS = 100;

    private static InOrder inOrder(String times) {
        return new InOrder(Arrivals.of("f.csv", times), LATENESS, "unordered");
    }

    @ParameterizedTest
    @CsvSource({
        "10 20 30, 10@1 20@2 30@3",
        "30 20 10, 10@3 20@2 30@1",
        "20 10 20 10, 10@2 10@4 20@1 20@3",
        "10 30 20 30 25, 10@1 20@3 25@5 30@2 30@4",
        "'', ''",
    })
    void putsRowsInOrderAndLeavesTiesAsTheyAre(String times, String ordered) {
        assertThat(Arrivals.text(inOrder(times))).isEqualTo(ordered);
    }

    @Test
    void takesARowExactlyAsFarBehindAsTheLateness() {
        assertThat(Arrivals.text(inOrder("1000 1100 1000 1200 1100"))).isEqualTo("1000@1 1000@3 1100@2 1100@5 1200@4");
    }

    @Test
    void refusesARowOneMillisecondFurtherBehindAndSaysBehindWhichRow() {
        var rows = inOrder("1000 1100 999 1100");
        var refused = new ArrayList<BadRow>();
        rows.forEachRemaining(row -> {
            if (row instanceof Arrival.Refused bad) {
                refused.add(bad.bad());
            }
        });

        assertThat(refused)
                .containsExactly(new BadRow(
                        "f.csv",
                        3,
                        "unordered",
                        "1970-01-01T00:00:00.999Z is 101 ms behind row 2; events.lateness allows 100 ms"));
    }

    @Test
    void aRowThatIsRefusedMovesNothing() {
        assertThat(Arrivals.text(inOrder("1000 1100 900 1000 999")))
                .isEqualTo("1000@1 1000@4 1100@2 unordered@3 unordered@5");
    }

    @ParameterizedTest
    @CsvSource({
        "20 ? 10, 10@3 20@1 malformed@2",
        "? 20 10, malformed@1 10@3 20@2",
        "10 ? 20, 10@1 malformed@2 20@3",
        "10 20 ? ? 20, 10@1 20@2 malformed@3 malformed@4 20@5",
    })
    void aBadRowStaysBehindTheRowBeforeIt(String times, String ordered) {
        assertThat(Arrivals.text(inOrder(times))).isEqualTo(ordered);
    }

    @Test
    void holdsNoMoreThanWhatHappenedWithinTheLateness() {
        var read = new ArrayList<Arrival>();
        var part = Arrivals.of(
                "f.csv", LongStream.range(0, 1_000).mapToObj(i -> "" + 10 * i).collect(Collectors.joining(" ")));
        var rows = new InOrder(
                new Iterator<>() {
                    @Override
                    public boolean hasNext() {
                        return part.hasNext();
                    }

                    @Override
                    public Arrival next() {
                        var next = part.next();
                        read.add(next);
                        return next;
                    }
                },
                LATENESS,
                "unordered");

        for (int taken = 1; taken <= 900; taken++) {
            rows.next();
            assertThat(read).hasSizeLessThanOrEqualTo(taken + (int) LATENESS / 10);
        }
    }

    @Test
    void isTheSortedFileWheneverNothingIsTooFarBehind() {
        var random = new Random(1);
        for (int round = 0; round < 50; round++) {
            var times = new ArrayList<Long>();
            for (long i = 0; i < 500; i++) {
                times.add(1_000 + i * 7 - random.nextLong(LATENESS + 1));
            }
            var expected = new ArrayList<>(times);
            Collections.sort(expected);
            var text = times.stream().map(String::valueOf).collect(Collectors.joining(" "));

            List<Long> ordered = new ArrayList<>();
            inOrder(text).forEachRemaining(row -> ordered.add(row.timeMillis()));

            assertThat(ordered).isEqualTo(expected);
        }
    }

    @Test
    void endsAtTheEnd() {
        var rows = inOrder("1");
        rows.next();
        assertThat(rows.hasNext()).isFalse();
        assertThatThrownBy(rows::next).isInstanceOf(NoSuchElementException.class);
    }
}
