package io.millrace.drift.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.drift.estimate.Cbpe;
import io.millrace.drift.quality.ExpectedQuality.Estimated;
import io.millrace.drift.quality.Pairs.Pair;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ExpectedQualityTest {
    /** Scores are taken as they are. */
    private static final Cbpe UNCALIBRATED = Cbpe.fit(new double[] {0.1, 0.9}, new int[] {1, 1});

    static Stream<Arguments> classification() {
        return Pairs.cases("classification");
    }

    private static ExpectedQuality of(Cbpe cbpe, List<Pair> pairs) {
        var expected = new ExpectedQuality();
        pairs.forEach(pair -> expected.add(cbpe.probability(pair.score()), pair.answer()));
        return expected;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("classification")
    void isWhatCbpeEstimatesOfTheRows(String name, JsonNode golden) {
        var pairs = Pairs.of(golden.path("rule"));
        double threshold = golden.path("rule").path("threshold").asDouble();
        for (var cbpe : List.of(UNCALIBRATED, Cbpe.fit(Pairs.scores(pairs), Pairs.outcomes(pairs)))) {
            var exact = cbpe.estimate(Pairs.scores(pairs), threshold);

            var estimated = of(cbpe, pairs).estimate();

            assertThat(estimated.estimate().rows()).isEqualTo(exact.rows());
            assertThat(estimated.estimate().accuracy()).isCloseTo(exact.accuracy(), within(1e-12));
            assertThat(estimated.estimate().f1()).isCloseTo(exact.f1(), within(1e-12));
            assertThat(estimated.estimate().rocAuc()).isCloseTo(exact.rocAuc(), within(estimated.rocAucError()));
            assertThat(estimated.estimate().rocAuc())
                    .isCloseTo(exact.rocAuc(), within(2e-5)); // as docs/quality.md says
        }
    }

    @Test
    void probabilitiesNearOneAreAsFineAsNearZero() {
        double[] scores =
                new Random(1).doubles(5_000).map(x -> 1 - x * x * x * x).toArray();
        var expected = new ExpectedQuality();
        for (double score : scores) {
            expected.add(score, score >= 0.9);
        }

        var estimated = expected.estimate();

        assertThat(estimated.estimate().rocAuc())
                .isCloseTo(UNCALIBRATED.estimate(scores, 0.9).rocAuc(), within(estimated.rocAucError()));
        assertThat(estimated.rocAucError()).isLessThan(1e-3);
    }

    @Test
    void withoutAProbabilityNothingIsKnown() {
        var expected = new ExpectedQuality();
        expected.add(Double.NaN, true);
        expected.add(1.5, true);

        assertThat(expected.estimate()).isEqualTo(new Estimated(new Cbpe.Estimate(0, null, null, null), 2, 0));
    }

    @Test
    void whereAllAreExpectedToBeOfOneClassThereIsNoRanking() {
        for (double sure : new double[] {0, 1}) {
            var expected = new ExpectedQuality();
            expected.add(sure, sure == 1);

            assertThat(expected.estimate().estimate().rocAuc()).isNull();
            assertThat(expected.estimate().estimate().accuracy()).isEqualTo(1);
        }
    }

    @Test
    void mergesToTheSameBytesInAnyOrderAndSplit() {
        var pairs = Pairs.rare();
        var whole = of(UNCALIBRATED, pairs);
        var shuffled = Pairs.shuffled(pairs, 4);
        var merged = new ExpectedQuality();
        IntStream.range(0, 16)
                .mapToObj(part -> of(UNCALIBRATED, shuffled.subList(part * 1_250, (part + 1) * 1_250)))
                .forEach(merged::merge);

        assertThat(QualityCodec.encode(merged)).isEqualTo(QualityCodec.encode(whole));
    }
}
