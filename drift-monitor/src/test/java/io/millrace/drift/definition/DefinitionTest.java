package io.millrace.drift.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.millrace.drift.stats.Statistic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What definitions choose, decide, and say of data that says nothing. */
class DefinitionTest {
    private final Evidently evidently = new Evidently();

    private static Sample.Numbers numbers(double... values) {
        return new Sample.Numbers(values, false);
    }

    private static Sample.Numbers cycle(int rows, int distinct) {
        return new Sample.Numbers(
                IntStream.range(0, rows).mapToDouble(i -> i % distinct).toArray(), false);
    }

    private static Sample.Categories texts(@Nullable String... values) {
        return new Sample.Categories(new ArrayList<>(Arrays.asList(values)));
    }

    static Stream<Definition> definitions() {
        return Definition.ALL.stream();
    }

    @ParameterizedTest
    @CsvSource({
        "1000, 2, z",
        "1000, 3, chi-square",
        "1000, 5, chi-square",
        "1000, 6, kolmogorov-smirnov",
        "1001, 5, jensen-shannon",
        "1001, 6, wasserstein"
    })
    void evidentlyChoosesBySizeOfTheReferenceAndDistinctValues(int rows, int distinct, String statistic) {
        assertThat(evidently.choose(cycle(rows, distinct), cycle(50, distinct)).code())
                .isEqualTo(statistic);
    }

    @Test
    void evidentlyChoosesByTheValuesThatAreLeftAfterCleaning() {
        double[] values = cycle(1001, 6).values();
        values[0] = Double.NaN;

        assertThat(evidently.choose(numbers(values), cycle(50, 6))).isEqualTo(Statistic.KOLMOGOROV_SMIRNOV);
    }

    @ParameterizedTest
    @MethodSource("definitions")
    void aSideWithoutAValueIsUnknownByEveryStatistic(Definition definition) {
        var pairs = List.of(
                List.<Sample>of(numbers(1, 2, 3), numbers(Double.NaN)),
                List.<Sample>of(numbers(Double.NaN), numbers(1, 2, 3)),
                List.<Sample>of(numbers(), numbers()),
                List.<Sample>of(texts("a"), texts((@Nullable String) null)),
                List.<Sample>of(texts(), texts("a")));
        for (var pair : pairs) {
            for (var statistic : definition.statistics(pair.get(0))) {
                if (statistic != Statistic.MISSING_SHARE) { // which is what it is about
                    var result = definition.compare(statistic, pair.get(0), pair.get(1));
                    assertThat(result.value()).isNull();
                    assertThat(result.drifted()).isNull();
                    assertThat(result.reason()).isNotNull();
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("definitions")
    void everyStatisticSaysSomethingOfAFewValues(Definition definition) {
        var reference = numbers(IntStream.range(0, 40).asDoubleStream().toArray());
        for (var statistic : definition.statistics(reference)) {
            var result = definition.compare(statistic, reference, numbers(3, 4, 50));
            assertThat(result.value()).as(statistic.code()).isNotNull();
            assertThat(result.drifted()).as(statistic.code()).isNotNull();
            assertThat(result.definition()).isEqualTo(definition.name());
        }
    }

    @ParameterizedTest
    @MethodSource("definitions")
    void numbersAreNotComparedWithCategories(Definition definition) {
        var statistic = definition.choose(texts("a", "b"), texts("a", "b"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> definition.compare(statistic, texts("a", "b"), numbers(1, 2)))
                .withMessage("numbers cannot be compared with categories");
    }

    @Test
    void aDefinitionRefusesAStatisticThatItDoesNotHave() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NannyMl().compare(Statistic.PSI, numbers(1), numbers(1)))
                .withMessage("nannyml has no psi for numbers");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Alibi().compare(Statistic.KOLMOGOROV_SMIRNOV, texts("a"), texts("a")))
                .withMessage("alibi has no kolmogorov-smirnov for categories");
    }

    @Test
    void nannyMlKnowsNoDriftOfAReferenceTooShortForChunks() {
        var nine = new NannyMl().compare(Statistic.JENSEN_SHANNON, cycle(9, 9), numbers(50));
        var ten = new NannyMl().compare(Statistic.JENSEN_SHANNON, cycle(10, 10), numbers(50));

        assertThat(nine.value()).isNotNull();
        assertThat(nine.drifted()).isNull();
        assertThat(nine.reason()).contains("fewer than 10 rows");
        assertThat(ten.drifted()).isNotNull();
    }

    @Test
    void alibiDoesNotKnowAColumnWithAMissingValue() {
        var result = new Alibi().compare(Statistic.KOLMOGOROV_SMIRNOV, numbers(1, 2, 3), numbers(1, Double.NaN, 3));

        assertThat(result.drifted()).isNull();
        assertThat(result.reason()).contains("0 missing values in the reference and 1 in the current data");
    }

    @Test
    void millraceCountsMissingValuesOfASideThatHasNothingElse() {
        var result = new Millrace().compare(Statistic.MISSING_SHARE, numbers(1, 2), numbers(Double.NaN, Double.NaN));

        assertThat(result.value()).isEqualTo(1);
        assertThat(result.drifted()).isTrue();
    }

    private static DriftResult result(@Nullable Boolean drifted) {
        return new DriftResult(
                Statistic.PSI, "evidently", drifted == null ? null : 1.0, null, 0.1, drifted, 5, 10, 10, null);
    }

    @Test
    void aDatasetDriftedWithHalfOfItsColumnsAndIsUnknownWhereTheUnknownDecide() {
        assertThat(evidently.verdict(List.of(result(true), result(false))).drift())
                .isTrue();
        assertThat(evidently
                        .verdict(List.of(result(true), result(false), result(false)))
                        .drift())
                .isFalse();
        assertThat(evidently
                        .verdict(List.of(result(true), result(null), result(false)))
                        .drift())
                .isNull();
        assertThat(evidently
                        .verdict(List.of(result(true), result(true), result(null)))
                        .drift())
                .isTrue();
        assertThat(evidently.verdict(List.of(result(null))).drift()).isNull();
    }

    @Test
    void alibiDividesTheErrorRateByTheColumns() {
        var alibi = new Alibi();
        var drifted = new DriftResult(Statistic.KOLMOGOROV_SMIRNOV, "alibi", 0.3, 0.03, 0.05, true, null, 10, 10, null);
        var not = new DriftResult(Statistic.KOLMOGOROV_SMIRNOV, "alibi", 0.1, 0.9, 0.05, false, null, 10, 10, null);

        assertThat(alibi.verdict(List.of(drifted)).drift()).isTrue();
        assertThat(alibi.verdict(List.of(drifted, not)).drift()).isFalse();
    }

    @Test
    void definitionsAndStatisticsAreFoundByName() {
        assertThat(Definition.named("nannyml")).containsInstanceOf(NannyMl.class);
        assertThat(Definition.named("other")).isEmpty();
        assertThat(Statistic.ofCode("psi")).contains(Statistic.PSI);
        assertThat(Statistic.ofCode("PSI")).isEmpty();
    }
}
