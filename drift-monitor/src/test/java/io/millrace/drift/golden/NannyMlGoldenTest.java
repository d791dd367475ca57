package io.millrace.drift.golden;

import static io.millrace.drift.golden.Closeness.DISTANCE;
import static io.millrace.drift.golden.Closeness.P_VALUE;
import static io.millrace.drift.golden.Closeness.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.drift.definition.DriftResult;
import io.millrace.drift.definition.NannyMl;
import io.millrace.drift.stats.Statistic;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The definition {@code nannyml} says what NannyML says. */
class NannyMlGoldenTest {
    private final NannyMl nannyml = new NannyMl();

    static Stream<Arguments> cases() {
        return Stream.of("numbers", "categories").flatMap(kind -> Golden.cases("nannyml", kind)
                .map(each -> Arguments.of(kind, each.get()[0], each.get()[1])));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("cases")
    void everyStatisticIsNannyMls(String kind, String name, JsonNode golden) {
        var reference = Golden.sample(golden.path("reference"), kind);
        var current = Golden.sample(golden.path("current"), kind);
        for (var statistic : nannyml.statistics(reference)) {
            var theirs = golden.path("results").path(statistic.code());
            compare(statistic, nannyml.compare(statistic, reference, current), theirs);
        }
    }

    private static void compare(Statistic statistic, DriftResult ours, JsonNode theirs) {
        var what = statistic.code() + " " + ours;
        double value = theirs.has("value") ? Golden.number(theirs.path("value")) : Double.NaN;
        if (!Double.isFinite(value)) {
            assertThat(ours.drifted()).as(what).isNull();
            assertThat(ours.reason()).as(what).isNotNull();
            return;
        }
        assertClose(what, ours.value(), value, DISTANCE);
        if (theirs.path("drifted").isNull()) { // too few rows for chunks; a p-value needs none
            assertThat(ours.drifted()).as(what).isEqualTo(statistic == Statistic.CHI_SQUARE ? false : null);
            return;
        }
        assertThat(ours.drifted()).as(what).isEqualTo(theirs.path("drifted").asBoolean());
        if (statistic == Statistic.CHI_SQUARE) {
            assertClose(what, ours.pValue(), Golden.number(theirs.path("p")), P_VALUE);
        } else {
            assertClose("threshold of " + what, ours.threshold(), Golden.number(theirs.path("threshold")), DISTANCE);
        }
        if (theirs.has("bins")) {
            assertThat(ours.bins()).as(what).isEqualTo(theirs.path("bins").asInt());
        }
    }
}
