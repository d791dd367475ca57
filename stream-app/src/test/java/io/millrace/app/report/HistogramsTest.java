package io.millrace.app.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.app.report.Histogram.Bar;
import io.millrace.drift.definition.Sample.Categories;
import io.millrace.drift.definition.Sample.Numbers;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HistogramsTest {
    private static Numbers numbers(double... values) {
        return new Numbers(values, false);
    }

    private static Categories categories(@Nullable String... values) {
        return new Categories(Arrays.asList(values));
    }

    private static double sum(Histogram histogram, boolean reference) {
        return histogram.bars().stream()
                .mapToDouble(bar -> reference ? bar.reference() : bar.current())
                .sum();
    }

    @Test
    void aFewDifferentNumbersHaveABarEach() {
        var histogram = Histograms.of(numbers(0, 0, 0, 1), numbers(1, 2.5));

        assertThat(histogram.bars())
                .containsExactly(new Bar("0", 0.75, 0), new Bar("1", 0.25, 0.5), new Bar("2.500", 0, 0.5));
    }

    @Test
    void manyDifferentNumbersAreInBarsOfOneWidthWithOpenEnds() {
        double[] reference =
                IntStream.rangeClosed(1, 1_000).mapToDouble(i -> i / 2.0).toArray();
        double[] current =
                IntStream.rangeClosed(501, 1_500).mapToDouble(i -> i / 2.0).toArray();

        var histogram = Histograms.of(numbers(reference), numbers(current));

        assertThat(histogram.bars().get(0))
                .isEqualTo(new Bar("to 5.500", 0.011, 0)); // half a per cent of 2,000 are 10, the next is 5.5
        assertThat(histogram.bars().get(Histograms.BARS + 1).label()).isEqualTo("above 745");
        assertThat(sum(histogram, true)).isCloseTo(1, within(1e-12));
        assertThat(sum(histogram, false)).isCloseTo(1, within(1e-12));
    }

    @Test
    void barsOfWholeNumbersHaveAsManyOfThemEach() {
        double[] ages = IntStream.rangeClosed(18, 80).asDoubleStream().toArray();

        var bars = Histograms.of(numbers(ages), numbers(ages)).bars();

        assertThat(bars)
                .extracting(Bar::label)
                .startsWith("to 18", "18 to 21", "21 to 24")
                .endsWith("78 to 81");
        assertThat(bars.subList(1, bars.size() - 1)).allMatch(bar -> bar.reference() == 3.0 / 63);
    }

    @Test
    void oneStrayValueDoesNotFlattenTheOthers() {
        double[] values =
                IntStream.range(0, 1_000).mapToDouble(i -> i / 1_000.0).toArray();
        values[0] = 1e9;

        var bars = Histograms.of(numbers(values), numbers(values)).bars();

        assertThat(bars).hasSize(Histograms.BARS + 2);
        assertThat(bars.get(Histograms.BARS + 1).reference()).isLessThan(0.01);
        assertThat(bars.stream().mapToDouble(Bar::reference).max()).hasValueCloseTo(0.042, within(0.002));
    }

    @Test
    void missingValuesAreToldBesideTheBars() {
        var histogram =
                Histograms.of(numbers(1, Double.NaN, 1, 1), numbers(1, 1, Double.NaN, Double.POSITIVE_INFINITY));

        assertThat(histogram).isEqualTo(new Histogram(List.of(new Bar("1", 1, 1)), 0.25, 0.5));
    }

    @Test
    void aSideWithoutValuesHasNoShares() {
        var histogram = Histograms.of(numbers(1), numbers());

        assertThat(histogram.bars()).singleElement().satisfies(bar -> assertThat(bar.current())
                .isNaN());
        assertThat(histogram.currentMissing()).isNaN();
        assertThat(Histograms.of(numbers(Double.NaN), numbers()).bars()).isEmpty();
    }

    @Test
    void theLargestNumbersThereAreDoNotOverflow() {
        double[] values = IntStream.range(0, 100)
                .mapToDouble(i -> (i - 50) / 50.0 * Double.MAX_VALUE)
                .toArray();

        assertThat(sum(Histograms.of(numbers(values), numbers(values)), true)).isCloseTo(1, within(1e-9));
    }

    @Test
    void categoriesAreInTheOrderOfTheReference() {
        var histogram = Histograms.of(categories("a", "b", "b", null), categories("c", "c", "a", "c"));

        assertThat(histogram.bars())
                .containsExactly(new Bar("b", 2.0 / 3, 0), new Bar("a", 1.0 / 3, 0.25), new Bar("c", 0, 0.75));
        assertThat(histogram.referenceMissing()).isEqualTo(0.25);
    }

    @Test
    void aNewCategoryIsShownBesideAReferenceOfMany() {
        var many = IntStream.range(0, 100).mapToObj(i -> "old-" + i).toArray(String[]::new);

        var bars = Histograms.of(categories(many), categories("new")).bars();

        assertThat(bars)
                .hasSize(Histograms.CATEGORIES + 1)
                .extracting(Bar::label)
                .contains("new", "all others");
        assertThat(bars.stream().mapToDouble(Bar::reference).sum()).isCloseTo(1, within(1e-12));
    }

    @Test
    void numbersAreNotComparedWithCategories() {
        assertThatThrownBy(() -> Histograms.of(numbers(1), categories("1")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
