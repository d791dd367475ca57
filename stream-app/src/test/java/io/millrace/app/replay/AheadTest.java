package io.millrace.app.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class AheadTest {
    /** Whatever a test did, its threads are no more. */
    @AfterEach
    void leavesNoThreadBehind() {
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("test-") || name.startsWith("replay-"));
    }

    /** Elements from 0 on, without end; fails where it is told to. */
    private static Iterator<Integer> counting(int failAt, RuntimeException failure) {
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public Integer next() {
                if (next == failAt) {
                    throw failure;
                }
                return next++;
            }
        };
    }

    @Test
    void handsOverEveryElementInOrder() {
        var numbers = IntStream.range(0, 1_000).boxed().toList();
        var taken = new ArrayList<Integer>();

        try (var ahead = new Ahead<>("test-all", numbers.iterator())) {
            ahead.forEachRemaining(taken::add);
            assertThat(ahead.hasNext()).isFalse();
            assertThatThrownBy(ahead::next).isInstanceOf(NoSuchElementException.class);
        }

        assertThat(taken).isEqualTo(numbers);
    }

    @Test
    void throwsAFailureWhereTheNextElementWouldHaveBeen() {
        var failure = new IllegalStateException("broken");
        var taken = new ArrayList<Integer>();

        try (var ahead = new Ahead<>("test-failing", counting(20, failure))) {
            assertThatThrownBy(() -> ahead.forEachRemaining(taken::add)).isSameAs(failure);
            assertThatThrownBy(ahead::hasNext).as("and again").isSameAs(failure);
        }

        assertThat(taken).hasSize(20);
    }

    @Test
    void throwsAnErrorToo() {
        var error = new OutOfMemoryError("as if");
        var failing = new Iterator<Integer>() {
            @Override
            public boolean hasNext() {
                throw error;
            }

            @Override
            public Integer next() {
                throw error;
            }
        };

        try (var ahead = new Ahead<>("test-error", failing)) {
            assertThatThrownBy(ahead::hasNext).isSameAs(error);
        }
    }

    @Test
    void stopsWhenItIsClosedInTheMiddle() {
        try (var ahead = new Ahead<>("test-endless", counting(-1, new IllegalStateException()))) {
            assertThat(ahead.next()).isZero();
        }
        // the thread's end is checked after every test
    }

    @Test
    void anInterruptedTakerIsToldAndStaysInterrupted() {
        var never = new CountDownLatch(1);
        var waiting = new Iterator<Integer>() {
            @Override
            public boolean hasNext() {
                try {
                    never.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return false;
            }

            @Override
            public Integer next() {
                throw new NoSuchElementException();
            }
        };
        try (var ahead = new Ahead<>("test-waiting", waiting)) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(ahead::hasNext).isInstanceOf(CancellationException.class);
        }
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aStageThatFailsStopsAllOfThemAndIsTheOneThatIsReported() {
        var failure = new IllegalStateException("the second stage");
        Function<Arrival, Arrival> breaking = arrival -> {
            if (arrival.row() == 2_000) {
                throw failure;
            }
            return arrival;
        };
        var rows = new Batches(endless());
        var written = new ArrayList<Arrival>();

        try (var stages = new Stages(rows)) {
            stages.add("one", Function.identity());
            stages.add("two", breaking);
            stages.add("three", Function.identity());
            assertThatThrownBy(() -> {
                        while (stages.hasNext()) {
                            written.addAll(stages.next());
                        }
                    })
                    .isSameAs(failure);
        }

        assertThat(written).as("whole batches before the failure").hasSize(2_000 / Batches.ROWS * Batches.ROWS);
        assertThat(written).extracting(Arrival::row).isSorted();
    }

    @Test
    void aTakerThatFailsStopsAllOfThem() {
        assertThatThrownBy(() -> {
                    try (var stages = new Stages(new Batches(endless()))) {
                        stages.add("one", Function.identity());
                        assertThat(stages.next()).hasSize(Batches.ROWS);
                        throw new IllegalStateException("disk full");
                    }
                })
                .hasMessage("disk full");
    }

    private static Iterator<Arrival> endless() {
        return new Iterator<>() {
            private long row;

            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public Arrival next() {
                return new Arrival.Unwritten(row, row++);
            }
        };
    }

    @Test
    void batchesHoldNoMoreThanTheyShould() {
        var rows = IntStream.range(0, Batches.ROWS + 1)
                .mapToObj(row -> (Arrival) new Arrival.Unwritten(row, row))
                .iterator();
        var batches = new Batches(rows);

        assertThat(batches.next()).hasSize(Batches.ROWS);
        assertThat(batches.next()).hasSize(1);
        assertThat(batches.hasNext()).isFalse();
    }
}
