package io.millrace.enrich.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AggregateTest {
    private final Layout layout = new Layout(List.of(new Column("x", Statistics.PLAIN)), 1);

    @ParameterizedTest
    @EnumSource
    void isFoundByTheWordInThePipelineFile(Aggregate aggregate) {
        assertThat(Aggregate.named(aggregate.word())).contains(aggregate);
    }

    @Test
    void doesNotKnowOtherWords() {
        assertThat(Aggregate.named("median")).isEmpty();
        assertThat(Aggregate.named("COUNT")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void ofAnEmptyWindowIsZeroForCountsAndSumAndMissingForTheOthers(Aggregate aggregate) {
        var column = new Column("x", aggregate.needs(), aggregate.needs().contains(Statistic.DECAYED) ? 1_000 : 0);
        var history = new KeyedHistory(new Layout(List.of(column), 1), new InMemoryNodeStore());
        history.open(new byte[] {1});

        double empty = new Measure(aggregate, 0, 0, 0.5).of(History.view(history, new Window(10, 0), 100));

        boolean zero = aggregate == Aggregate.COUNT || aggregate == Aggregate.SUM || aggregate == Aggregate.DISTINCT;
        assertThat(empty).isEqualTo(Double.valueOf(zero ? 0.0 : Double.NaN));
    }

    @Test
    void standardDeviationIsThatOfASample() {
        var window = new Summary(layout);
        for (double x : new double[] {2, 4, 4, 4, 5, 5, 7, 9}) {
            window.add(1, new double[] {x}, 0);
        }

        // sum of squared distances 32, divided by 7
        assertThat(new Measure(Aggregate.STDDEV, 0).of(window)).isEqualTo(Math.sqrt(32.0 / 7));
    }

    @Test
    void standardDeviationNeedsTwoValues() {
        var window = new Summary(layout);
        window.add(1, new double[] {2}, 0);

        assertThat(new Measure(Aggregate.STDDEV, 0).of(window)).isNaN();
    }

    @Test
    void standardDeviationDoesNotCancelFarFromZero() {
        var window = new Summary(layout);
        for (int i = 0; i < 1_000; i++) {
            window.add(i, new double[] {1e9 + i % 2}, 0);
        }

        assertThat(new Measure(Aggregate.STDDEV, 0).of(window)).isCloseTo(Math.sqrt(250.0 / 999), within(1e-8));
    }

    @Test
    void countsEntriesWithoutAValueButLeavesThemOutOfTheMean() {
        var window = new Summary(layout);
        window.add(1, new double[] {3}, 0);
        window.add(2, new double[] {Double.NaN}, 0);

        assertThat(new Measure(Aggregate.COUNT, Measure.NONE).of(window)).isEqualTo(2);
        assertThat(new Measure(Aggregate.MEAN, 0).of(window)).isEqualTo(3);
        assertThat(new Measure(Aggregate.LAST, 0).of(window)).isEqualTo(3);
    }

    @Test
    void aWindowIsLeftOpenAndRightClosedAndShiftedByItsDelay() {
        var window = new Window(10, 3);

        assertThat(window.fromExclusive(100)).isEqualTo(87);
        assertThat(window.toInclusive(100)).isEqualTo(97);
        assertThat(window.spanMillis()).isEqualTo(13);
        assertThatThrownBy(() -> new Window(0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Window(1, -1)).isInstanceOf(IllegalArgumentException.class);
    }
}
