package io.millrace.drift.golden;

import static io.millrace.drift.golden.Closeness.DISTANCE;
import static io.millrace.drift.golden.Closeness.P_VALUE;
import static io.millrace.drift.golden.Closeness.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.drift.definition.DriftResult;
import io.millrace.drift.definition.Evidently;
import io.millrace.drift.definition.Sample;
import io.millrace.drift.stats.Edges;
import io.millrace.drift.stats.Statistic;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The definition {@code evidently} says what Evidently says. */
class EvidentlyGoldenTest {
    private static final Set<Statistic> TESTS =
            Set.of(Statistic.KOLMOGOROV_SMIRNOV, Statistic.CHI_SQUARE, Statistic.Z, Statistic.TOTAL_VARIATION);

    /** Evidently subtracts a probability from 1, which has no smaller steps. */
    private static final double STEP_OF_ONE = 4.5e-16;

    /** Splits exactly as far apart as the samples, of which Evidently counts some, by how sums of fractions round. */
    private static final double TIES = 0.005;

    private final Evidently evidently = new Evidently();

    static Stream<Arguments> cases() {
        return Stream.of("numbers", "categories").flatMap(kind -> Golden.cases("evidently", kind)
                .map(each -> Arguments.of(kind, each.get()[0], each.get()[1])));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("cases")
    void everyStatisticIsEvidentlys(String kind, String name, JsonNode golden) {
        var reference = Golden.sample(golden.path("reference"), kind);
        var current = Golden.sample(golden.path("current"), kind);
        for (var statistic : evidently.statistics(reference)) {
            compare(statistic, evidently.compare(statistic, reference, current), golden.path("results"));
        }
    }

    private static void compare(Statistic statistic, DriftResult ours, JsonNode results) {
        var what = statistic.code();
        if (results.has("empty")) {
            assertThat(ours.value()).as(what).isNull();
            assertThat(ours.drifted()).as(what).isNull();
            assertThat(ours.reason()).contains("has no value");
            return;
        }
        var theirs = results.path(statistic.code());
        double score = Golden.number(theirs.path("score"));
        if (!TESTS.contains(statistic)) {
            // a coefficient of Bhattacharyya that rounds to 1 - 2^-53 is a distance of 1e-8
            assertClose(
                    what, ours.value(), score, DISTANCE, statistic == Statistic.HELLINGER && score < 1e-7 ? 1e-7 : 0);
        } else if (!Double.isNaN(score)) {
            double absolute =
                    switch (statistic) {
                        case Z -> STEP_OF_ONE;
                        case TOTAL_VARIATION -> TIES;
                        default -> 0;
                    };
            assertClose(what, ours.pValue(), score, P_VALUE, absolute);
        }
        if (theirs.has("statistic")) {
            assertClose(what, ours.value(), Golden.number(theirs.path("statistic")), DISTANCE);
        }
        assertThat(ours.threshold()).isEqualTo(theirs.path("threshold").asDouble());
        assertThat(ours.drifted()).as(what).isEqualTo(theirs.path("drifted").asBoolean());
        if (Set.of(Statistic.PSI, Statistic.KULLBACK_LEIBLER, Statistic.JENSEN_SHANNON)
                .contains(statistic)) {
            assertThat(ours.bins()).isEqualTo(results.path("bins").asInt());
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("cases")
    void theStatisticThatIsChosenIsEvidentlys(String kind, String name, JsonNode golden) {
        if (golden.path("results").has("default")) {
            var reference = Golden.sample(golden.path("reference"), kind);
            var current = Golden.sample(golden.path("current"), kind);
            assertThat(evidently.choose(reference, current).code())
                    .isEqualTo(golden.path("results").path("default").asText());
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("cases")
    void binsHoldAsManyValues(String kind, String name, JsonNode golden) {
        var theirs = golden.path("results").path("reference_counts");
        if (theirs.isArray()) {
            var r = (Sample.Numbers) Golden.sample(golden.path("reference"), kind);
            var c = (Sample.Numbers) Golden.sample(golden.path("current"), kind);
            var edges = Edges.sturges(
                    Stream.of(r.finite(), c.finite())
                            .flatMapToDouble(Arrays::stream)
                            .toArray(),
                    r.whole() && c.whole());
            assertThat(edges.count(r.finite()))
                    .containsExactly(
                            Golden.each(theirs).mapToLong(JsonNode::asLong).toArray());
            assertThat(edges.count(c.finite()))
                    .containsExactly(Golden.each(golden.path("results").path("current_counts"))
                            .mapToLong(JsonNode::asLong)
                            .toArray());
        }
    }
}
